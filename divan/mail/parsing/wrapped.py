"""Parts that wrap what the reader wants: winmail.dat of Outlook, a message inside its S/MIME signature."""

from __future__ import annotations

import mimetypes
import re

from divan.mail.parsing import tnef
from divan.mail.parsing.parsed import File
from divan.mail.parsing.smime import signed_content
from divan.mail.parsing.tree import Part, read_tree
from divan.mail.parsing.words import text_of

_UNKNOWN = "application/octet-stream"
_TYPE = re.compile(r"[a-z]{1,40}/[a-z0-9.+-]{1,80}")
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_TNEF_NAMES = frozenset({"winmail.dat", "win.dat"})
_PKCS7 = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})


def is_frame(kind: str, name: str) -> bool:
    """Whether a part is winmail.dat, whatever it is called or declared."""
    return kind in _TNEF or name.lower() in _TNEF_NAMES


def unpacked(data: bytes, language: str | None) -> tuple[str, str, list[File]] | None:
    """Text, markup and files of a winmail.dat; None for something else. Types are told by the names."""
    frame = tnef.unpack(data, language)
    if frame is None:
        return None
    files = []
    for file in frame.files:
        name = text_of(file.name, language)
        kind = file.type if _TYPE.fullmatch(file.type) else mimetypes.guess_type(name)[0] or _UNKNOWN
        files.append(File(name or "file", kind, file.data, cid=file.cid.strip("<>")[:255]))
    return frame.text.replace("\x00", ""), frame.markup.replace("\x00", ""), files


def signed_message(part: Part, data: bytes) -> Part | None:
    """The message that an opaque S/MIME signature holds; None where there is none, or it is encrypted."""
    if part.kind.value not in _PKCS7:
        return None
    content = signed_content(data)
    return read_tree(content)[0] if content else None
