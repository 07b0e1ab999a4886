"""What a report says about a letter that did not arrive: RFC 3464, and the habits of servers that do not know it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from divan.mail.parsing.failures import judge
from divan.mail.parsing.parsed import Bounce
from divan.mail.parsing.transfer import decode
from divan.mail.parsing.tree import MESSAGES, Part
from divan.mail.parsing.words import text_of

_LONGEST_TEXT = 20_000
_LONGEST_DIAGNOSTIC = 1_000
_MOST_RECIPIENTS = 100
_STATUS_PARTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_HEADER_PARTS = frozenset({"text/rfc822-headers", "message/global-headers", "message/feedback-report"})

# Below such a line the returned letter begins.
_RETURNED = re.compile(
    r"^(?:[-=_* ]{2,20}.{0,60}(?:copy|original message|returned message|unsent message|message header|bounced e-?mail).*"
    r"|included is a copy of.*|.{0,30}original message follows.*|\[?your original message.{0,20}"
    r"|(?:return-path|received): .*|bounced e-?mail:)$",
    re.IGNORECASE | re.MULTILINE,
)
_FIELD = re.compile(
    r"^(Final-Recipient|Original-Recipient|Action|Status|Diagnostic-Code):[ \t]*(.{1,500}(?:\n[ \t].{1,500}){0,5})",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_{|}~.-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
# RFC 6533: in fields of a report, where no words stand around it, an address may have letters of any alphabet.
_FIELD_ADDRESS = re.compile(r"[\w!#$%&'*+/=?^{|}~.-]{1,64}@\w(?:[\w.-]{0,250}\w)?")
_MESSAGE_ID = re.compile(r"^message-id:\s{0,20}(<[^<>\s]{3,900}>)", re.IGNORECASE | re.MULTILINE)
_TO = re.compile(r"^to:[ \t]{0,20}([^\n]{1,500})", re.IGNORECASE | re.MULTILINE)
# Addresses that reports name although they are nobody's.
_DAEMON = re.compile(r"(?:mailer-?daemon|postmaster|abuse|support|help|no-?reply)", re.IGNORECASE)


class _Fields(NamedTuple):
    """What a report says about one recipient."""

    action: str = ""
    status: str = ""
    recipient: str = ""
    diagnostic: str = ""

    @property
    def has_arrived(self) -> bool:
        return self.action in ("delivered", "relayed", "expanded") or self.status.startswith("2")


def bounce_of(message: Part, text: str) -> Bounce | None:
    """What became of the letter that this report is about; None where it says that the letter arrived.

    `text` is the body of the report. A complaint (RFC 5965) has no status. Never raises.
    """
    returned = _returned(message) or _inlined(text)
    if _is_complaint(message):
        return Bounce(False, "", _recipient("", message, "", returned), _identifier(returned))
    words = _RETURNED.split(text[:_LONGEST_TEXT], maxsplit=1)[0]
    found = list(_structured(message)) or _written(words)
    failed = [fields for fields in found if not fields.has_arrived]
    if found and not failed:
        return None
    fields = next((each for each in failed if each.action != "delayed"), failed[0] if failed else _Fields())
    verdict = judge(fields.status, fields.diagnostic, words, is_delayed=fields.action == "delayed")
    return Bounce(
        hard=verdict.hard,
        status=verdict.status,
        recipient=_recipient(fields.recipient, message, words, returned),
        message_id=_identifier(returned),
        diagnostic=(fields.diagnostic or verdict.words)[:_LONGEST_DIAGNOSTIC],
    )


def reports_delivery(message: Part) -> bool:
    """Whether one of its parts is a delivery status (RFC 3464), outside of any message that it carries."""
    return any(_type(part) in _STATUS_PARTS for part in parts_of(message))


def _is_complaint(message: Part) -> bool:
    return any(_type(part) == "message/feedback-report" for part in parts_of(message))


def parts_of(message: Part) -> Iterator[Part]:
    """The parts of the message itself, with it, but not those of a message that it carries."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        yield part
        if _type(part) not in MESSAGES and _type(part) not in _STATUS_PARTS:
            waiting.extend(reversed(part.children))


def _type(part: Part) -> str:
    return part.kind.value


def _structured(message: Part) -> Iterator[_Fields]:
    blocks = (block for part in parts_of(message) if _type(part) in _STATUS_PARTS for block in part.children)
    for number, block in enumerate(blocks):
        if number > _MOST_RECIPIENTS:
            return
        fields = _fields({name.lower(): text_of(str(value)) for name, value in block.fields})
        if fields.action or fields.status or fields.recipient:
            yield fields


def _written(words: str) -> list[_Fields]:
    """The same fields, written into the body of a report that is plain text."""
    fields = _fields({found[1].lower(): found[2] for found in _FIELD.finditer(words)})
    return [fields] if fields.recipient else []


def _fields(values: dict[str, str]) -> _Fields:
    named = (
        _address(values.get(name, ""), _FIELD_ADDRESS) for name in ("original-recipient", "final-recipient")
    )
    return _Fields(
        action=values.get("action", "").split("(")[0].strip().lower()[:20],
        status=values.get("status", "").strip().split(" ")[0][:12],
        recipient=next(filter(None, named), ""),
        diagnostic=_one_line(
            values.get("diagnostic-code", "").partition(";")[2] or values.get("diagnostic-code", "")
        ),
    )


def _recipient(named: str, message: Part, words: str, returned: str) -> str:
    """Whom the letter did not reach: as the report says, as its headers and words do, as the letter itself does."""
    if named:
        return named
    for name in ("X-Failed-Recipients", "X-HmXmrOriginalRecipient"):
        if found := _address(message.first(name)):
            return found
    ours = _address(message.first("To")).lower()
    others = (
        found for found in _ADDRESS.findall(words) if found.lower() != ours and not _DAEMON.match(found)
    )
    to = _TO.search(returned)
    return next(others, "") or _address(to[1] if to else "")


def _address(value: str, form: re.Pattern[str] = _ADDRESS) -> str:
    found = form.search(value[:_LONGEST_DIAGNOSTIC])
    return found[0] if found else ""


def _returned(message: Part) -> str:
    """The header of the returned letter, and the fields of a complaint."""
    found = []
    for part in parts_of(message):
        if _type(part) in MESSAGES:
            inner = part.children[0] if part.children else None
            pairs = inner.fields if inner else ()
            found.append("\n".join(f"{name}: {_one_line(str(value))}" for name, value in pairs))
        elif _type(part) in _HEADER_PARTS:
            data, _warning = decode(part.body[:_LONGEST_TEXT], part.encoding)
            found.append(data.decode("utf-8", "replace").replace("\r\n", "\n"))
    return "\n".join(found)


def _inlined(text: str) -> str:
    """The returned letter below the words of the report."""
    start = _RETURNED.search(text[:_LONGEST_TEXT])
    return text[start.start() : start.start() + _LONGEST_TEXT] if start else text[:_LONGEST_TEXT]


def _identifier(returned: str) -> str:
    found = _MESSAGE_ID.search(returned)
    return found[1].encode("utf-8", "replace").decode() if found else ""


def _one_line(value: str) -> str:
    return " ".join(value.encode("utf-8", "replace").decode().split())
