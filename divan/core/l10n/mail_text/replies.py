"""The new text of a reply and the history that mail programs quote below it.

Works line by line and looks at no more than a few neighbours, so it stays linear in the size of the
mail. Lines are compared folded, which takes the marks, digits and letter variants out of the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..direction import strip_controls
from ..folding import fold

_LONGEST_LINE = 400
_WRAPPED_OVER = 3
"""Lines over which programs that wrap at 78 columns spread a quote header."""
_BLOCK_LINES = 6

_QUOTE_MARKS = re.compile(r"^(?:\s{0,3}>)+ ?")
_RULE = re.compile(r"[\s*]*[_\-=—–]{5,}[\s*]*")
_FRAMED = re.compile(r"[\s*>]*[-–—_=]{2,}\s*([^-–—_=].{0,80}?)\s*[-–—_=]{2,}:?[\s*]*")

_ORIGINALS = frozenset(
    fold(phrase)
    for phrase in (
        *("Original Message", "Forwarded Message", "Forwarded by", "Original Mail"),
        *("Özgün İleti", "Orijinal İleti", "Orijinal Mesaj", "Asıl İleti", "İletilen ileti"),
        *("Yönlendirilmiş İleti", "Yönlendirilen ileti", "İletilmiş Mesaj", "İletilen Mesaj"),
        *("הודעה מקורית", "ההודעה המקורית", "הודעה שהועברה", "הודעה מועברת", "הודעה שהועברה הלאה"),
        *("پیام اصلی", "پیام ارجاع داده شده", "پیام فوروارد شده", "پیام بازارسال شده"),
        *("Wiadomość oryginalna", "Oryginalna wiadomość", "Treść oryginalnej wiadomości"),
        *("Wiadomość przekazywana", "Wiadomość przekazana", "Przekazana wiadomość"),
        *("Wiadomość przesłana dalej", "Przesłana wiadomość", "Treść przekazanej wiadomości"),
        *("Ursprüngliche Nachricht", "Originalnachricht", "Weitergeleitete Nachricht"),
        *("Message d'origine", "Mensaje original", "Messaggio originale", "Исходное сообщение"),
    )
)
_FORWARD_OPENINGS = tuple(
    fold(phrase)
    for phrase in (
        "Begin forwarded message:",
        "İletilen ileti başlangıcı:",
        "תחילת ההודעה שהועברה:",
        "Początek przekazywanej wiadomości:",
    )
)

# Fields of the block that Outlook and forwards put above the quoted mail.
_FIELDS = {
    fold(name): kind
    for kind, names in {
        "from": "From|Kimden|Gönderen|מאת|از|فرستنده|Od|Nadawca|Von|De|От",
        "date": "Sent|Date|Gönderildi|Gönderilen|Gönderme Tarihi|Tarih|נשלח|תאריך|ارسال شده|ارسال‌شده"
        "|ارسال|تاریخ|Wysłano|Wysłane|Data|Gesendet|Datum|Envoyé|Enviado|Отправлено|Дата",
        "to": "To|Kime|Alıcı|אל|ל|עבור|به|گیرنده|Do|Adresat|An|À|Para|Кому",
        "copy": "Cc|Bilgi|עותק|העתק|رونوشت|DW|Kopia|Reply-To",
        "subject": "Subject|Konu|נושא|הנדון|موضوع|عنوان|Temat|Betreff|Objet|Asunto|Тема",
    }.items()
    for name in names.split("|")
}
_FIELD = re.compile(r"\s*\*?([^\W\d_][^:*\n]{0,24}?)\*?\s?:\*?(?:\s|$)")

# A line that says who wrote when ends with one of these.
_WROTE = tuple(
    fold(ending)
    for ending in (
        *("wrote:", "writes:", "yazdı:", "yazmış:"),
        *("כתב:", "כתבה:", "כתב/ה:", "כתבו:", "כתב/ת:", "כתב.ה:", "כתב(ה):"),
        *("نوشت:", "نوشته است:", "نوشته:", "نوشتند:", "نوشته‌است:", "نوشته‌اند:"),
        *("napisał(a):", "napisał:", "napisała:", "napisał/a:", "napisał(-a):", "napisali:", "pisze:"),
        *("schrieb:", "a écrit :", "a écrit:", "escribió:", "escreveu:", "ha scritto:", "написал:"),
        *("написала:", "написал(а):", "пишет:", "пише:", "كتب:", "skrev:", "schreef:"),
    )
)
_APPLE_TURKISH = re.compile(r"\byazdi \([\d.:/ ]{8,30}\):$")
# Headers that name the writer last: the opening says what they are.
_WRITER_LAST = tuple(
    (fold(opening), fold(middle))
    for opening, middle in (
        ("בתאריך", "מאת"),
        ("נכתב על ידי", "ב־"),
        ("Wiadomość napisana przez", "w dniu"),
        ("Am", "schrieb"),
    )
)
_ROUNDCUBE_HEBREW = (fold(":כתב"), fold("בתאריך"))

# How such lines begin where they do not begin with a name.
_OPENINGS = re.compile(
    "|".join(
        fold(word)
        for word in (
            *(r"on\b", r"w dniu\b", r"dnia\b", "wiadomość napisana", r"בתאריך\b", r"ביום\b", r"ב[-־]?\d"),
            *(r"נכתב\b", r"در\b", r"روز\b", r"le\b", r"el\b", r"am\b", r"il\b", r"em\b", r"op\b"),
            *("pon", "wt", "śr", "czw", "pt", "pią", "sob", "ndz", "nie", r"\d{1,4}[./-]"),
        )
    )
)
_ADDRESS = re.compile(r"<[^<>]{0,100}@[^<>]{0,100}>|\[mailto:")
_TIME = re.compile(r"(?<!\d)\d{1,2}[:.]\d{2}(?!\d)")
_NUMERIC_DATE = re.compile(r"(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?!\d)")
_WORDED_DATE = re.compile(r"(?<!\d)\d{1,2}(?!\d)\D{2,30}(?<!\d)(?:1[34]|19|20)\d{2}(?!\d)")
_WORDED_DATE_AMERICAN = re.compile(r"[^\W\d_]{3,12}\.? \d{1,2}, (?:19|20)\d{2}(?!\d)")

_DEVICE_LINES = re.compile(
    "|".join(
        fold(start)
        for start in (
            *("sent from my", "sent from mail for", "get outlook for", "von meinem .{2,20} gesendet"),
            *(".{2,40}m[dt][ae]n gönderildi", "נשלח מה", "נשלח מ-"),
            *("ارسال شده از", "ارسال\u200cشده از", "wysłane z", "wysłano z"),
        )
    )
)


def split_reply(text: str) -> tuple[str, str]:
    """The reply in a plain-text mail, and the rest from the quote header on.

    The two are the whole mail but for blanks at the cut. Without a quote header all is reply. In a
    mail answered below the quotation the reply is what follows it; a forwarded mail without a word of
    its own has an empty reply.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    folded = [fold(_unquoted(line)) for line in lines]
    cut = next(_cuts(lines, folded), None)
    if cut is None:
        return text.strip(), ""
    reply, rest = "\n".join(lines[:cut]).strip(), "\n".join(lines[cut:]).strip()
    return (reply, rest) if reply else _answered_below(lines, cut)


