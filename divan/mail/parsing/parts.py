"""What the parts of a message are to its reader: bodies on one side, files on the other (RFC 8621 section 4.1.4)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from divan.core.l10n.direction import strip_controls
from divan.core.l10n.mail_text import decode_body
from divan.mail.parsing import headers
from divan.mail.parsing.bodies import read_plain
from divan.mail.parsing.calendars import readable
from divan.mail.parsing.html_charset import charset_in_markup
from divan.mail.parsing.html_text import to_text
from divan.mail.parsing.parameters import read_structured
from divan.mail.parsing.parsed import File
from divan.mail.parsing.transfer import decode
from divan.mail.parsing.tree import MESSAGES, Part
from divan.mail.parsing.wrapped import is_frame, signed_message, unpacked

MOST_FILES = 100
MOST_UNWRAPPED = 5

_ENDINGS = {"message/rfc822": "message.eml", "text/calendar": "invitation.ics", "text/html": "message.html"}
_ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})
_SHOWN_CID = re.compile(r"cid:([^\s\"'<>()]{1,300})", re.IGNORECASE)
# The same text once more, for programs that are not a help desk.
_OTHER_FORMS = frozenset({"text/x-amp-html", "text/watch-html", "text/enriched", "text/richtext"})
_SHOWN = frozenset({"text/plain", "text/html"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the body: plain text, markup, or the same in both."""

    plain: str = ""
    markup: str = ""


@dataclass
class Contents:
    """What the parts of one message held.

    `text` is the whole body: what is written plainly, and what the markup says where it is alone. `markup` is the
    whole body as it came; it is empty for a message without any markup.
    """

    pieces: list[Piece] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    leftover: list[bytes] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unwrapped: int = 0
    text: str = ""
    markup: str = ""
    language: str | None = None

    @property
    def has_plain(self) -> bool:
        """Whether anything is written plainly."""
        return any(piece.plain for piece in self.pieces)

    charset: str | None = None


def read_parts(message: Part, language: str | None, charset: str | None = None) -> Contents:
    """Collect bodies and files; `charset` is that of the message, for names in raw bytes.

    Beyond the limits files are left out with a warning; the raw mail has them.
    """
    contents = Contents(language=language, charset=charset)
    _collect(message, contents, is_first=True)
    texts = [piece.plain.strip() or to_text(piece.markup) for piece in contents.pieces]
    _join_twins(contents, texts)
    contents.text = "\n\n".join(text for text in texts if text) or _last_resort(contents)
    if any(piece.markup for piece in contents.pieces):
        contents.markup = "\n".join(piece.markup or _as_markup(piece.plain) for piece in contents.pieces)
    _mark_inline(contents)
    return contents


def _collect(part: Part, contents: Contents, *, is_first: bool, parent: str = "") -> None:
    kind = part.kind.value
    if not kind.startswith("multipart/") or not part.children:
        try:
            _take(part, contents, is_first=is_first, parent=parent)
        except Exception as failure:
            contents.warnings.append(f"unreadable part: {type(failure).__name__}")
        return
    if kind == "multipart/encrypted":
        contents.warnings.append("encrypted")
    before = len(contents.pieces)
    for number, child in enumerate(part.children):
        _collect(child, contents, is_first=number == 0, parent=kind)
    if kind == "multipart/alternative":
        inside = contents.pieces[before:]
        plain = "\n\n".join(piece.plain for piece in inside if piece.plain)
        markup = "\n".join(piece.markup for piece in inside if piece.markup)
        contents.pieces[before:] = [Piece(plain, markup)]


def _take(part: Part, contents: Contents, *, is_first: bool, parent: str) -> None:
    disposition = read_structured(part.first("Content-Disposition"), contents.language)
    name = _file_name(part, disposition.parameters.get("filename", ""), contents)
    data, warning = decode(part.body, part.encoding)
    if warning:
        contents.warnings.append(warning)
    if _is_body(part, name, disposition.value, is_first=is_first, parent=parent):
        _take_body(part, data, contents)
    elif part.kind.value.startswith("multipart/"):
        contents.leftover.append(data)
    elif parent == "multipart/alternative" and part.kind.value in _OTHER_FORMS:
        return
    elif data or name or part.kind.value not in _SHOWN:
        _take_file(part, name, data, contents)


