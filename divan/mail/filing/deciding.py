"""Which of the things that can become of a message becomes of this one."""

from __future__ import annotations

from dataclasses import replace

from divan.accounts.models import User
from divan.mail.automatic.arrivals import heard_from, note_arrivals
from divan.mail.automatic.caps import hears_too_much
from divan.mail.automatic.headers import bears_our_mark
from divan.mail.automatic.reports import Reported, mail_at, take
from divan.mail.filing import by_staff, opening, writing
from divan.mail.filing.copies import claim, filed_copy
from divan.mail.filing.outcomes import Case, Outcome
from divan.mail.intake import raw_bytes
from divan.mail.mailboxes import is_ours
from divan.mail.models import InboundMail
from divan.mail.parsing import Address, ParsedMail
from divan.mail.signing import ticket_of_message_id
from divan.mail.threads import Place, Thread, belongs, find_thread, works_on
from divan.tickets.merged import home_of
from divan.tickets.models import Status, Ticket

Reason = InboundMail.Reason
# Automatic mail that says something only about a mail of ours; without that mail it says nothing.
ANSWERS = frozenset({"auto-reply", "bounce", "feedback-report"})
REPORTS = frozenset({"bounce", "feedback-report"})


def file(mail: InboundMail, parsed: ParsedMail) -> Outcome:
    """Put the message where it belongs. Doing it twice gives one ticket and one message."""
    note_arrivals(parsed)
    reported = take(mail, parsed)
    sender = parsed.sender or _envelope_sender(mail)
    if sender is None:
        return Outcome(reason=Reason.NO_SENDER)
    if _came_round(mail, parsed, sender):
        return Outcome(reason=Reason.LOOP)
    person = User.objects.by_email(sender.email)
    thread = _thread(mail, parsed, person, reported)
    case = Case(mail, parsed, sender, person, _at_home(thread.place, person), thread.related)
    if reason := _set_aside(case, reported):
        return Outcome(reason=reason)
    if not claim(mail, sender):
        copy = filed_copy(mail, sender)
        return Outcome(reason=Reason.DUPLICATE, ticket=copy.ticket if copy else None)
    return _filed(case)


def _thread(mail: InboundMail, parsed: ParsedMail, person: User | None, reported: Reported | None) -> Thread:
    answered = reported.mail if reported else mail_at(mail.recipients)
    if answered and answered.ticket:
        # A mail to somebody without an account went to a third party, whose answers stay inside.
        return Thread(Place(answered.ticket, is_signed=True, is_forward=answered.recipient_id is None))
    return find_thread(parsed, mail.recipients, person)


def _at_home(place: Place | None, person: User | None) -> Place | None:
    """Where mail to a merged ticket arrives: in the one that goes on, if the sender belongs to that."""
    if place is None or place.ticket.merged_into_id is None or place.is_forward or person is None:
        return place
    home = home_of(place.ticket)
    return replace(place, ticket=home) if belongs(person, home) else place


def _set_aside(case: Case, reported: Reported | None) -> str:
    """Why nothing becomes of the message; "" if something does."""
    if case.place is None and case.parsed.auto in ANSWERS:
        return Reason.AUTOMATIC
    if case.person and not case.person.is_active:
        return Reason.INACTIVE
    if not case.parsed.auto:
        heard_from(case.sender.email)
    elif case.mail.way != InboundMail.Way.UPLOAD and not (reported and reported.is_news):
        # What was collected over years arrives within a minute when it is taken over.
        return Reason.LIMIT if hears_too_much(case.sender.email) else ""
    return ""


def _filed(case: Case) -> Outcome:
    place, person = case.place, case.person
    if place is None:
        return by_staff.open_forwarded(case) or opening.open_ticket(case)
    if case.parsed.auto in REPORTS or place.is_forward:
        return writing.note_for_desk(case, place.ticket)
    if person and _claims_staff(person, place.ticket):
        return by_staff.write(case, person, place)
    if person and case.is_forged:
        return writing.note_for_desk(case, place.ticket)
    if place.ticket.status == Status.CLOSED and not case.parsed.auto:
        return opening.open_ticket(case)
    if place.ticket.merged_into_id is not None:
        return writing.note_for_desk(case, place.ticket)
    return writing.receive(case, place)


def _claims_staff(person: User, ticket: Ticket) -> bool:
    """Whether the message would speak for the desk: a colleague who only knows the reply address does, too."""
    return works_on(person, ticket) or (person.is_staff and not belongs(person, ticket))


def _came_round(mail: InboundMail, parsed: ParsedMail, sender: Address) -> bool:
    """Whether it is a mail of our own, or one that has been going round."""
    if parsed.auto == "loop" or ticket_of_message_id(parsed.message_id) or is_ours(sender.email):
        return True
    return parsed.auto is not None and bears_our_mark(raw_bytes(mail))


def _envelope_sender(mail: InboundMail) -> Address | None:
    return Address(mail.envelope_from) if "@" in mail.envelope_from else None
