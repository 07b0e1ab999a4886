"""What side threads lend to the desk: the deed, the panel, the topic, and who is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import pgettext_lazy

from divan.consulting import threads_access
from divan.consulting.actions.threads import VERB
from divan.consulting.events.threads import (
    SideThreadOpened,
    SideThreadPeopleChanged,
    SideThreadWritten,
)
from divan.consulting.models.threads import SideThreadPerson
from divan.consulting.queries.threads import threads_beside
from divan.core.actors import Right
from divan.notifications.recipients import RULES
from divan.realtime.topics import topics
from divan.tickets.access import STAFF_RIGHTS
from divan.tickets.deeds import Deed, deeds
from divan.tickets.models import Event
from divan.ui.slots import Context, from_template, slots

_DEED = Deed(
    "open_side_thread",
    pgettext_lazy("button", "Private side thread…"),
    "whisper",
    VERB,
    order=16,
    only_open=False,
)


def lend() -> None:
    """Called once, when the application is ready."""
    STAFF_RIGHTS.add(VERB, Right.SEE)
    deeds.add(VERB, _DEED)
    topics.add(threads_access.FAMILY, threads_access.may_listen)
    slots.add("ticket.panels", from_template("consulting/threads/panel.html", load=_beside), order=12)
    slots.add("ticket.styles", from_template("consulting/threads/styles.html"))
    for kind, rule in {
        SideThreadOpened.kind: _named,
        SideThreadWritten.kind: _named,
        SideThreadPeopleChanged.kind: _joined,
    }.items():
        RULES.add(kind, rule)


def _beside(context: Context) -> Mapping[str, Any]:
    return {"threads": threads_beside(context["actor"], context["ticket"])}


def _named(event: Event) -> set[int]:
    """Everybody who is in the thread; who was taken out since is not told."""
    rows = SideThreadPerson.objects.filter(thread_id=event.payload["thread"])
    return set(rows.values_list("user_id", flat=True))


def _joined(event: Event) -> set[int]:
    return _named(event) & set(event.payload["joined"])
