"""The data folder: made, checked and locked before anything else happens. Standard library only."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
import time
from pathlib import Path
from typing import IO

from divan.site.serve.failure import CannotStart, sentence_for

ROOT = Path(__file__).resolve().parents[3]
NEEDED_BYTES = 50 * 1024 * 1024
# How long the processes of a run whose supervisor was killed may take to finish their work.
LEFTOVER_SECONDS = 20.0


def data_folder() -> Path:
    """DIVAN_DATA, or `data` beside the code; the same rule as in the settings."""
    return Path(os.environ.get("DIVAN_DATA") or ROOT / "data").resolve()


def prepare(data: Path) -> None:
    """Make the folder and the secret key; raises CannotStart if it cannot be written or has no room."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        (data / "run").mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=data) as probe:
            probe.write(b"\0" * 4096)
            probe.flush()
        require_room(data)
        if not os.environ.get("DIVAN_SECRET_KEY"):
            _make_secret_key(data / "secret_key")
    except OSError as error:
        raise CannotStart(sentence_for(error, data)) from error


def require_room(data: Path, needed: int = NEEDED_BYTES) -> None:
    """Raise CannotStart unless `needed` bytes are free where `data` is."""
    free = shutil.disk_usage(data).free
    if free < needed:
        raise CannotStart(
            f"The disk that holds {data} has only {free // 2**20} MB left: "
            f"free at least {needed // 2**20} MB and start again."
        )


def _make_secret_key(path: Path) -> None:
    """Write a key once; whoever comes second keeps the first one's."""
    if path.exists():
        return
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False) as unfinished:
        unfinished.write(secrets.token_urlsafe(48) + "\n")
        unfinished.flush()
        os.fsync(unfinished.fileno())
    try:
        os.link(unfinished.name, path)
    except FileExistsError:
        return
    finally:
        os.unlink(unfinished.name)


class FolderLock:
    """Held by a whole `serve`, children included, so that no two ever work in one folder."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take the lock; raises CannotStart if another run has it.

        When only the children of a killed run are left, they are given a moment to finish.
        """
        file = (self._data / "run" / "serve.lock").open("a+")
        deadline = time.monotonic() + LEFTOVER_SECONDS
        while not _try(file):
            owner = _owner(file)
            if _lives(owner) or time.monotonic() > deadline:
                raise CannotStart(
                    f"Divan is already running on {self._data} (process {owner}): "
                    "stop that one first, or choose another folder with --data."
                )
            time.sleep(0.1)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        self._file = file


def _try(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _owner(file: IO[str]) -> int:
    file.seek(0)
    content = file.read().strip()
    return int(content) if content.isdigit() else 0


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process > 0
