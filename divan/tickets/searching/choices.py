"""Fields with a fixed list of values: status, type, priority, channel, is and has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from divan.conversations.models import Attachment, Channel, Message, Visibility
from divan.core.actors import Right
from divan.tickets.models import OPEN_STATUSES, Priority, ReadMark, Status, Type
from divan.tickets.searching.meaning import Meaning, Reading, none_of
from divan.tickets.searching.vocabulary import Vocabulary

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
CHANNELS = Vocabulary(dict(Channel.choices), {"mail": Channel.EMAIL, "web": Channel.FORM})
STATES = Vocabulary(
    {
        "open": pgettext_lazy("search value", "open"),
        "closed": pgettext_lazy("search value", "closed"),
        "unanswered": pgettext_lazy("search value", "unanswered"),
        "unassigned": pgettext_lazy("search value", "unassigned"),
        "unread": pgettext_lazy("search value", "unread"),
        "waiting": pgettext_lazy("search value", "waiting"),
    }
)
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


def channel(value: str, _reading: Reading) -> Meaning:
    """The channel by which the ticket came."""
    return Meaning(Q(channel=_key(CHANNELS, value)))


def state(value: str, reading: Reading) -> Meaning:
    """What can be said of a ticket in one word after "is:"."""
    key = _key(STATES, value)
    return Meaning(_STATES[key](reading), is_for_desk=key == "unassigned")


def content(value: str, reading: Reading) -> Meaning:
    """What a ticket has in it."""
    messages = Message.objects.filter(conversation_id=OuterRef("conversation_id")).order_by()
    if _key(CONTENTS, value) == "note":
        return Meaning(Q(Exists(messages.filter(visibility=Visibility.INTERNAL))), is_for_desk=True)
    files = Attachment.objects.filter(
        message__conversation_id=OuterRef("conversation_id"), is_inline=False
    ).order_by()
    groups = reading.actor.groups_with(Right.SEE)
    if groups is None:
        return Meaning(Q(Exists(files)))
    public = Exists(files.filter(message__visibility=Visibility.PUBLIC))
    return Meaning(Q(public) | Q(Exists(files), group_id__in=groups))


def _key(vocabulary: Vocabulary, value: str) -> str:
    key = vocabulary.find(value)
    if key is None:
        raise none_of(value, vocabulary.shown())
    return key


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
}