def _is_body(part: Part, name: str, disposition: str, *, is_first: bool, parent: str) -> bool:
    """RFC 8621: text is shown unless it is attached, or belongs to other text, or has a name and comes later."""
    if part.kind.value not in _SHOWN or disposition.startswith("attachment"):
        return False
    is_resource = (
        parent == "multipart/related" and part.kind.value == "text/html" and bool(part.first("Content-ID"))
    )
    return is_first or not (name or is_resource)


def _take_body(part: Part, data: bytes, contents: Contents) -> None:
    charset = part.kind.parameters.get("charset")
    if part.kind.value == "text/html":
        declared = charset_in_markup(data) if charset in (None, "", "us-ascii") else charset
        contents.pieces.append(
            Piece(markup=decode_body(data, declared, contents.language).replace("\x00", ""))
        )
        return
    body = read_plain(data, part.kind.parameters, contents.language)
    contents.pieces.append(Piece(plain=body.text))
    for file in body.files:
        _keep(file, contents)


def _take_file(part: Part, name: str, data: bytes, contents: Contents) -> None:
    kind = part.kind.value
    if is_frame(kind, name) and (packed := unpacked(data, contents.language)):
        text, markup, files = packed
        if (text or markup) and not any(piece.plain or piece.markup for piece in contents.pieces):
            contents.pieces.append(Piece(text, markup))
        for file in files:
            _keep(file, contents)
        # The frame stays beside its files, for whatever else a program of its maker finds in it.
    if contents.unwrapped < MOST_UNWRAPPED and (message := signed_message(part, data)):
        contents.unwrapped += 1
        _collect(message, contents, is_first=True)
        return
    if kind in _ENCRYPTED:
        contents.warnings.append("encrypted")
    cid = headers.text_of(part.first("Content-ID")).strip("<> ")[:255]
    _keep(File(name or _made_up_name(part), kind, data, cid=cid), contents)


def _keep(file: File, contents: Contents) -> None:
    if len(contents.files) < MOST_FILES:
        contents.files.append(file)
    elif "too many files" not in contents.warnings:
        contents.warnings.append("too many files")


def _file_name(part: Part, declared: str, contents: Contents) -> str:
    value = declared or part.kind.parameters.get("name", "")
    # Without direction marks, which make "exe.pdf" of "fdp.exe".
    return strip_controls(headers.text_of(value, contents.language, contents.charset)) if value else ""


def _made_up_name(part: Part) -> str:
    kind = part.kind.value
    if kind in MESSAGES and part.children:
        subject = headers.text_of(part.children[0].first("Subject"))
        return f"{subject[:100]}.eml" if subject else _ENDINGS["message/rfc822"]
    return _ENDINGS.get(kind, kind.replace("/", "."))


def _join_twins(contents: Contents, texts: list[str]) -> None:
    """Some programs write text and markup that say the same one after the other, as if they were not the same."""
    for number in range(len(texts) - 1, 0, -1):
        before, piece = contents.pieces[number - 1 : number + 1]
        is_pair = before.plain and not before.markup and piece.markup and not piece.plain
        if is_pair and texts[number - 1].split() == texts[number].split():
            contents.pieces[number - 1 : number + 1] = [Piece(before.plain, piece.markup)]
            del texts[number]


def _last_resort(contents: Contents) -> str:
    """What a mail without text says all the same: a calendar in words, or a multipart in which no part was found."""
    calendars = (file.data for file in contents.files if file.type == "text/calendar")
    texts = [readable(decode_body(data, None, contents.language)) for data in calendars]
    texts += [decode_body(data, contents.charset, contents.language).strip() for data in contents.leftover]
    return next((text for text in texts if text), "")


def _mark_inline(contents: Contents) -> None:
    """A picture is part of the text where the text shows it; all others stand below."""
    shown = {unquote(cid) for cid in _SHOWN_CID.findall(contents.markup)}
    for number, file in enumerate(contents.files):
        if file.cid in shown and file.type.startswith("image/"):
            contents.files[number] = replace(file, inline=True)


def _as_markup(plain: str) -> str:
    return f"<pre>{html.escape(plain)}</pre>" if plain else ""
