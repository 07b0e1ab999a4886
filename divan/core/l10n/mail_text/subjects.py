"""Subjects: reply prefixes, automatic replies, and the header form that survives the journey."""

from __future__ import annotations

import re
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header

from ..direction import strip_controls
from ..folding import fold

_PREFIXES = frozenset(
    fold(prefix)
    for prefix in (
        *("re", "fw", "fwd", "aw", "wg"),
        *("ynt", "yan", "yanıt", "ilt", "ilet", "yön"),
        *("תגובה", "תשובה", "השב", "הועבר", "העברה"),
        *("پاسخ", "جواب", "ارسال", "ارجاع", "بازارسال", "رد", "إعادة توجيه"),
        *("odp", "pd"),
    )
)
# One or two words, a counter as in Re[2], and a colon.
_PREFIX = re.compile(r"\s*([^\W\d_]{1,12}(?: [^\W\d_]{1,12})?) ?(?:\[\d{1,3}\]|\(\d{1,3}\))? ?[:：]")

_AUTO_REPLIES = tuple(
    fold(opening)
    for opening in (
        *("automatic reply", "automatic response", "auto reply", "autoreply", "auto response"),
        *("autoresponse", "autoresponder", "out of office", "out of the office"),
        *("otomatik yanıt", "otomatik cevap", "ofis dışı", "ofis dışında"),
        *("מענה אוטומטי", "תשובה אוטומטית", "תגובה אוטומטית", "הודעה אוטומטית"),
        *("מחוץ למשרד", "לא במשרד"),
        *("پاسخ خودکار", "پاسخ اتوماتیک", "خارج از دفتر", "خارج از محل کار"),
        *("automatyczna odpowiedź", "odpowiedź automatyczna", "autoodpowiedź"),
        *("poza biurem", "nieobecność"),
        *("automatische antwort", "abwesenheitsnotiz", "رد تلقائي"),
    )
)
_LONGEST_OPENING = 200
_HEADER_WIDTH = 76


def strip_subject_prefixes(subject: str) -> str:
    """The subject without direction marks and without Re:, YNT:, תגובה: and the like in front."""
    text, start = strip_controls(subject), 0
    while (found := _PREFIX.match(text, start)) and fold(found[1]) in _PREFIXES:
        start = found.end()
    return text[start:].strip()


def is_auto_reply_subject(subject: str) -> bool:
    """Whether a subject opens as automatic replies do. Ask the headers first: this is a second line."""
    opening = re.sub(r"[\s\u200c-]+", " ", fold(subject[:_LONGEST_OPENING])).strip()
    return any(
        opening.startswith(known) and not opening[len(known) : len(known) + 1].isalnum()
        for known in _AUTO_REPLIES
    )


def encode_subject(subject: str) -> str:
    """The folded header value of a subject, which `parse_subject` reads back unchanged."""
    charset = "us-ascii" if subject.isascii() else "utf-8"
    return Header(subject, charset, maxlinelen=_HEADER_WIDTH, header_name="Subject").encode()


def parse_subject(value: str) -> str:
    """The text of a subject header as received, on one line and without outer blanks."""
    unfolded = re.sub(r"\r?\n(?=[ \t])", "", value)
    try:
        return str(make_header(decode_header(unfolded))).strip()
    except (HeaderParseError, LookupError, UnicodeDecodeError):
        return unfolded.strip()
