"""What the web server serves: `/ws` goes to the live hub, everything else to Django in the thread pool."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import close_old_connections

from divan.realtime.endpoint import Endpoint
from divan.site.serve.bridge import Bridge, Send, Threads
from divan.site.serve.request_body import Receive
from divan.site.wsgi import application as django_application

T = TypeVar("T")

PAGE_THREADS = 4
SOCKET_PATH = "/ws"


class Application:
    """The ASGI application of one web process."""

    def __init__(self) -> None:
        self._threads = Threads(PAGE_THREADS)
        self._pages = Bridge(django_application, self._threads)
        self._live = Endpoint(self._with_database)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._pages(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._lifespan(receive, send)

    async def _socket(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["path"] == SOCKET_PATH:
            await self._live(scope, receive, send)
        else:
            await send({"type": "websocket.close"})

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._live.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._live.stop()
        await send({"type": "lifespan.shutdown.complete"})

    async def _with_database(self, function: Callable[..., T], *arguments: Any) -> T:
        return await self._threads.run(_call, function, arguments)


def _call(function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    """Call outside a request: a connection that broke meanwhile is replaced, as Django does for requests."""
    close_old_connections()
    try:
        return function(*arguments)
    finally:
        close_old_connections()


application = Application()
