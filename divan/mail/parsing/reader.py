"""Reads a message from its bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import TypeVar

from divan.core.l10n.detection import language_of
from divan.core.l10n.languages import CODES
from divan.core.l10n.mail_text import split_reply
from divan.mail.parsing import headers
from divan.mail.parsing.address_lists import MOST_ADDRESSES
from divan.mail.parsing.automatic import automatic_kind
from divan.mail.parsing.bounces import bounce_of
from divan.mail.parsing.html_cleaning import clean
from divan.mail.parsing.html_limits import is_heavy
from divan.mail.parsing.html_quotes import Divided, may_quote, without_quotes
from divan.mail.parsing.html_text import to_text
from divan.mail.parsing.parsed import Address, ParsedMail
from divan.mail.parsing.parts import Contents, read_parts
from divan.mail.parsing.tree import Part, declared_charset, read_tree
from divan.mail.parsing.words import storable

LONGEST_TEXT = 900_000
LONGEST_MARKUP = 4_000_000
# RFC 5322 allows one field of each name; programs that split a long list are understood.
MOST_LISTS = 5
_REPORTS = frozenset({"bounce", "feedback-report"})
Result = TypeVar("Result")


def parse(raw: bytes, *, language: str | None = None) -> ParsedMail:
    """What the message says; `language` is that of the mailbox, for undeclared character sets.

    Never raises: what cannot be read is missing from the answer and named in `warnings`. Takes time linear in
    the size of the message.
    """
    try:
        return _read(raw, language)
    except Exception as failure:
        return ParsedMail(sender=None, warnings=(f"unreadable: {type(failure).__name__}",))


def _read(raw: bytes, language: str | None) -> ParsedMail:
    message, warnings = read_tree(raw)
    charset = declared_charset(message)
    contents = read_parts(message, language, charset)
    mail = _head(message, language or _language_for(message, contents.text), charset)
    contents.warnings[:0] = warnings
    text = _text(contents)
    markup = _storable(contents.markup)[:LONGEST_MARKUP]

    def attempt(what: str, step: Callable[[], Result], otherwise: Result) -> Result:
        """A judgement that fails costs itself only, never the words of the mail."""
        try:
            return step()
        except Exception as failure:
            contents.warnings.append(f"{what}: {type(failure).__name__}")
            return otherwise

    said = attempt("quotation", lambda: split_reply(text), (text, ""))
    divided = attempt("quoted markup", lambda: _divided(markup, contents, said[1]), Divided(markup, ""))
    reply, quoted = attempt("quotation", lambda: _reply(text, said, contents, divided), said)
    auto = attempt("kind of mail", lambda: automatic_kind(message, mail.sender, mail.subject, text), None)
    # Markup that shows what the text folds away would show it twice.
    own = "" if quoted and not divided.quoted else divided.own
    return replace(
        mail,
        text=text,
        html=attempt("markup", lambda: _storable(clean(own)), ""),
        markup=markup,
        reply_text=reply,
        quoted=quoted,
        attachments=tuple(contents.files),
        auto=auto,
        bounce=attempt("report", lambda: bounce_of(message, text) if auto in _REPORTS else None, None),
        warnings=tuple(dict.fromkeys(contents.warnings)),
    )


def _language_for(message: Part, text: str) -> str | None:
    """What the body is written in, for raw bytes in the header that are no UTF-8: few letters tell too little."""
    raw = "".join(value for _name, value in message.fields if not value.isascii())
    try:
        raw.encode("utf-8", "surrogateescape").decode()
    except UnicodeDecodeError:
        found = language_of(text)
        return found if found in CODES else None
    return None


def _head(message: Part, language: str | None, charset: str | None) -> ParsedMail:
    """What the header says. `charset` is the one that the parts declare, for raw bytes."""

    def people(name: str) -> tuple[Address, ...]:
        lists = (value for key, value in message.fields if key.lower() == name)
        found = (headers.read_addresses(value, language, charset) for value in islice(lists, MOST_LISTS))
        return tuple(dict.fromkeys(each for some in found for each in some))[:MOST_ADDRESSES]

    senders = headers.senders(message, language, charset)
    return ParsedMail(
        sender=next((each for each in senders if each.email), None),
        sender_name=senders[0].name if senders else "",
        to=people("to"),
        cc=people("cc"),
        reply_to=people("reply-to"),
        subject=headers.text_of(message.first("Subject"), language, charset),
        date=headers.moment(message.first("Date")),
        message_id=next(iter(headers.identifiers(message.first("Message-ID"))), ""),
        in_reply_to=next(iter(headers.identifiers(message.first("In-Reply-To"))), ""),
        references=headers.identifiers(message.first("References")),
    )


def _text(contents: Contents) -> str:
    """The plain part, or what the HTML part says."""
    text = _storable(contents.text)
    if len(text) > LONGEST_TEXT:
        contents.warnings.append("text cut")
    return text[:LONGEST_TEXT]


def _divided(markup: str, contents: Contents, quoted: str) -> Divided:
    """What is new in the markup, and the rest; nothing where the text has to do.

    Markup beside a text in which nothing is `quoted` is read only if it marks something as quoted itself.
    """
    if is_heavy(markup):
        contents.warnings.append("markup too heavy")
        return Divided("", "")
    if not quoted and contents.has_plain and not may_quote(markup):
        return Divided(markup, "")
    return without_quotes(markup)


def _reply(text: str, said: tuple[str, str], contents: Contents, divided: Divided) -> tuple[str, str]:
    """What is new in the text, and the rest. Text made of markup has lost the marks of quotation that it had."""
    if divided.quoted and not contents.has_plain:
        own, rest = to_text(divided.own), to_text(divided.quoted)
        # Markup that is broken enough says something else once it is cut.
        if own and _letters(own) + _letters(rest) >= _letters(text):
            return own, rest
    return said


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _storable(text: str) -> str:
    """Without what no database takes: NUL and lone surrogates."""
    return storable(text.replace("\x00", "")).replace("\r\n", "\n").replace("\r", "\n")
