"""Rings between the processes of one machine: datagram sockets in the data folder.

Every listener binds a socket of its own in DATA/run; to ring is to send to each of them.
"""

from __future__ import annotations

import contextlib
import hashlib
import itertools
import os
import socket
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from divan.realtime.rings import Ring

# The kernel keeps 107 bytes for the path of a socket; the name of ours takes up to 40 of them.
LONGEST_FOLDER = 66
# A web process drains its queue (10 rings on most machines) within milliseconds. A worker with a full
# queue is going to wake anyway, so nobody waits for it.
WEB_PATIENCE_SECONDS = 0.1

_numbers = itertools.count()


def folder() -> Path:
    """The private folder that holds the sockets; made when missing."""
    return _folder(Path(settings.DATA))


@lru_cache(maxsize=8)
def _folder(data: Path) -> Path:
    run = data / "run"
    if len(os.fsencode(run)) > LONGEST_FOLDER:
        digest = hashlib.sha256(os.fsencode(run)).hexdigest()[:16]
        run = Path(tempfile.gettempdir()) / f"divan-{os.getuid()}-{digest}"
    run.mkdir(mode=0o700, parents=True, exist_ok=True)
    if run.stat().st_uid != os.getuid():
        raise PermissionError(f"{run} belongs to somebody else")
    run.chmod(0o700)
    return run


def send(ring: Ring) -> None:
    """Send `ring` to every listener that it concerns; forget those that have died."""
    data = ring.encode()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        for path in _listeners(ring):
            sender.settimeout(WEB_PATIENCE_SECONDS if _is_web(path) else 0)
            try:
                sender.sendto(data, path)
            except ConnectionRefusedError:
                with contextlib.suppress(FileNotFoundError):
                    os.unlink(path)
            except (BlockingIOError, TimeoutError, FileNotFoundError):
                continue


def _listeners(ring: Ring) -> Iterator[str]:
    with os.scandir(folder()) as entries:
        for entry in entries:
            if entry.name.endswith(".sock") and (ring.for_web if _is_web(entry.path) else ring.for_workers):
                yield entry.path


def _is_web(path: str) -> bool:
    return os.path.basename(path).startswith("web-")


class Listener:
    """One bound socket; its name says who listens, so that others can choose."""

    def __init__(self, kind: str) -> None:
        self._path = str(folder() / f"{kind}-{os.getpid()}-{next(_numbers)}.sock")
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._path)
        self._socket.bind(self._path)
        self._socket.setblocking(False)

    def fileno(self) -> int:
        return self._socket.fileno()

    def receive(self) -> bytes:
        return self._socket.recv(65536)

    def wake(self) -> None:
        with (
            contextlib.suppress(BlockingIOError, FileNotFoundError, ConnectionRefusedError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender,
        ):
            sender.setblocking(False)
            sender.sendto(b"", self._path)

    def close(self) -> None:
        self._socket.close()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._path)
