"""The mail inside a forwarded mail: attached as a whole, or copied below a block of its header fields.

Every program writes that block in the language of its user; the words for it are data of `core.l10n`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from divan.core.l10n.direction import strip_controls
from divan.core.l10n.folding import fold
from divan.core.l10n.mail_text import quote_words, split_reply
from divan.mail.parsing.parsed import Address, File, ParsedMail
from divan.mail.parsing.reader import parse

MOST_LINES = 2000
LONGEST_LINE = 400
_BLOCK_LINES = 14
_ATTACHED = frozenset({"message/rfc822", "message/global"})
_PREFIXES = frozenset(
    fold(prefix)
    for prefix in (
        *("fw", "fwd", "wg", "pd", "tr", "rv", "enc", "ilt", "ilet", "yön", "doorst", "vs", "vb", "vl"),
        *("הועבר", "העברה", "ارسال", "ارجاع", "بازارسال", "إعادة توجيه", "i"),
    )
)
_PREFIX = re.compile(r"\s*([^\W\d_]{1,12}(?: [^\W\d_]{1,12})?)(?:\[\d{1,3}\])? ?[:：]")
_FRAME = " >*-–—_=:"
_ORIGINALS = frozenset(fold(words).strip(_FRAME) for words in quote_words.ORIGINALS)
_MARKERS = frozenset(
    fold(words).strip(_FRAME)
    for words in (
        *quote_words.FORWARD_OPENINGS,
        *("Forwarded Message", "İletilen ileti", "İletilmiş Mesaj", "İletilen Mesaj"),
        *("Yönlendirilmiş İleti", "Yönlendirilen ileti", "הודעה שהועברה", "הודעה מועברת"),
        *("پیام ارجاع داده شده", "پیام فوروارد شده", "پیام بازارسال شده", "Weitergeleitete Nachricht"),
        *(
            "Wiadomość przekazywana",
            "Wiadomość przekazana",
            "Przekazana wiadomość",
            "Wiadomość przesłana dalej",
        ),
    )
)
_FIELDS = {fold(name): kind for kind, names in quote_words.FIELDS.items() for name in names.split("|")}
_FIELD = re.compile(r"[\s*]*([^\W\d_][^:：*\n]{0,24}?)[\s*]*[:：][\s*]*(.*)", re.DOTALL)
_ADDRESS = re.compile(r"[^\s<>\[\](),;:\"'*]{1,64}@[^\s<>\[\](),;:\"'*@]{1,253}")
_QUOTED = re.compile(r"^\s{0,3}>+ ?")


@dataclass(frozen=True, slots=True)
class Forwarded:
    """Who wrote the mail that was forwarded, what it says, and the words `above` of whoever sent it on."""

    sender: Address
    subject: str
    text: str
    above: str
    attachments: tuple[File, ...]

    def as_mail(self) -> ParsedMail:
        """The inner mail as if it had come by itself."""
        return ParsedMail(
            sender=self.sender,
            subject=self.subject,
            text=self.text,
            reply_text=self.text,
            attachments=self.attachments,
        )


def forwarded_in(outer: ParsedMail) -> Forwarded | None:
    """The mail that `outer` passes on; None if it passes none on. Takes linear time."""
    inside = [each for each in outer.attachments if each.type in _ATTACHED]
    if len(inside) == 1:
        return _attached(outer, inside[0])
    lines = [strip_controls(line) for line in outer.text.splitlines()]
    is_named = _is_forward(outer.subject)
    for index, line in enumerate(lines[:MOST_LINES]):
        is_marker = _is_marker(line, is_named)
        if is_marker or is_named:
            found = _below(outer, lines, index, index + 1 if is_marker else index)
            if found:
                return found
    return None


def _attached(outer: ParsedMail, inside: File) -> Forwarded | None:
    inner = parse(inside.data)
    if inner.sender is None:
        return None
    rest = tuple(each for each in outer.attachments if each is not inside)
    return Forwarded(
        sender=inner.sender,
        subject=inner.subject,
        text=inner.reply_text or inner.text,
        above=outer.reply_text.strip(),
        attachments=inner.attachments + rest,
    )


def _below(outer: ParsedMail, lines: Sequence[str], end_of_words: int, start: int) -> Forwarded | None:
    """The mail whose block of fields begins at `start`, or after empty lines there."""
    while start < len(lines) and start <= end_of_words + 3 and not lines[start].strip():
        start += 1
    quoted = start < len(lines) and bool(_QUOTED.match(lines[start]))
    window = [_unquoted(line, quoted) for line in lines[start : start + _BLOCK_LINES]]
    fields, length = _block(window)
    sender = _sender(fields.get("from", ""))
    if sender is None or not fields.keys() & {"date", "subject", "to"}:
        return None
    body = "\n".join(_unquoted(line, quoted) for line in lines[start + length :]).strip()
    return Forwarded(
        sender=sender,
        subject=" ".join(fields.get("subject", "").replace("*", "").split()),
        text=body,
        above=split_reply("\n".join(lines[:end_of_words]))[0].strip().rstrip("_-—=* \n"),
        attachments=outer.attachments,
    )


def _block(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """The fields at the beginning of these lines by their kind, and how many lines they take."""
    fields: dict[str, str] = {}
    latest = ""
    for index, line in enumerate(lines):
        if not line.strip():
            return fields, index
        found = _FIELD.fullmatch(line[:LONGEST_LINE])
        kind = _FIELDS.get(fold(found[1]).strip()) if found else None
        if found and kind:
            latest = kind
            fields.setdefault(kind, found[2].strip())
        elif latest:
            fields[latest] = f"{fields[latest]} {line.strip()}"  # a long value goes on in the next line
        else:
            return {}, 0
    return fields, len(lines)


def _sender(value: str) -> Address | None:
    found = _ADDRESS.search(value)
    if not found:
        return None
    address = found[0].removeprefix("mailto:").strip(".")
    name = " ".join(re.split(r"[<\[(]|mailto:", value)[0].replace("*", " ").strip(" \"'").split())
    return Address(address, "" if "@" in name else name)


def _is_forward(subject: str) -> bool:
    found = _PREFIX.match(strip_controls(subject))
    return found is not None and fold(found[1]) in _PREFIXES


def _is_marker(line: str, is_named: bool) -> bool:
    """Whether the line says that a forwarded mail follows; "original message" may stand above a quotation, too."""
    words = fold(line[:LONGEST_LINE]).strip(_FRAME)
    return words in _MARKERS or (is_named and words in _ORIGINALS)


def _unquoted(line: str, is_quoted: bool) -> str:
    return _QUOTED.sub("", line) if is_quoted else line
