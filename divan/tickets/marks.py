"""The marks that stand for a status, a priority or a channel, and their names in the reader's language."""

from __future__ import annotations

from typing import Any

from divan.conversations.models import Channel, Delivery
from divan.tickets.models import CloseReason, Impact, Priority, Status, Type, Urgency

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
        "reasons": _words(CloseReason),
    }


def _words(choices: Any) -> dict[str, str]:
    return {member.value: str(member.label) for member in choices}
