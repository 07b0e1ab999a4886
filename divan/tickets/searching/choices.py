"""Fields with a fixed list of values: status, type, priority, channel, is and has; and how often it was reopened."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from divan.conversations.models import Attachment, Channel, Message, Visibility
from divan.core import clock
from divan.core.l10n.numbers import ascii_digits
from divan.tickets import access
from divan.tickets.models import OPEN_STATUSES, Priority, ReadMark, Status, Type
from divan.tickets.searching.meaning import Meaning, Reading, Unclear, none_of
from divan.tickets.searching.vocabulary import Vocabulary

REOPENED_OFTEN = 3
OPEN_FOR_LONG = timedelta(days=30)

_COMPARED = re.compile(r"(?a:(>=|<=|>|<|=|)(\d{1,4}))")
_LOOKUPS = {">=": "__gte", "<=": "__lte", ">": "__gt", "<": "__lt", "=": "", "": ""}
_UNSOLVED, _FINISHED = "unsolved", "finished"

STATUSES = Vocabulary(
    {
        **dict(Status.choices),
        _UNSOLVED: pgettext_lazy("search value", "unsolved"),
        _FINISHED: pgettext_lazy("search value", "finished"),
    },
    {"hold": Status.ON_HOLD, "waiting": Status.PENDING},
)
TYPES = Vocabulary(dict(Type.choices))
PRIORITIES = Vocabulary(dict(Priority.choices))
TIERS = Vocabulary({"1": "1", "2": "2", "3": "3"})
CHANNELS = Vocabulary(dict(Channel.choices), {"mail": Channel.EMAIL, "web": Channel.FORM})
STATES = Vocabulary(
    {
        "open": pgettext_lazy("search value", "open"),
        "closed": pgettext_lazy("search value", "closed"),
        "unanswered": pgettext_lazy("search value", "unanswered"),
        "unassigned": pgettext_lazy("search value", "unassigned"),
        "unread": pgettext_lazy("search value", "unread"),
        "waiting": pgettext_lazy("search value", "waiting"),
        "snoozed": pgettext_lazy("search value", "snoozed"),
        "chronic": pgettext_lazy("search value", "chronic"),
    }
)
# Only the desk knows these of a ticket.
_OF_THE_DESK = ("unassigned", "snoozed", "chronic")
CONTENTS = Vocabulary(
    {
        "attachment": pgettext_lazy("search value", "attachment"),
        "note": pgettext_lazy("search value", "note"),
    },
    {"attachments": "attachment", "file": "attachment", "files": "attachment", "notes": "note"},
)


def status(value: str, _reading: Reading) -> Meaning:
    """One status, or a family of them: not solved yet, or solved and closed."""
    key = _key(STATUSES, value)
    if key in (_UNSOLVED, _FINISHED):
        return Meaning(Q(is_open=key == _UNSOLVED))
    # The second condition is implied by the first; it lets the databases take the index of open tickets.
    return Meaning(Q(status=key, is_open=key in OPEN_STATUSES))


def type_of_ticket(value: str, _reading: Reading) -> Meaning:
    return Meaning(Q(type=_key(TYPES, value)))


def priority(value: str, _reading: Reading) -> Meaning:
    return Meaning(Q(priority=_key(PRIORITIES, value)))


def tier(value: str, _reading: Reading) -> Meaning:
    """How far the ticket was escalated."""
    return Meaning(Q(tier=int(_key(TIERS, ascii_digits(value)))))


def channel(value: str, _reading: Reading) -> Meaning:
    """The channel by which the ticket came."""
    return Meaning(Q(channel=_key(CHANNELS, value)))


def state(value: str, reading: Reading) -> Meaning:
    """What can be said of a ticket in one word after "is:"."""
    key = _key(STATES, value)
    return Meaning(_STATES[key](reading), is_for_desk=key in _OF_THE_DESK)


def content(value: str, reading: Reading) -> Meaning:
    """What a ticket has in it."""
    messages = Message.objects.filter(conversation_id=OuterRef("conversation_id")).order_by()
    if _key(CONTENTS, value) == "note":
        return Meaning(Q(Exists(messages.filter(visibility=Visibility.INTERNAL))), is_for_desk=True)
    files = Attachment.objects.filter(
        message__conversation_id=OuterRef("conversation_id"), is_inline=False
    ).order_by()
    at_desk = access.at_desk(reading.actor)
    if at_desk is None:
        return Meaning(Q(Exists(files)))
    public = Exists(files.filter(message__visibility=Visibility.PUBLIC))
    return Meaning(Q(public) | Q(Exists(files)) & at_desk)


def _key(vocabulary: Vocabulary, value: str) -> str:
    key = vocabulary.find(value)
    if key is None:
        raise none_of(value, vocabulary.shown())
    return key


def reopened(value: str, _reading: Reading) -> Meaning:
    """How often it was opened again: 3, >=3, >2, <2 or <=1."""
    found = _COMPARED.fullmatch(ascii_digits(value).replace("≥", ">=").replace("≤", "<="))
    if found is None:
        raise Unclear(_("“%(value)s” is no number of times. You can write: 2, >=3, <2") % {"value": value})
    return Meaning(Q(**{f"reopened_count{_LOOKUPS[found[1]]}": int(found[2])}))


def _chronic(_reading: Reading) -> Q:
    """What does not get done: opened again and again, or open for very long (T19)."""
    long_ago = clock.now() - OPEN_FOR_LONG
    return Q(reopened_count__gte=REOPENED_OFTEN) | Q(is_open=True, created_at__lt=long_ago)


def _unread(reading: Reading) -> Q:
    """The customer wrote after the reader last looked."""
    seen = ReadMark.objects.filter(
        user_id=reading.actor.person_id,
        ticket_id=OuterRef("pk"),
        seen_at__gte=OuterRef("last_customer_message_at"),
    )
    return Q(~Exists(seen), last_customer_message_at__isnull=False)


_STATES: Mapping[str, Callable[[Reading], Q]] = {
    "open": lambda _reading: Q(is_open=True),
    "closed": lambda _reading: Q(is_open=False),
    "unanswered": lambda _reading: Q(is_open=True, waiting_since__isnull=False),
    "unassigned": lambda _reading: Q(assignee__isnull=True),
    "unread": _unread,
    "waiting": lambda _reading: Q(is_open=True, status=Status.PENDING),
    "snoozed": lambda _reading: Q(is_open=True, snoozed_until__isnull=False),
    "chronic": _chronic,
}