def is_device_line(line: str) -> bool:
    """Whether a line is the one that telephones add, such as "Sent from my …"."""
    return bool(_DEVICE_LINES.match(fold(line)))


def _unquoted(line: str) -> str:
    return _QUOTE_MARKS.sub("", strip_controls(line[:_LONGEST_LINE]))


def _cuts(lines: Sequence[str], folded: Sequence[str]) -> Iterator[int]:
    """First lines of the histories found, from the top."""
    quoted_tail = _trailing_quotation(lines)
    for index, line in enumerate(folded):
        if not line:
            continue
        start = None
        if index >= quoted_tail or _is_frame(line) or _is_field_block(folded, index):
            start = index
        elif line.endswith(":") or line.endswith(_ROUNDCUBE_HEBREW[1]):
            start = _header_start(folded, index)
        if start is not None:
            yield _above(lines, start)


def _trailing_quotation(lines: Sequence[str]) -> int:
    """Where the quoted lines begin that end the mail; its length when it does not end quoted."""
    start = len(lines)
    while start and (lines[start - 1].lstrip().startswith(">") or not lines[start - 1].strip()):
        start -= 1
    return start if any(line.strip() for line in lines[start:]) else len(lines)


def _is_frame(line: str) -> bool:
    """-----Original Message----- in any of the languages."""
    if line.startswith(_FORWARD_OPENINGS):
        return True
    framed = _FRAMED.fullmatch(line)
    return framed is not None and framed[1].rstrip(":") in _ORIGINALS


