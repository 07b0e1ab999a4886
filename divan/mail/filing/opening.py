"""New tickets out of mail."""

from __future__ import annotations

from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.conversations.models import Channel, Message
from divan.core.actors import SYSTEM
from divan.core.l10n.direction import strip_controls
from divan.core.prepared import Prepared
from divan.mail.filing.circle import circle_of, copy_others_in
from divan.mail.filing.drafts import draft_of, key_of
from divan.mail.filing.newcomers import somebody_new
from divan.mail.filing.outcomes import Case, Outcome
from divan.mail.threads import belongs
from divan.tickets import actions
from divan.tickets.actions import NewTicket
from divan.tickets.guests import as_guest
from divan.tickets.models import Ticket

_first = Prepared(
    lambda conversation: (
        Message.objects.filter(conversation_id=conversation).only("id", "has_original").order_by("id")[:1]
    ),
    conversation=int,
)


def open_ticket(case: Case) -> Outcome:
    """A new ticket; the answer to a closed one follows it up, and what a stranger answers is linked for the desk."""
    person = case.person or somebody_new(case.mail, case.parsed, case.sender)
    actor = as_guest(person, None)
    before = _followed_up(case, person)
    is_verified = not case.is_forged and (case.is_proven or not person.is_staff)
    new = NewTicket(
        requester=person,
        group=before.group if before else case.mail.mailbox.group,
        subject=subject_of(case.parsed.subject),
        draft=draft_of(case.mail, case.parsed, actor, is_verified=is_verified),
        channel=Channel.EMAIL,
        submission_key=key_of(case.mail),
        follow_up_of=before,
    )
    ticket = actions.open_ticket(new, actor=actor)
    if related := _related(case, before):
        actions.link(ticket, related, actor=SYSTEM)
    if case.is_proven:
        copy_others_in(case, circle_of(case.parsed), person, ticket)
    return Outcome(ticket, first_message(ticket))


def subject_of(subject: str) -> str:
    """A subject as a ticket can have it."""
    return strip_controls(subject).strip() or _("Message without a subject")


def first_message(ticket: Ticket) -> Message | None:
    """What the ticket began with."""
    return _first.first(conversation=ticket.conversation_id)


def _related(case: Case, before: Ticket | None) -> Ticket | None:
    """The ticket that the message names, where its sender has no part in it."""
    return case.related or (case.place.ticket if case.place and before is None else None)


def _followed_up(case: Case, person: User) -> Ticket | None:
    """The closed ticket that the message answers, if its sender has anything to do with it."""
    ticket = case.place.ticket if case.place else None
    return ticket if ticket and belongs(person, ticket) else None
