"""The marks that stand for a status, a priority or a channel, and their names in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from divan.conversations.models import Channel, Delivery
from divan.core import clock
from divan.tickets.models import Impact, Priority, Status, Type, Urgency
from divan.ui.icons import icon

STATUS_ICONS = {
    Status.NEW: "st-new",
    Status.OPEN: "st-open",
    Status.PENDING: "st-pending",
    Status.ON_HOLD: "st-hold",
    Status.SOLVED: "st-solved",
    Status.CLOSED: "st-closed",
}
PRIORITY_ICONS = {priority: f"pr-{priority}" for priority in Priority}
CHANNEL_ICONS = {
    Channel.FORM: "form",
    Channel.EMAIL: "mail",
    Channel.PORTAL: "globe",
    Channel.DESK: "reply",
    Channel.CHAT: "chats",
    Channel.PHONE: "phone",
    Channel.API: "code",
}
DELIVERY_ICONS = {
    Delivery.QUEUED: "clock",
    Delivery.DELAYED: "clock",
    Delivery.SENT: "check",
    Delivery.FAILED: "alert",
    Delivery.BOUNCED: "alert",
}


def marks() -> dict[str, Any]:
    """Icons and words for templates: `statuses.open` and `status_icons.open`, and so on.

    The words are looked up once for a page, not once for each of fifty rows.
    """
    return {
        "status_icons": STATUS_ICONS,
        "priority_icons": PRIORITY_ICONS,
        "channel_icons": CHANNEL_ICONS,
        "delivery_icons": DELIVERY_ICONS,
        "statuses": _words(Status),
        "priorities": _words(Priority),
        "channels": _words(Channel),
        "deliveries": _words(Delivery),
        "types": _words(Type),
        "urgencies": _words(Urgency),
        "impacts": _words(Impact),
        "promise_tone": promise_tone,
    }


def type_words() -> dict[str, str]:
    """The names of the types of tickets in the reader's language."""
    return _words(Type)


def promise_tone(day: date) -> str | None:
    """How pressing a promised day is in the reader's zone: "danger" once it has passed, "wait" today and tomorrow."""
    left = (day - timezone.localdate(clock.now())).days
    return "danger" if left < 0 else "wait" if left <= 1 else None


def row_marks() -> dict[str, Any]:
    """The same as finished icons with their names, made once for all rows of a list."""
    return {
        "status_marks": _named_icons(STATUS_ICONS, _words(Status)),
        "priority_marks": _named_icons(PRIORITY_ICONS, _words(Priority)),
        "channel_marks": _named_icons(CHANNEL_ICONS, _words(Channel)),
        "promise_tone": promise_tone,
    }


def _named_icons(icons: Mapping[Any, str], words: Mapping[str, str]) -> dict[str, SafeString]:
    return {member.value: icon(name, label=words[member.value]) for member, name in icons.items()}


def _words(choices: Any) -> dict[str, str]:
    return {member.value: str(member.label) for member in choices}