def _is_field_block(folded: Sequence[str], index: int) -> bool:
    """A From line with, close by, a date and a recipient or subject: what Outlook quotes."""
    if _field(folded[index]) is None:
        return False
    kinds = {_field(line) for line in folded[index : index + _BLOCK_LINES]}
    return {"from", "date"} <= kinds and bool(kinds & {"to", "subject"})


def _field(line: str) -> str | None:
    found = _FIELD.match(line)
    return _FIELDS.get(found[1].strip()) if found else None


def _header_start(folded: Sequence[str], last: int) -> int | None:
    """The first line of the quote header that ends at line `last`, if one does."""
    for first in range(last, max(-1, last - _WRAPPED_OVER), -1):
        if not folded[first]:
            return None
        if _is_header(" ".join(folded[first : last + 1])):
            return _with_wrapped_start(folded, first, last)
    return None


def _is_header(line: str) -> bool:
    opening, ending = _ROUNDCUBE_HEBREW
    if line.startswith(opening) and line.endswith(ending):
        return _says_when(line)
    if line.endswith(_WROTE) or _APPLE_TURKISH.search(line):
        return _says_when(line) or bool(_ADDRESS.search(line))
    return line.endswith(":") and _says_when(line) and (_names_writer_last(line) or _is_signed(line))


def _names_writer_last(line: str) -> bool:
    return any(line.startswith(opening) and middle in line for opening, middle in _WRITER_LAST)


def _is_signed(line: str) -> bool:
    """A clock and an address on one line are a header in any language."""
    return bool(_TIME.search(line) and _ADDRESS.search(line))


def _says_when(line: str) -> bool:
    return bool(_NUMERIC_DATE.search(line) or _WORDED_DATE.search(line) or _WORDED_DATE_AMERICAN.search(line))


def _with_wrapped_start(folded: Sequence[str], first: int, last: int) -> int:
    """Take in the lines above that belong to a header wrapped before its name or its address."""
    while last - first + 1 < _WRAPPED_OVER and not _OPENINGS.match(folded[first]):
        above = folded[first - 1] if first else ""
        if not (_says_when(above) or _ADDRESS.search(above) or (above and _OPENINGS.match(above))):
            break
        first -= 1
    return first


def _above(lines: Sequence[str], start: int) -> int:
    """Move a cut up over what only decorates it: rules, blanks, and the line of a telephone."""
    while start:
        line = _unquoted(lines[start - 1]).strip()
        if line and not _RULE.fullmatch(line) and not is_device_line(line):
            break
        start -= 1
    return start


def _answered_below(lines: Sequence[str], cut: int) -> tuple[str, str]:
    """Reply and history of a mail that starts with its quotation."""
    quoted = [index for index, line in enumerate(lines) if line.lstrip().startswith(">")]
    end = quoted[-1] + 1 if quoted else len(lines)
    return "\n".join(lines[end:]).strip(), "\n".join(lines[:end]).strip()
