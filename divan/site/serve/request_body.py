"""The body of a request, received whole by the event loop before a thread is taken for it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Mapping
from typing import IO, Any

Receive = Callable[[], Awaitable[dict[str, Any]]]

# Two of the largest attachments (25 MB each) and their form. Above that the answer is 413.
MAX_BODY_BYTES = 56 * 1024 * 1024
IN_MEMORY_BYTES = 1024 * 1024
# How long a client may be silent inside a body, and how slow it may be on the whole.
SILENCE_SECONDS = 30.0
SLOWEST_BYTES_PER_SECOND = 2_000


class BodyRefused(Exception):
    """The body cannot be taken; `status` is the answer."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class ClientGone(Exception):
    """The client left before its request was complete; nobody waits for an answer."""


async def read_body(headers: Mapping[bytes, bytes], receive: Receive) -> IO[bytes]:
    """The whole body; in a temporary file when it is large.

    Raises BodyRefused with 413 (too large), 400 (bad length) or 408 (too slow), and ClientGone.
    """
    _refuse_by_length(headers.get(b"content-length", b"0"))
    body = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 (the caller closes it)
    try:
        await _receive_into(body, receive)
    except BaseException:
        body.close()
        raise
    return body


def _refuse_by_length(declared: bytes) -> None:
    if not declared.isdigit():
        raise BodyRefused(400)
    if int(declared) > MAX_BODY_BYTES:
        raise BodyRefused(413)


async def _receive_into(body: IO[bytes], receive: Receive) -> None:
    started = asyncio.get_running_loop().time()
    received = 0
    while True:
        try:
            async with asyncio.timeout(SILENCE_SECONDS):
                message = await receive()
        except TimeoutError:
            raise BodyRefused(408) from None
        if message["type"] == "http.disconnect":
            raise ClientGone
        received += len(message.get("body", b""))
        if received > MAX_BODY_BYTES:
            raise BodyRefused(413)
        body.write(message.get("body", b""))
        if not message.get("more_body", False):
            return
        elapsed = asyncio.get_running_loop().time() - started
        if elapsed > SILENCE_SECONDS and received / elapsed < SLOWEST_BYTES_PER_SECOND:
            raise BodyRefused(408)
