"""Reading somebody's archive without trusting anything in it."""

from __future__ import annotations

import codecs
import lzma
import posixpath
import re
import stat
import zipfile
import zlib
from typing import IO

from django.utils.translation import gettext as _

from divan.core.errors import Refused
from divan.core.l10n.mail_text.charset_names import codec_of

MOST_ENTRIES = 5_000
LARGEST_TEXT = 2_000_000
LARGEST_FILE = 25_000_000
LARGEST_IN_ALL = 300_000_000
# HTML, "determining the character encoding": what a page says of itself stands in its first 1024 bytes.
_HEAD = 1024
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
# What the library raises for entries that are broken or packed in a way that it does not know.
_DAMAGES = (zipfile.BadZipFile, RuntimeError, OSError, EOFError, ValueError, zlib.error, lzma.LZMAError)


class Archive:
    """The entries of a ZIP by their path, with limits that hold whatever the headers say."""

    def __init__(self, source: IO[bytes]) -> None:
        """Raises Refused for what is no ZIP, or too many entries."""
        try:
            self._zip = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as broken:
            raise Refused(_("This is not a ZIP archive."), field="file") from broken
        if len(self._zip.infolist()) > MOST_ENTRIES:
            raise Refused(_("There are too many files in this archive."), field="file")
        self._left = LARGEST_IN_ALL
        # Some programs write the paths of another system.
        self._entries = {_path(info): info for info in self._zip.infolist() if _is_plain(info)}
        self.skipped = [
            info.filename for info in self._zip.infolist() if not info.is_dir() and not _is_plain(info)
        ]

    def paths(self) -> list[str]:
        """All usable files, in a steady order."""
        return sorted(self._entries)

    def in_order(self) -> list[str]:
        """All usable files as the archive has them."""
        return list(self._entries)

    def __contains__(self, path: str) -> bool:
        return path in self._entries

    def text(self, path: str, *, is_html: bool = False) -> str:
        """A text file in UTF-8, or in what its first bytes or the head of a page say; raises Refused when it is
        none or too long.
        """
        content = self._read(path, LARGEST_TEXT)
        try:
            return content.decode(_encoding(content, is_html=is_html)).replace("\x00", "")
        except (UnicodeError, LookupError) as broken:
            raise Refused(_("This file is not text in UTF-8.")) from broken

    def content(self, path: str) -> bytes:
        """The bytes of a picture or file; raises Refused when it is too large."""
        return self._read(path, LARGEST_FILE)

    def _read(self, path: str, limit: int) -> bytes:
        """At most `limit` bytes, counted while they are unpacked; the sizes in the headers are not believed."""
        allowed = min(limit, self._left)
        try:
            with self._zip.open(self._entries[path]) as entry:
                content = entry.read(allowed + 1)
        except _DAMAGES as broken:
            raise Refused(_("This file in the archive is damaged.")) from broken
        if len(content) > allowed:
            raise Refused(_("This file in the archive is too large."))
        self._left -= len(content)
        return content


def resolve(path: str, target: str) -> str:
    """The archive path that `target` means from the file at `path`; one that leads out names nothing in it."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), target))


def _encoding(content: bytes, *, is_html: bool) -> str:
    """UTF-8 without another word; UTF-16 by its mark; a page says its own, as word processors write them."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    said = _CHARSET.search(content, 0, _HEAD) if is_html else None
    codec = codec_of(said[1].decode("ascii")) if said and not _is_utf8(content) else None
    return codec or "utf-8-sig"


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _path(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _is_plain(info: zipfile.ZipInfo) -> bool:
    """A file at a path that stays inside, neither a folder nor a link, and not encrypted."""
    name = _path(info)
    parts = name.split("/")
    escapes = name.startswith("/") or ":" in name or ".." in parts
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    return not (info.is_dir() or escapes or is_link or info.flag_bits & 1)
