"""From paper to PDF, once for each state of its words: the result is kept until nobody has asked for long."""

from __future__ import annotations

import ctypes
import ctypes.util
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from functools import cache
from pathlib import Path

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from divan.core.errors import Refused
from divan.core.schedules import every
from divan.ui.printing.paper import Paper

log = structlog.get_logger(__name__)

# A page takes about a tenth of a second. Whoever asks waits a little; what is not ready then is fetched later.
WAIT_SECONDS = 4
LOOK_SECONDS = 0.1
PATIENCE_SECONDS = 240
FAILED_FOR_SECONDS = 600
KEPT = timedelta(days=14)
_FAILED = "failed"
_RENDERER = Path(__file__).with_name("renderer.py")
_LIBRARIES = {
    "pango-1.0": "libpango-1.0.so.0",
    "pangoft2-1.0": "libpangoft2-1.0.so.0",
    "harfbuzz": "libharfbuzz.so.0",
    "fontconfig": "libfontconfig.so.1",
}
# One at a time in a process: a PDF takes a whole core and some hundred megabytes.
_turn = threading.Lock()


@cache
def is_possible() -> bool:
    """Whether this machine can lay out text: Pango is a package of the system (docs/operating.md)."""
    return all(_has(name, file) for name, file in _LIBRARIES.items())


def make(paper: Paper) -> Path | None:
    """The PDF of that paper if it is kept, or ready within a few seconds; None while it is still being made.

    Raises Refused when it cannot be made.
    """
    place = _place(paper)
    if _touched(place):
        return place
    if _claim(place):
        threading.Thread(target=_work, args=(place, paper), name="pdf", daemon=True).start()
    end = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < end:
        if _touched(place):
            return place
        if _said(place) == _FAILED:
            raise Refused(_("The PDF could not be made. Please print the page with your browser."))
        time.sleep(LOOK_SECONDS)
    return None


def _claim(place: Path) -> bool:
    """Whether it is for us to make it. A claim that nobody can be working on any more is taken over."""
    claim = place.with_suffix(".claim")
    with suppress(FileNotFoundError):
        limit = FAILED_FOR_SECONDS if _said(place) == _FAILED else 2 * PATIENCE_SECONDS
        if claim.stat().st_mtime < time.time() - limit:
            claim.unlink()
    try:
        os.close(os.open(claim, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        return False
    return True


def _said(place: Path) -> str:
    """What stands in the claim: nothing while somebody is at work, else that it failed."""
    with suppress(FileNotFoundError):
        return place.with_suffix(".claim").read_text()
    return ""


def _work(place: Path, paper: Paper) -> None:
    """Make it and let the claim go; a failure stays on the claim, so that nobody tries again at once."""
    claim = place.with_suffix(".claim")
    with _turn:
        try:
            _write(place, _rendered(paper))
            claim.unlink(missing_ok=True)
        except (subprocess.SubprocessError, OSError) as failure:
            log.warning("no PDF was made", reason=type(failure).__name__, said=_last_words(failure))
            _write(claim, _FAILED.encode())


@every("ui.forget_pdfs", timedelta(days=1))
def forget_pdfs() -> None:
    """Delete what nobody has asked for in a while; it can always be made again."""
    before = time.time() - KEPT.total_seconds()
    for path in (*_folder().glob("*.pdf"), *_folder().glob("*.claim")):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < before:
                path.unlink()


def _rendered(paper: Paper) -> bytes:
    page = json.dumps(asdict(paper)).encode()
    with tempfile.TemporaryDirectory(prefix="divan-pdf-") as scratch:
        # Nothing of our environment, which may hold passwords, goes along.
        around = {"PATH": os.defpath, "HOME": scratch, "TMPDIR": scratch, "LANG": "C.UTF-8"}
        around["XDG_CACHE_HOME"] = str(_folder())  # where fontconfig remembers the fonts of the system
        done = subprocess.run(
            [sys.executable, "-I", str(_RENDERER)],
            input=page,
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            env=around,
            cwd=scratch,
            check=True,
        )
    return done.stdout


def _last_words(failure: Exception) -> str:
    """The end of what the renderer complained of."""
    said = getattr(failure, "stderr", None) or b""
    return str(said[-400:].decode(errors="replace"))


def _place(paper: Paper) -> Path:
    """Where its PDF lies. The name is made of all that is on the paper, so it can never be out of date."""
    pictures = {name: path for name, path in paper.files.items() if name.startswith("paper:file/")}
    said = json.dumps([paper.html, paper.css, paper.base, sorted(pictures)])
    return _folder() / f"{hashlib.sha256(said.encode()).hexdigest()}.pdf"


def _folder() -> Path:
    """Beside the files, not among them: nothing in it needs a backup."""
    folder = Path(settings.MEDIA_ROOT).with_name("printed")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _touched(place: Path) -> bool:
    """Whether it is kept; if so it is kept on."""
    with suppress(FileNotFoundError):
        os.utime(place)
        return True
    return False


def _write(place: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=place.parent, prefix="unfinished-")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    os.replace(name, place)


def _has(name: str, file: str) -> bool:
    for wanted in (file, ctypes.util.find_library(name)):
        with suppress(OSError):
            if wanted and ctypes.CDLL(wanted):
                return True
    return False
