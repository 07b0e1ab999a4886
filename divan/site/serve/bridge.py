"""Between the event loop and Django's synchronous handler: a fixed pool of threads.

One hop for each request. The loop receives the body first and sends the answer afterwards, so a slow
client never holds a thread, and with it a database connection. (a2wsgi, measured beside it, makes a hop
for every chunk in both directions and reads bodies inside the thread.)
"""

from __future__ import annotations

import asyncio
import contextvars
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from http import HTTPStatus
from io import SEEK_END
from typing import IO, Any, TypeVar

from divan.site.serve.request_body import BodyRefused, ClientGone, Receive, read_body

T = TypeVar("T")
Send = Callable[[dict[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]
WsgiApp = Callable[..., Iterable[bytes]]

CHUNK_BYTES = 256 * 1024


class Threads:
    """The pool. Every thread keeps its database connection; contexts do not leak between calls."""

    def __init__(self, size: int) -> None:
        self._pool = ThreadPoolExecutor(size, thread_name_prefix="page")

    async def run(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run `function` in a thread of the pool, in a copy of the present context."""
        context = contextvars.copy_context()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, partial(context.run, function, *arguments))


class Bridge:
    """An ASGI application for HTTP around a WSGI one."""

    def __init__(self, application: WsgiApp, threads: Threads) -> None:
        self._application = application
        self._threads = threads

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        try:
            body = await read_body(dict(scope["headers"]), receive)
        except ClientGone:
            return
        except BodyRefused as refused:
            await _refuse(send, refused.status)
            return
        answer = _Answer(self._application, environ_of(scope, body))
        try:
            await self._respond(answer, send)
        finally:
            await self._threads.run(answer.close) if answer.streams else answer.close()

    async def _respond(self, answer: _Answer, send: Send) -> None:
        content = await self._threads.run(answer.begin)
        await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
        await send({"type": "http.response.body", "body": content, "more_body": answer.streams})
        while answer.streams:
            content = await self._threads.run(answer.next_chunk)
            await send({"type": "http.response.body", "body": content, "more_body": answer.streams})


class _Answer:
    """One run of the WSGI application: a page in one step, a large file chunk by chunk."""

    def __init__(self, application: WsgiApp, environ: dict[str, Any]) -> None:
        self.status = 500
        self.headers: Headers = []
        self.streams = False
        self._application = application
        self._environ = environ
        self._result: Any = None
        self._pieces: Iterator[bytes] = iter(())

    def begin(self) -> bytes:
        """Run the application; its first chunk, which is mostly all of it."""
        self._result = self._application(self._environ, self._start_response)
        self._pieces = iter(self._result)
        return self.next_chunk()

    def next_chunk(self) -> bytes:
        """About CHUNK_BYTES more; `streams` says whether anything is left after them."""
        gathered: list[bytes] = []
        size = 0
        for piece in self._pieces:
            gathered.append(piece)
            size += len(piece)
            if size >= CHUNK_BYTES:
                self.streams = True
                return b"".join(gathered)
        self.streams = False
        self.close()
        return b"".join(gathered)

    def close(self) -> None:
        """Let the application and the body go; Django ends its request here."""
        result, self._result = self._result, None
        if hasattr(result, "close"):
            result.close()
        self._environ["wsgi.input"].close()

    def _start_response(self, status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        self.status = int(status[:3])
        self.headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def environ_of(scope: dict[str, Any], body: IO[bytes]) -> dict[str, Any]:
    """The WSGI environment of an ASGI request. Scheme and client come from the server, never from headers."""
    host, port = scope.get("server") or ("localhost", 80)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode().decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            # x_forwarded_for and x-forwarded-for would become the same variable.
            continue
        key = _variable(name)
        text = value.decode("latin-1")
        separator = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{separator}{text}" if key in environ else text
    environ["CONTENT_LENGTH"] = str(_size(body))
    return environ


def _size(body: IO[bytes]) -> int:
    """What was received counts, so that bodies sent in chunks have a length too."""
    size = body.seek(0, SEEK_END)
    body.seek(0)
    return size


@lru_cache(maxsize=256)
def _variable(name: bytes) -> str:
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"


async def _refuse(send: Send, status: int) -> None:
    text = f"{status} {HTTPStatus(status).phrase}\n".encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(text)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": text})
