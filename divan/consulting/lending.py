"""What referrals, owners and experts lend to the desk: deeds, panel, view with its count, menu, notifications, undo."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.accounts.models import Membership
from divan.consulting import closing
from divan.consulting.actions import at_last_tier, restore_tier
from divan.consulting.events import (
    ReferralAnswered,
    ReferralReturned,
    ReferralTakenBack,
    TicketEscalated,
    TicketHandedOver,
    TicketReferred,
)
from divan.consulting.models import Referral
from divan.consulting.queries.experts import able_in, experts
from divan.consulting.queries.referrals import chain_of, referred_to
from divan.core.actors import Actor, Right
from divan.notifications.recipients import RULES, WEIGHTS
from divan.tickets.access import STAFF_RIGHTS
from divan.tickets.deeds import Deed, deeds
from divan.tickets.models import Event
from divan.tickets.queries.counts import Counted, counted
from divan.tickets.queries.lists import NEWEST, VIEWS, View
from divan.tickets.readers import readers
from divan.tickets.undoing.reversals import Reversal, reversals
from divan.ui.slots import Context, from_template, slots

_DEEDS = {
    "refer": Deed("refer_ticket", pgettext_lazy("button", "Ask a colleague…"), "help", "refer", "f", 10),
    "hand_over": Deed(
        "hand_over_ticket", pgettext_lazy("button", "Hand over…"), "route", "hand_over", "h", 12
    ),
    "escalate": Deed(
        "escalate_ticket",
        pgettext_lazy("button", "Escalate…"),
        "alert",
        "escalate",
        order=14,
        obstacle=at_last_tier,
    ),
    "answer_referral": Deed(
        "answer_referral",
        _("Answer the question"),
        "reply",
        "answer_referral",
        only_open=False,
        in_menu=False,
    ),
    "return_referral": Deed(
        "return_referral", _("Return the question"), "undo", "return_referral", only_open=False, in_menu=False
    ),
}
# Being asked gives the right to see; answering is a matter of who was asked, see `access.is_asked`.
_RIGHTS = {
    "refer": Right.SEE,
    "answer_referral": Right.SEE,
    "return_referral": Right.SEE,
    "take_back_referral": Right.SEE,
    "hand_over": Right.CHANGE,
    "escalate": Right.REPLY,
}
_REFERRED = """
    SELECT COUNT(*) FROM (
        SELECT r.ticket_id FROM consulting_referral r WHERE r.ended_at IS NULL AND r.person_id = %s
        UNION SELECT r.ticket_id FROM consulting_referral r WHERE r.ended_at IS NULL AND r.group_id IN (
            SELECT m.group_id FROM accounts_membership m WHERE m.user_id = %s AND m."right" > 0)
    ) asked
"""


def lend() -> None:
    """Called once, when the application is ready."""
    for name, deed in _DEEDS.items():
        deeds.add(name, deed)
    for verb, right in _RIGHTS.items():
        STAFF_RIGHTS.add(verb, right)
    VIEWS.add(
        "referred", View("referred", _("Referred to me"), lambda _all, actor: referred_to(actor), (NEWEST,))
    )
    counted.add("referred", Counted(_REFERRED, _reader_twice))
    readers.add("consulting", closing.READER)
    reversals.add(
        TicketEscalated.kind,
        Reversal(
            "tier",
            lambda ticket, payload: ticket.tier == payload["tier"],
            lambda ticket, payload, actor: restore_tier(ticket, payload["before_tier"], actor=actor),
        ),
    )
    slots.add("ticket.panels", from_template("consulting/referrals.html", load=_chain), order=10)
    slots.add("ticket.assignees", from_template("consulting/assignees.html", load=_experts))
    for kind, rule in {
        TicketReferred.kind: _holder,
        TicketHandedOver.kind: _holder,
        ReferralTakenBack.kind: _holder,
        ReferralAnswered.kind: _askers,
        ReferralReturned.kind: _askers,
    }.items():
        RULES.add(kind, rule)
        WEIGHTS.add(kind, 3)


def _reader_twice(actor: Actor) -> list[Any]:
    return [actor.person_id, actor.person_id]


def _chain(context: Context) -> Mapping[str, Any]:
    return {"chain": chain_of(context["actor"], context["ticket"])}


def _experts(context: Context) -> Mapping[str, Any]:
    ticket = context["ticket"]
    return {"experts": experts(context["actor"], ticket, among=able_in(ticket.group_id))}


def _holder(event: Event) -> set[int]:
    """The person whom it is about; of a group everybody who belongs to it now."""
    if event.payload.get("person"):
        return {event.payload["person"]}
    members = Membership.objects.filter(group_id=event.payload.get("group") or 0, right__gte=Right.SEE)
    return set(members.filter(user__is_active=True).values_list("user_id", flat=True))


def _askers(event: Event) -> set[int]:
    """Whoever asked, and those whose question was the reason: they wait for what it leads to."""
    found: set[int] = set()
    referral = Referral.objects.filter(pk=event.payload["referral"]).first()
    while referral is not None:
        found |= {referral.asked_by_id} if referral.asked_by_id else set()
        referral = Referral.objects.filter(pk=referral.parent_id).first() if referral.parent_id else None
    return found
