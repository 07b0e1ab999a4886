"""Takes personal data out of what people wrote and leaves marks in its place.

What is found: the names of known people and organisations in the forms of five languages, addresses, links, numbers
of tickets, telephones, accounts, cards and identity papers, and every number of six digits or more. What is not:
names of people nobody told us of, or written in another alphabet than the one we know, and places and dates in words.
So an author reads the text before it is published.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils import translation
from django.utils.translation import pgettext

from divan.core.l10n.direction import strip_controls
from divan.core.l10n.mail_text.replies import split_reply
from divan.tickets.personal.names import WORD, Names, local_names

# While a text is worked on, each mark is one character for private use, so that no rule reads another one's mark.
_NAME, _COMPANY, _MAIL, _LINK, _TICKET, _PHONE, _ACCOUNT, _NUMBER = map(chr, range(0xE000, 0xE008))
_WORDS: dict[str, Callable[[], str]] = {
    _NAME: lambda: pgettext("in place of personal data", "name"),
    _COMPANY: lambda: pgettext("in place of personal data", "organisation"),
    _MAIL: lambda: pgettext("in place of personal data", "e-mail address"),
    _LINK: lambda: pgettext("in place of personal data", "link"),
    _TICKET: lambda: pgettext("in place of personal data", "ticket number"),
    _PHONE: lambda: pgettext("in place of personal data", "phone number"),
    _ACCOUNT: lambda: pgettext("in place of personal data", "account number"),
    _NUMBER: lambda: pgettext("in place of personal data", "number"),
}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_ADDRESS = re.compile(r"[^\s<>()\[\]\"“”«»,;]+[@＠][^\s<>()\[\]\"“”«»,;]+")
_URL = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>\"“”«»]+", re.IGNORECASE)
# ISO 13616: a country, two check digits and up to thirty letters and digits, often in groups of four.
_IBAN = re.compile(
    r"\b[A-Za-z]{2}\d{2}(?:[ \u00a0]?[A-Za-z0-9\u0660-\u0669\u06f0-\u06f9]{4}){2,7}(?:[ \u00a0]?\w{1,3})?\b"
)
_GAP = r"[ \t\u00a0./()\-\u2010-\u2015]{0,2}"
_LONG = re.compile(rf"(?<!\w)[+(]?\d(?:{_GAP}\d){{5,}}(?!\w)")
_MIXED = re.compile(r"\b(?!0[xX])(?=(?:\w*?\d){6})\w+\b")
_RANDOM = re.compile(r"(?=[^/]*\d)(?=[^/]*[A-Za-z])[\w-]{16,}|[\w-]{24,}|\d{5,}")
_SEVERAL_NAMES = re.compile(f"{_NAME}(?:[ \u00a0\u200c.-]{{1,2}}{_NAME})+")
_SIGN_OFF_WORDS = 4


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a text may name: names and addresses of people, names of organisations, and the number of the ticket.

    `host` is our own: links to it are kept where they hold no secret.
    """

    names: Iterable[str]
    addresses: Iterable[str]
    organizations: Iterable[str]
    number: str
    host: str


def without_people(text: str, known: Known, language: str, *, keeps_links: bool = False) -> str:
    """The text without quotations, signatures and personal data, with marks in words of `language`.

    With `keeps_links`, for what staff wrote, links to other sites stay too, without their parameters.
    """
    own = strip_controls(_PRIVATE.sub("", split_reply(text)[0]))
    marked = _ADDRESS.sub(_MAIL, _URL.sub(lambda url: _link(url[0], known.host, keeps_links), own))
    marked = _IBAN.sub(_ACCOUNT, _ticket_numbers(known.number).sub(_TICKET, marked))
    marked = _MIXED.sub(_NUMBER, _LONG.sub(_long, marked))
    names = Names(
        frozenset({*known.names, *local_names(known.addresses)}),
        frozenset(known.organizations),
    )
    marked = _SEVERAL_NAMES.sub(_NAME, _without_names(marked, names))
    return _in_words(_without_greetings(marked), language)


def _link(url: str, host: str, keeps_links: bool) -> str:
    """The link without its parameters, or a mark."""
    end = len(url.rstrip(".,;:!?)]}'’"))
    url, rest = url[:end], url[end:]
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
    except ValueError:
        return _LINK + rest
    is_ours = parts.netloc == host
    is_plain = parts.scheme in ("http", "https") and not _RANDOM.search(parts.path) and "@" not in url
    if is_plain and (is_ours or keeps_links) and "%" not in parts.path:
        return f"{parts.scheme}://{parts.netloc}{parts.path}{rest}"
    return _LINK + rest


def _ticket_numbers(number: str) -> re.Pattern[str]:
    """This ticket's number in any digits, and others with the same letters before them."""
    start = number.rstrip("0123456789")
    own = "".join(_any_digit(character) for character in number)
    others = rf"{re.escape(start)}\d{{3,}}" if start else own
    return re.compile(rf"#?(?<![^\W_])(?:{own}|{others})(?!\w)", re.IGNORECASE)


def _any_digit(character: str) -> str:
    if not character.isdigit():
        return re.escape(character)
    value = int(character)
    return f"[{character}{chr(0x660 + value)}{chr(0x6F0 + value)}]"


def _long(found: re.Match[str]) -> str:
    digits = sum(character.isdigit() for character in found[0])
    starts = found[0].lstrip("(")[0]
    return _PHONE if (starts in "+0۰٠" and 7 <= digits <= 15) or 9 <= digits <= 12 else _NUMBER


def _without_names(text: str, names: Names) -> str:
    found = list(WORD.finditer(text))
    words = [word[0] for word in found]
    kept, last, place = [], 0, 0
    while place < len(found):
        company = names.company_at(words, place)
        count = company or int(names.is_person(words[place]))
        if count:
            kept += [text[last : found[place].start()], _COMPANY if company else _NAME]
            last = found[place + count - 1].end()
        place += count or 1
    return "".join([*kept, text[last:]])


def _without_greetings(text: str) -> str:
    """Without the line that greets somebody, and without the names and the good wishes at the end."""
    lines = text.strip().splitlines()
    if lines and _NAME in lines[0] and len(lines[0].split()) <= _SIGN_OFF_WORDS and len(lines) > 1:
        lines = lines[1:]
    while lines and not lines[-1].replace(_NAME, "").replace(_COMPANY, "").strip(" ,.-–—|"):
        lines.pop()
        if lines and len(lines[-1].split()) <= _SIGN_OFF_WORDS and lines[-1].rstrip().endswith((",", "،")):
            lines.pop()
    return "\n".join(lines).strip()


def _in_words(text: str, language: str) -> str:
    with translation.override(language):
        return text.translate({ord(mark): f"[{words()}]" for mark, words in _WORDS.items()})
