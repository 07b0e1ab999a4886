"""Lists of addresses (RFC 5322 section 3.4), as they are written in the wild.

Names without quotation marks that hold commas, addresses inside names, groups, comments, routes, missing or
doubled brackets, semicolons between addresses: whoever a reader would see as sender is the sender.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from divan.core.l10n.direction import strip_controls
from divan.mail.parsing.parsed import Address
from divan.mail.parsing.words import ENCODED_WORD, plain, text_of

MOST_ADDRESSES = 100
_LONGEST_NAME = 200
_LONGEST_GROUP = 4_000
_LONG = 10_000

_LOCAL = r"(?:[^\s\x00-\x1f\x7f@<>\"(),:;\\\[\]]{1,64}|\"[^\"\\\x00-\x1f\x7f]{1,62}\")"
_ADDRESS = re.compile(_LOCAL + r"@(?:\[[0-9A-Za-z.:]{3,60}\]|[^\s\x00-\x1f\x7f@<>\"(),:;\\\[\]]{1,253})")
_TOKEN = re.compile(
    rf"(?P<word>{ENCODED_WORD.pattern})"
    r'|(?P<quoted>"(?:[^"\\]|\\.){0,500}")'
    r"|(?P<angle><{1,3}[^<>]{0,1000}>{1,3})"
    r"|(?P<mark>[(),;:<>\"])"
    r"|(?P<blank>\s+)"
    r"|(?P<atom>(?:[^\s(),;:<>\"=]|=(?!\?))+|=)",
    re.DOTALL,
)
_PAIR = re.compile(r"\\(.)", re.DOTALL)
_BRACKETS = re.compile(r"\[\s*\]|[<>]")
_ROUTE = re.compile(r"@[^:]{0,500}:")


@dataclass
class _Mailbox:
    """What has been read of one mailbox."""

    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    angle: str = ""
    has_angle: bool = False
    has_sign: bool = False

    @property
    def text(self) -> str:
        return "".join(self.words).strip()


def read_addresses(
    value: str, language: str | None = None, charset: str | None = None
) -> tuple[Address, ...]:
    """The addresses of a field in their order, at most `MOST_ADDRESSES`. Names are decoded.

    `language` and `charset` tell how to read raw bytes, as in `words.plain`.
    """
    return tuple(each for each in read_entries(value, language, charset) if each.email)


def read_entries(value: str, language: str | None = None, charset: str | None = None) -> tuple[Address, ...]:
    """As `read_addresses`; but where there is a name and no address at all: the name, with no address."""
    found: list[Address] = []
    lone_name = first_half = ""
    line = plain(value, language, charset)
    if len(line) > _LONG:
        # With escapes, a quotation mark that nobody closed would be looked for again and again.
        line = line.replace("\\", "")
    for mailbox in _mailboxes(line):
        address = _address(mailbox, language)
        if address.email:
            if first_half and mailbox.has_angle and address.name:
                # Nowak, Celina <c@example.com> without quotation marks
                address = Address(address.email, f"{first_half}, {address.name}"[:_LONGEST_NAME])
            found.append(address)
        else:
            lone_name = lone_name or address.name
        first_half = "" if address.email or mailbox.has_angle or '"' in mailbox.text else address.name
        if len(found) >= MOST_ADDRESSES:
            break
    return tuple(found) or ((Address("", lone_name),) if lone_name else ())


def _mailboxes(line: str) -> Iterator[_Mailbox]:
    """The entries between commas and semicolons."""
    mailbox, depth, comment = _Mailbox(), 0, 0
    for token in _TOKEN.finditer(line):
        text = token[0]
        if text == "(":
            comment = token.end() if not depth else comment
            depth += 1
        elif text == ")" and depth:
            depth -= 1
            if not depth:
                mailbox.comments.append(line[comment : token.start()])
        elif depth:
            continue
        elif text in ",;":
            yield mailbox
            mailbox = _Mailbox()
        elif text == ":" and not mailbox.has_sign and not mailbox.angle and _is_group(line, token.end()):
            mailbox = _Mailbox()
        elif token["angle"] and not mailbox.has_angle:
            mailbox.angle, mailbox.has_angle = text.strip("<> "), True
        elif mailbox.angle and mailbox.words:
            continue  # behind the address nobody's name stands
        else:
            mailbox.words.append(text)
            mailbox.has_sign = mailbox.has_sign or "@" in text
    yield mailbox


def _is_group(line: str, at: int) -> bool:
    """A colon opens a group where its semicolon follows, or where nothing more follows."""
    ahead = line[at : at + _LONGEST_GROUP]
    return ";" in ahead or not ahead.strip()


def _address(mailbox: _Mailbox, language: str | None) -> Address:
    """The entry as a person would read it."""
    name, email = mailbox.text, _cleaned(mailbox.angle)
    if not email:
        text = name if "@" in name else text_of(name, language)
        found = list(_ADDRESS.finditer(text))
        if found:
            # The last one: programs write the address behind the name, and names may hold another address.
            email, name = found[-1][0], text[: found[-1].start()] + " " + text[found[-1].end() :]
            name = _BRACKETS.sub(" ", name)
    name = _name(name, language) or next(
        (_name(each, language) for each in mailbox.comments if each.strip()), ""
    )
    return Address(strip_controls(email), name)


def _cleaned(angle: str) -> str:
    """The address between brackets, without a route (RFC 5322 section 4.4) and blanks; or nothing."""
    text = _ROUTE.sub("", angle, count=1) if angle.startswith("@") else angle
    text = text.removeprefix("mailto:").strip()
    if _ADDRESS.fullmatch(text):
        return text
    together = "".join(text.split())
    if _ADDRESS.fullmatch(together):
        return together
    found = _ADDRESS.search(text)
    return found[0] if found else ""


def _name(words: str, language: str | None) -> str:
    """A display name: quotation marks taken off, encoded words decoded."""
    text = words.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        text = _PAIR.sub(r"\1", text[1:-1])
    text = strip_controls(text_of(text, language)).strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].strip()
    return text[:_LONGEST_NAME]
