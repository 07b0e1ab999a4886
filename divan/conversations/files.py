"""Files lie under the SHA-256 of their content: stored once, never named by anybody outside."""

from __future__ import annotations

import hashlib
import os
import tempfile
import unicodedata
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from divan.core.l10n.direction import strip_controls
from divan.core.registry import Registry

# Types that a browser shows as a picture; everything else is only ever downloaded.
SHOWN_INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})

# Who keeps content: each answers whether it still needs the bytes with that hash.
holders: Registry[Callable[[str], bool]] = Registry("holders of files")


def path_of(sha256: str) -> Path:
    """Where the content with that hash lies."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256[2:4] / sha256


def store(chunks: Iterable[bytes]) -> tuple[str, int]:
    """Write content and return (sha256, size in bytes). It is on disk, synced, when this returns."""
    root = Path(settings.MEDIA_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=root, prefix="incoming-")
    try:
        with os.fdopen(handle, "wb") as out:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
            out.flush()
            os.fsync(out.fileno())
        final = path_of(digest.hexdigest())
        final.parent.mkdir(parents=True, exist_ok=True)
        os.replace(name, final)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return digest.hexdigest(), size


def discard(sha256: str, *, stored_before: datetime) -> None:
    """Delete content that nobody holds any more.

    Content that was stored again since `stored_before` stays: its new holder may not have said so yet.
    """
    path = path_of(sha256)
    if any(holds(sha256) for holds in holders.values()):
        return
    if path.exists() and path.stat().st_mtime < stored_before.timestamp():
        path.unlink(missing_ok=True)


def clean_name(name: str) -> str:
    """A name that is safe to show and to offer for download: one line, no paths, no direction controls."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in strip_controls(last) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    return kept.strip(" .")[:200] or "file"


def sniff(start: bytes) -> str:
    """The type that the first bytes prove; what cannot be proved is only bytes. Names are never believed."""
    for magic, content_type in _MAGIC:
        if start.startswith(magic):
            return content_type
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    return "application/octet-stream"


_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)
