"""Fields that name somebody: from, to, requester, assignee and organisation."""

from __future__ import annotations

import re
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from divan.accounts.models import Organization, User
from divan.accounts.models.users import clean_address
from divan.conversations.models import Message, Visibility
from divan.search.queries import Query, find
from divan.tickets.hooks import correspondence
from divan.tickets.models import Follower, Participant, Ticket
from divan.tickets.searching.meaning import Meaning, Reading, Unclear
from divan.tickets.searching.vocabulary import Vocabulary

MOST = 20
"""So many people or organisations may go by one name."""

ME = Vocabulary({"me": pgettext_lazy("search value", "me")})
ME_OR_NONE = Vocabulary(
    {"me": pgettext_lazy("search value", "me"), "none": pgettext_lazy("search value", "none")},
    {"nobody": "none"},
)
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
NOTHING = Q(pk__in=[])


def author(value: str, reading: Reading) -> Meaning:
    """Tickets that somebody asked, or in which they wrote from the customer's side."""
    people = people_called(value, reading)
    if not people:
        return Meaning(NOTHING)
    asked = Ticket.objects.filter(requester_id__in=people).order_by().values("pk")
    words = Message.objects.filter(
        conversation_id=OuterRef("ticket__conversation_id"),
        author_id=OuterRef("user_id"),
        visibility=Visibility.PUBLIC,
    )
    answered = Participant.objects.filter(Exists(words.order_by()), user_id__in=people).values("ticket_id")
    return Meaning(Q(pk__in=asked.union(answered)), _facet("p", people))


def requester(value: str, reading: Reading) -> Meaning:
    people = people_called(value, reading)
    return Meaning(Q(requester_id__in=people), _facet("p", people))


def assignee(value: str, reading: Reading) -> Meaning:
    if ME_OR_NONE.exactly(value) == "none":
        return Meaning(Q(assignee__isnull=True))
    people = people_called(value, reading, among=User.objects.filter(role__is_staff=True))
    return Meaning(Q(assignee_id__in=people), _facet("a", people))


def follower(value: str, reading: Reading) -> Meaning:
    """Tickets that somebody of the staff follows."""
    people = people_called(value, reading, among=User.objects.filter(role__is_staff=True))
    followed = Follower.objects.filter(user_id__in=people).values("ticket_id")
    return Meaning(Q(pk__in=followed), is_for_desk=True)


def organisation(value: str, reading: Reading) -> Meaning:
    """Organisations by name or mail domain."""
    hits = find(
        Query(value, is_typing=True), actor=reading.actor, kind=Organization.search_kind, limit=MOST
    ).hits
    if not hits:
        raise Unclear(_("No organisation is called “%(name)s”.") % {"name": value})
    found = [hit.object_id for hit in hits]
    return Meaning(Q(organization_id__in=found), _facet("o", found))


def addressee(value: str, reading: Reading) -> Meaning:
    """Tickets with mail to an address: that of a mailbox of ours, or of somebody whom we wrote to."""
    condition = _mail_to(value)
    if condition is None:
        people = User.objects.filter(pk__in=people_called(value, reading)).values_list("email", flat=True)
        condition = NOTHING
        for email in people:
            condition |= _mail_to(email) or NOTHING
    return Meaning(condition)


def _mail_to(address: str) -> Q | None:
    """What the slices that carry mail know of an address; None if that is nothing."""
    known = [found for ask in correspondence.values() if (found := ask(address)) is not None]
    condition = NOTHING
    for each in known:
        condition |= each
    return condition if known else None


def people_called(value: str, reading: Reading, among: QuerySet[Any] | None = None) -> list[int]:
    """Ids of those who are meant: oneself, the owner of an address, or people of that name whom one may know.

    An address that nobody has only finds nothing: an answer would tell who has an account.
    """
    if ME.exactly(value):
        return [reading.actor.person_id]
    is_address = _ADDRESS.fullmatch(value)
    if is_address and (owner := User.objects.filter(email=clean_address(value)).values_list("pk", flat=True)):
        return list(owner)
    named = Query(value, is_typing=True)
    hits = find(named, actor=reading.actor, kind=User.search_kind, among=among, limit=MOST).hits
    if not hits and not is_address:
        raise Unclear(
            _("Nobody here is called “%(name)s”. You can also write an e-mail address.") % {"name": value}
        )
    return [hit.object_id for hit in hits]


def _facet(letter: str, ids: list[int]) -> str:
    """A facet says one thing only; of several people the condition speaks alone."""
    return f"{letter}{ids[0]}" if len(ids) == 1 else ""
