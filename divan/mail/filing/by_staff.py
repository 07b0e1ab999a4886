"""What somebody of the staff sends by mail: answers to our notifications, and mails of customers passed on.

Nobody acts with the rights of a colleague unless the colleague's domain vouches for the message. Then the gate
is the one of the desk. Commands in subjects and headers do not exist.
"""

from __future__ import annotations

from dataclasses import replace

from divan.accounts.identity import actor_of
from divan.accounts.models import User
from divan.conversations.actions import Draft
from divan.conversations.models import Channel, Message
from divan.core.actors import Actor, Right
from divan.mail.filing import writing
from divan.mail.filing.drafts import draft_of, key_of
from divan.mail.filing.newcomers import somebody_new
from divan.mail.filing.opening import first_message, subject_of
from divan.mail.filing.outcomes import Case, Outcome
from divan.mail.mailboxes import is_ours
from divan.mail.parsing.forwarded import Forwarded, forwarded_in
from divan.mail.threads import Place
from divan.tickets import actions
from divan.tickets.access import may
from divan.tickets.actions import NeedsReview, NewTicket, UnreadableArticle
from divan.tickets.models import Ticket


def write(case: Case, person: User, place: Place) -> Outcome:
    """A message of a colleague on a ticket: the answer to the customer if they answered our mail.

    What they wrote without our mail, what their program wrote, and what they may not say in public is a note.
    """
    actor = actor_of(person)
    if not case.is_proven or not may(actor, "note", place.ticket):
        return writing.note_for_desk(case, place.ticket)
    # It was sent to us; whom the answer goes to is decided as at the desk.
    draft = replace(draft_of(case.mail, case.parsed, actor, is_verified=True), recipients=())
    is_alive = place.ticket.merged_into_id is None
    is_answer = (
        place.is_signed and is_alive and case.parsed.auto is None and may(actor, "reply", place.ticket)
    )
    message = _written(place.ticket, draft, actor, is_answer=is_answer)
    return Outcome(place.ticket, message, is_signed=place.is_signed, is_whole=False)


def _written(ticket: Ticket, draft: Draft, actor: Actor, *, is_answer: bool) -> Message | None:
    """The answer; a note if it shows the customer an article that is not for them.

    Of an author whose answers are reviewed it waits for that, and there is no message yet.
    """
    if is_answer:
        try:
            return actions.reply(ticket, draft, actor=actor, channel=Channel.EMAIL)
        except NeedsReview:
            actions.hold_reply(ticket, draft, actor=actor)
            return None
        except UnreadableArticle:
            pass
    return actions.note(ticket, draft, actor=actor, channel=Channel.EMAIL)


def open_forwarded(case: Case) -> Outcome | None:
    """A ticket for the customer whose mail a colleague forwarded to us; None if this is no such mail."""
    person = case.person
    if person is None or not person.is_staff or not case.is_proven or case.parsed.auto:
        return None
    actor = actor_of(person)
    if actor.right_in(case.mail.mailbox.group_id) < Right.REPLY:
        return None
    found = forwarded_in(case.parsed)
    if found is None or is_ours(found.sender.email):
        return None
    customer = somebody_new(case.mail, found.as_mail(), found.sender)
    if customer.is_staff or not customer.is_active:
        return None
    ticket = _open_for(customer, found, case, actor)
    return Outcome(ticket, first_message(ticket), is_whole=False)


def _open_for(customer: User, found: Forwarded, case: Case, actor: Actor) -> Ticket:
    """The customer's words open the ticket; those of the colleague above them become a note."""
    draft = draft_of(case.mail, found.as_mail(), actor, is_verified=False)
    theirs = replace(draft, author_id=customer.pk, author_name=customer.name or customer.email)
    new = NewTicket(
        requester=customer,
        group=case.mail.mailbox.group,
        subject=subject_of(found.subject or case.parsed.subject),
        draft=theirs,
        channel=Channel.EMAIL,
        submission_key=key_of(case.mail),
    )
    ticket = actions.open_ticket(new, actor=actor)
    if found.above:
        words = Draft(text=found.above, client_key=f"{key_of(case.mail)[:60]}:n")
        actions.note(ticket, words, actor=actor, channel=Channel.EMAIL)
    return ticket
