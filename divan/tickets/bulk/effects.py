"""What can be done to many tickets at once. Slices above add their own effects, each an ordinary verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.core.actors import Actor, Right
from divan.core.registry import Registry
from divan.tickets import actions
from divan.tickets.access import STAFF_RIGHTS
from divan.tickets.bulk.forms import (
    AssigneeForm,
    BulkForm,
    CategoryForm,
    CloseForm,
    GroupForm,
    NothingToAsk,
    PriorityForm,
    SolveForm,
    TagsForm,
    group_of,
)
from divan.tickets.models import Ticket

# May return a sentence that the starter reads beside the ticket; whatever else it returns is not looked at.
Apply = Callable[[Ticket, Mapping[str, Any], Actor], object]


@dataclass(frozen=True, slots=True)
class Effect:
    """A verb for many tickets. `form` asks for what it needs and gives it as plain values (`BulkForm.values`),
    which are stored with the job; `apply` does it to one ticket as the actor, and may refuse.

    `verb` is what the gate is asked for; whoever may do it in no group is not offered the effect. One with
    `is_offered` False is started by other means.
    """

    text: str | Promise
    icon: str
    verb: str
    apply: Apply
    form: type[BulkForm] = NothingToAsk
    order: int = 50
    is_offered: bool = True

    @property
    def title(self) -> str:
        """The text as a heading and on the button that does it, without the dots of a menu."""
        return str(self.text).rstrip("…")


bulk_effects: Registry[Effect] = Registry("effects on many tickets")


def effects_for(actor: Actor) -> dict[str, Effect]:
    """What this actor is offered, in the order of the menu."""
    able = {
        slug: effect
        for slug, effect in bulk_effects.items()
        if effect.is_offered and _may_somewhere(actor, effect.verb)
    }
    return dict(sorted(able.items(), key=lambda entry: entry[1].order))


def _may_somewhere(actor: Actor, verb: str) -> bool:
    groups = actor.groups_with(max(STAFF_RIGHTS[verb], Right.SEE))
    return groups is None or bool(groups)


def _assign(ticket: Ticket, values: Mapping[str, Any], actor: Actor) -> object:
    chosen = values["assignee"]
    return actions.assign(ticket, actor.id if chosen == "me" else chosen, actor=actor)


def _move(ticket: Ticket, values: Mapping[str, Any], actor: Actor) -> object:
    return actions.move(ticket, group_of(values["group"]), actor=actor)


def _set_priority(ticket: Ticket, values: Mapping[str, Any], actor: Actor) -> object:
    return actions.set_priority(ticket, impact=values["impact"], urgency=values["urgency"], actor=actor)


def _categorise(ticket: Ticket, values: Mapping[str, Any], actor: Actor) -> object:
    return actions.categorise(ticket, values["category"], actor=actor)


def _tag(ticket: Ticket, values: Mapping[str, Any], actor: Actor) -> object:
    return actions.retag(ticket, add=values["add"], remove=values["remove"], actor=actor)


def _wait(ticket: Ticket, _values: Mapping[str, Any], actor: Actor) -> object:
    return actions.wait(ticket, actor=actor)


def _hold(ticket: Ticket, _values: Mapping[str, Any], actor: Actor) -> object:
    return actions.hold(ticket, actor=actor)


def _open(ticket: Ticket, _values: Mapping[str, Any], actor: Actor) -> object:
    return actions.open_again(ticket, actor=actor)


def _solve(ticket: Ticket, values: Mapping[str, Any], actor: Actor) -> object:
    return actions.solve(ticket, actor=actor, reason=values["reason"])


def _close(ticket: Ticket, values: Mapping[str, Any], actor: Actor) -> object:
    return actions.close(ticket, actor=actor, reason=values["reason"])


def register() -> None:
    """Called once, when the slice is ready."""
    for slug, effect in {
        "assign": Effect(_("Assign…"), "assign", "assign", _assign, AssigneeForm, 10),
        "tag": Effect(_("Tag…"), "tag", "tag", _tag, TagsForm, 20),
        "solve": Effect(pgettext_lazy("button", "Solve…"), "st-solved", "solve", _solve, SolveForm, 30),
        "close": Effect(pgettext_lazy("button", "Close…"), "st-closed", "close", _close, CloseForm, 40),
        "wait": Effect(_("Wait for the customer"), "st-pending", "wait", _wait, order=50),
        "hold": Effect(_("Put on hold"), "st-hold", "hold", _hold, order=60),
        "open": Effect(pgettext_lazy("set status", "Open"), "st-open", "open", _open, order=70),
        "move": Effect(_("Move to a group…"), "route", "move", _move, GroupForm, 80),
        "priority": Effect(
            _("Set the priority…"), "pr-high", "set_priority", _set_priority, PriorityForm, 90
        ),
        "category": Effect(_("Set the category…"), "list", "categorise", _categorise, CategoryForm, 100),
    }.items():
        bulk_effects.add(slug, effect)


__all__ = ["BulkForm", "Effect", "bulk_effects", "effects_for", "register"]
