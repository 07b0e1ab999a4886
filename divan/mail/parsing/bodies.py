"""A plain text body: its charset, its soft line ends, its signature frame, and files written into it."""

from __future__ import annotations

from dataclasses import dataclass

from divan.core.l10n.mail_text import decode_body
from divan.mail.parsing.clear_signed import without_frame
from divan.mail.parsing.flowed import unfold
from divan.mail.parsing.parsed import File
from divan.mail.parsing.uuencoded import embedded_files
from divan.mail.parsing.words import text_of

_UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a plain part and the files that were written into it."""

    text: str
    files: tuple[File, ...] = ()


def read_plain(data: bytes, parameters: dict[str, str], language: str | None) -> Body:
    """Read a text/plain part whose transfer encoding is undone; `parameters` are those of its type."""
    charset = parameters.get("charset")
    files = []
    embedded = embedded_files(data)
    for found in reversed(embedded):
        data = data[: found.start] + data[found.end :]
    for found in embedded:
        name = text_of(found.name.decode("utf-8", "surrogateescape"), language, charset)
        files.append(File(name or "file", _UNKNOWN, found.data))
    text = decode_body(data, charset, language).replace("\x00", "")
    text = without_frame(text)
    if parameters.get("format", "").lower() == "flowed":
        text = unfold(text, delete_space=parameters.get("delsp", "").lower() == "yes")
    return Body(text, tuple(files))
