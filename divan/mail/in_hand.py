"""Which message a worker is reading, noted beside the database: one that kills its reader is not read first again.

A message whose reading raises an error is put off by the worker itself. One that ends the process (it takes all
the memory, or breaks a library) leaves a note, and the next worker puts it off before it reads anything.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings

_PATTERN = "mail-in-hand.*"
_DIGITS = 20


@contextmanager
def in_hand(mail_id: int) -> Iterator[None]:
    """Note the message while the block runs. Costs two small writes, and none to the database."""
    note = _open_note(_folder() / f"mail-in-hand.{os.getpid()}")
    os.pwrite(note, f"{mail_id:0{_DIGITS}}".encode("ascii"), 0)
    try:
        yield
    finally:
        os.pwrite(note, b"0" * _DIGITS, 0)


@lru_cache(maxsize=1)
def _open_note(path: Path) -> int:
    """The note of this process, which stays open as long as the process lives."""
    return os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)


def left_in_hand(put_off: Callable[[int], None]) -> None:
    """Hand the messages to `put_off` in whose hands a process died, each once."""
    for note in _folder().glob(_PATTERN):
        if _is_running(note.suffix[1:]):
            continue
        text = note.read_text(encoding="ascii", errors="replace")
        if text.isdecimal() and int(text):
            put_off(int(text))
        note.unlink(missing_ok=True)


def _folder() -> Path:
    return _made(Path(settings.DATA) / "run")


@lru_cache(maxsize=1)
def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _is_running(process_id: str) -> bool:
    """Whether the process lives; another one that has its number by now delays the message, no more."""
    if not process_id.isdecimal():
        return False
    try:
        os.kill(int(process_id), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
