"""What the web server serves: sockets go to the live doors, everything else to Django in the thread pool."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import close_old_connections

from divan.realtime.doors import Doors
from divan.realtime.endpoint import Endpoint
from divan.realtime.lines.door import LinesDoor
from divan.site.serve.bridge import Bridge, Send, Threads
from divan.site.serve.request_body import Receive
from divan.site.wsgi import application as django_application

T = TypeVar("T")

PAGE_THREADS = 4
# Lines have threads of their own, so that slow pages never hold up a conversation: one writes, one reads.
LINE_THREADS = 2


class Application:
    """The ASGI application of one web process."""

    def __init__(self) -> None:
        pages, lines = Threads(PAGE_THREADS), Threads(LINE_THREADS)
        self._pages = Bridge(django_application, pages)
        self._live = Doors([Endpoint(_with_database(pages)), LinesDoor(_with_database(lines))])

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._pages(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._live(scope, receive, send)
        else:
            await self._lifespan(receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._live.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._live.stop()
        await send({"type": "lifespan.shutdown.complete"})


def _with_database(threads: Threads) -> Callable[..., Any]:
    """Runs functions that use the database in one of `threads`."""

    async def run(function: Callable[..., T], *arguments: Any) -> T:
        return await threads.run(_call, function, arguments)

    return run


def _call(function: Callable[..., T], arguments: tuple[Any, ...]) -> T:
    """Call outside a request: a connection that broke meanwhile is replaced, as Django does for requests."""
    close_old_connections()
    try:
        return function(*arguments)
    finally:
        close_old_connections()


application = Application()
