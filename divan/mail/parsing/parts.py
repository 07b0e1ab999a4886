"""The tree of a message's parts, walked with limits: bodies on one side, files on the other."""

from __future__ import annotations

import email.utils
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message

from divan.core.l10n.mail_text import decode_body
from divan.mail.parsing import headers
from divan.mail.parsing.parsed import File

MOST_PARTS = 500
MOST_FILES = 100
DEEPEST = 30


@dataclass
class Contents:
    """What the parts of one message held."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def read_parts(message: Message, language: str | None) -> Contents:
    """Collect bodies and files. Beyond the limits parts are left out with a warning; the raw mail has them."""
    contents = Contents()
    for number, part in enumerate(_leaves(message, contents.warnings)):
        if number >= MOST_PARTS:
            contents.warnings.append("too many parts")
            break
        try:
            _take(part, contents, language)
        except Exception as failure:
            contents.warnings.append(f"unreadable part: {type(failure).__name__}")
    return contents


def _leaves(message: Message, warnings: list[str]) -> Iterator[Message]:
    """Parts without parts, in their order. A forwarded message is one of them: a file, not a body."""
    waiting = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        children = part.get_payload()
        if part.get_content_maintype() != "multipart" or not isinstance(children, list):
            yield part
        elif depth >= DEEPEST:
            warnings.append("too deep")
        else:
            chosen = [child for child in children if isinstance(child, Message)]
            waiting.extend((child, depth + 1) for child in reversed(chosen))


def _take(part: Message, contents: Contents, language: str | None) -> None:
    content_type = part.get_content_type()
    name = _file_name(part, language)
    disposition = headers.first(part, "Content-Disposition").strip().lower()
    cid = headers.first(part, "Content-ID").strip().strip("<>")[:255]
    if content_type in ("text/plain", "text/html") and not name and not disposition.startswith("attachment"):
        body = decode_body(_data(part), _charset(part), language).replace("\x00", "")
        (contents.html if content_type == "text/html" else contents.plain).append(body)
        return
    data = _data(part)
    if not data and not name:
        return
    if len(contents.files) >= MOST_FILES:
        contents.warnings.append("too many files")
        return
    inline = bool(cid) and content_type.startswith("image/") and not disposition.startswith("attachment")
    contents.files.append(File(name or _made_up_name(content_type), content_type, data, inline, cid))


def _data(part: Message) -> bytes:
    """The decoded bytes; a part that is a message comes as that message's own bytes."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return b"\r\n".join(child.as_bytes() for child in payload if isinstance(child, Message))
    decoded = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _charset(part: Message) -> str | None:
    declared = part.get_param("charset")
    if isinstance(declared, tuple):
        return declared[2]
    return declared


def _file_name(part: Message, language: str | None) -> str:
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        value = part.get_param(parameter, header=header)
        if isinstance(value, tuple):
            value = email.utils.collapse_rfc2231_value(value)
        if value:
            return headers.text_of(str(value), language)
    return ""


def _made_up_name(content_type: str) -> str:
    endings = {"message/rfc822": "message.eml", "text/calendar": "invitation.ics"}
    return endings.get(content_type, content_type.replace("/", "."))
