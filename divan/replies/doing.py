"""The steps of a macro on one ticket: each by the ordinary verb, in an order in which none stands in another's way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.accounts.models import Group, User
from divan.conversations.actions import Draft
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.labels import label
from divan.replies.steps import Become, Steps
from divan.replies.variables import Filled
from divan.tickets import actions
from divan.tickets.models import CloseReason, Impact, Status, Ticket, Type, Urgency
from divan.tickets.queries.tags import tags_of
from divan.ui.formats import datetime

Read = Callable[[Ticket], str]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: what it changes, how that reads before and after, and the verb."""

    title: str
    read: Read
    do: Callable[[Ticket], object]


def steps_on(steps: Steps, note: Filled | None, *, actor: Actor, key: str) -> Iterator[Step]:
    """What is done at once. What the reply leads to happens when it is sent, and is not among it.

    The group comes last but for the assignee, so that everything else is done with the rights of now.
    """
    if note is not None:
        draft = Draft(text=note.text, client_key=f"macro-{key}"[:64] if key else None)
        yield Step(_("Note"), lambda _ticket: "", lambda ticket: actions.note(ticket, draft, actor=actor))
    yield from _sorting(steps, actor)
    if steps.status and not steps.has_reply:
        yield Step(
            _("Status"),
            lambda ticket: str(Status(ticket.status).label),
            lambda ticket: _become(ticket, steps, actor),
        )
    if days := steps.snooze_days:
        until = clock.now() + timedelta(days=days)
        yield Step(
            pgettext("ticket", "Snoozed until"),
            lambda ticket: str(datetime(ticket.snoozed_until)) if ticket.snoozed_until else "",
            lambda ticket: actions.snooze(ticket, until, actor=actor),
        )
    yield from _owning(steps, actor)


def _sorting(steps: Steps, actor: Actor) -> Iterator[Step]:
    if steps.type:
        yield Step(
            _("Type"),
            lambda ticket: str(Type(ticket.type).label),
            lambda ticket: actions.set_type(ticket, steps.type, actor=actor),
        )
    if steps.category:
        yield Step(
            _("Category"),
            lambda ticket: str(ticket.category or ""),
            lambda ticket: actions.categorise(ticket, steps.category, actor=actor),
        )
    if steps.impact:
        yield Step(
            _("Impact and urgency"),
            lambda ticket: f"{Impact(ticket.impact).label} · {Urgency(ticket.urgency).label}",
            lambda ticket: actions.set_priority(
                ticket, impact=steps.impact, urgency=steps.urgency, actor=actor
            ),
        )
    if steps.tags_added or steps.tags_removed:
        yield Step(
            _("Tags"),
            lambda ticket: " · ".join(tags_of([ticket.pk]).get(ticket.pk, [])),
            lambda ticket: actions.retag(
                ticket, add=steps.tags_added, remove=steps.tags_removed, actor=actor
            ),
        )


def _owning(steps: Steps, actor: Actor) -> Iterator[Step]:
    if group := steps.group:
        yield Step(
            _("Group"),
            lambda ticket: label(ticket.group.names),
            lambda ticket: actions.move(ticket, _group(group), actor=actor),
        )
    if steps.assignee:
        wanted = {"me": actor.id, "nobody": None}
        chosen = wanted[steps.assignee] if steps.assignee in wanted else int(steps.assignee)
        yield Step(
            _("Assignee"),
            lambda ticket: str(ticket.assignee or _("Nobody")),
            lambda ticket: actions.assign(ticket, _person(chosen), actor=actor),
        )


def _become(ticket: Ticket, steps: Steps, actor: Actor) -> Ticket:
    match steps.status:
        case Become.WAIT:
            return actions.wait(ticket, actor=actor)
        case Become.HOLD:
            return actions.hold(ticket, actor=actor)
        case Become.SOLVE:
            return actions.solve(ticket, actor=actor, reason=steps.reason or CloseReason.RESOLVED)
        case Become.CLOSE:
            return actions.close(ticket, actor=actor, reason=steps.reason)
        case _:
            return actions.open_again(ticket, actor=actor)


def _group(group_id: int) -> Group:
    found = Group.objects.filter(pk=group_id).first()
    if found is None:
        raise Refused(_("This group is no longer in use."), field="group")
    return found


def _person(person_id: int | None) -> int | None:
    if person_id is not None and not User.objects.filter(pk=person_id, is_active=True).exists():
        raise Refused(_("This person may not answer tickets of this group."), field="assignee")
    return person_id
