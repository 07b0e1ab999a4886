"""A stored mail in the form that goes over the wire (RFC 5322, RFC 2045, RFC 2387).

Header values come from rows that people filled: they are put on one line, Django's classes encode what is not
ASCII, and names of files are encoded here (SECURITY class 28).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from email.encoders import encode_base64
from email.mime.base import MIMEBase
from email.utils import formataddr, quote
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent_encoded

from django.contrib.staticfiles import finders
from django.core.mail.message import EmailMessage, SafeMIMEMultipart, SafeMIMEText

from divan.conversations.files import path_of
from divan.mail.models import OutgoingMail

MARK = "mark"
_LONGEST_SECTION = 54  # characters of a file's name on one line (RFC 2231 section 3)

_BREAKS = re.compile(r"[\r\n]+")

# A file of a mail as its row keeps it: name, type, sha256, size and cid ("" unless it stands in the text).
File = Mapping[str, Any]


def message_of(mail: OutgoingMail) -> EmailMessage:
    """The mail as a message to its one recipient; the headers may show others who get a mail of their own.

    Raises OSError when the content of a file is gone.
    """
    parts, subtype = _parts(mail)
    message = EmailMessage(
        subject=_on_one_line(mail.subject),
        body="" if parts else mail.text,
        from_email=mail.envelope_from,
        to=[formataddr((mail.to_name, mail.to))],
        headers=_headers(mail),
        attachments=parts,
    )
    message.mixed_subtype = subtype  # type: ignore[attr-defined]
    return message


@lru_cache(maxsize=1)
def mark_bytes() -> bytes:
    """The picture at the head of every letter."""
    path = finders.find("ui/mark.png")
    return Path(str(path)).read_bytes()


def _parts(mail: OutgoingMail) -> tuple[list[MIMEBase], str]:
    """The parts and how they belong together: the letter with its pictures, and behind it the files."""
    if not mail.html:
        files = [_file(file) for file in mail.attachments]
        return ([_text(mail.text, "plain"), *files] if files else []), "mixed"
    letter = [_alternatives(mail), *_pictures(mail)]
    files = [_file(file) for file in mail.attachments if not file["cid"]]
    if not files:
        return letter, "related" if len(letter) > 1 else "mixed"
    return [_together(letter, "related"), *files], "mixed"


def _alternatives(mail: OutgoingMail) -> MIMEBase:
    """The same words as text and as HTML, the better one last (RFC 2046 section 5.1.4)."""
    return _together([_text(mail.text, "plain"), _text(mail.html, "html")], "alternative")


def _together(parts: Iterable[MIMEBase], subtype: str) -> MIMEBase:
    together = SafeMIMEMultipart(_subtype=subtype, encoding="utf-8")
    for part in parts:
        together.attach(part)
    return together


def _text(text: str, subtype: str) -> MIMEBase:
    return SafeMIMEText(text, subtype, "utf-8")


def _pictures(mail: OutgoingMail) -> Iterator[MIMEBase]:
    if f"cid:{MARK}" in mail.html:
        yield _part(mark_bytes(), "image/png", "inline", "mark.png", MARK)
    for file in mail.attachments:
        if file["cid"]:
            yield _part(_content(file), file["type"], "inline", file["name"], file["cid"])


def _file(file: File) -> MIMEBase:
    return _part(_content(file), file["type"], "attachment", file["name"])


def _content(file: File) -> bytes:
    return path_of(file["sha256"]).read_bytes()


def _part(content: bytes, content_type: str, kind: str, name: str, cid: str = "") -> MIMEBase:
    part = MIMEBase(*content_type.split("/", 1))
    part.set_payload(content)
    encode_base64(part)
    part["Content-Disposition"] = f"{kind}; {filename_parameter(name)}"
    if cid:
        part["Content-ID"] = f"<{cid}>"
    return part


def filename_parameter(name: str) -> str:
    """The `filename` of Content-Disposition, in sections where the encoded name is long (RFC 2231)."""
    if name.isascii() and name.isprintable() and len(name) <= _LONGEST_SECTION:
        return f'filename="{quote(name)}"'
    sections = [""]
    for character in name:
        encoded = percent_encoded(character, safe="", errors="replace")
        if len(sections[-1]) + len(encoded) > _LONGEST_SECTION:
            sections.append("")
        sections[-1] += encoded
    if len(sections) == 1:
        return f"filename*=utf-8''{sections[0]}"
    first, *others = sections
    return "; ".join(
        [f"filename*0*=utf-8''{first}", *(f"filename*{n}*={text}" for n, text in enumerate(others, 1))]
    )


def _headers(mail: OutgoingMail) -> dict[str, str]:
    optional = {
        "To": mail.to_shown,
        "Cc": mail.cc_shown,
        "In-Reply-To": mail.in_reply_to,
        "References": mail.references,
    }
    given = {name: value for name, value in optional.items() if value}
    headers = {"From": mail.sender, "Message-ID": mail.identifier, **given, **mail.headers}
    return {name: _on_one_line(value) for name, value in headers.items()}


def _on_one_line(value: str) -> str:
    """A line break in a value would begin a header of its own, so it is only a blank."""
    return _BREAKS.sub(" ", value)
