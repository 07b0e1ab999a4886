"""Mails to the customer's side: that a request arrived, what was answered, that it is solved or will be closed.

Functions of this module run inside `rendering.read_by(person)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote as percent_encoded

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from divan.accounts.addresses import is_confirmed
from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.l10n import dates
from divan.core.l10n.direction import isolate
from divan.core.l10n.languages import known
from divan.mail.letters.carrying import Carried
from divan.mail.letters.letter import Letter, Link, Quote
from divan.mail.letters.links import guest_url
from divan.mail.letters.quoting import in_full, question_before, signed, together
from divan.mail.letters.signatures import fill, signature_for
from divan.mail.mailboxes import mailbox_for_group
from divan.tickets.models import Ticket
from divan.tickets.queries.notices import closing_notice, is_done
from divan.ui.formats import digits, filesize


def confirmation(ticket: Ticket, person: User, opened_with: Message | None) -> Letter:
    """That the request is here and which number it has.

    Whoever wrote may have named somebody else's address: a mail to an address that is not proven carries no
    word of theirs, so that nobody can send spam through us (SECURITY class 14).
    """
    heading = _("We have received your request")
    by_staff = opened_with is not None and opened_with.from_staff
    return Letter(
        subject=ticket.subject if by_staff or is_confirmed(person) else heading,
        heading=_("We have opened a ticket for you") if by_staff else heading,
        sentences=(
            _("It has the number %(number)s. We will write to you as soon as there is an answer.")
            % {"number": isolate(ticket.number)},
        ),
        message=in_full(opened_with) if by_staff and opened_with else None,
        action=_open(guest_url(ticket, person)),
        hint=_hint(),
        reason=_(
            "You get this mail because a request was made with this address. If it was not you, ignore it."
        ),
    )


def answer(
    ticket: Ticket, person: User, message: Message, carried: Carried, *, earlier: Sequence[Message] = ()
) -> Letter:
    """What the desk wrote, in full, with its files; before it, what it had written in `earlier` messages."""
    url = guest_url(ticket, person)
    return Letter(
        subject=ticket.subject,
        heading=_("New reply from %(name)s") % {"name": isolate(message.author_name)},
        subheading=ticket.subject,
        message=_written(ticket, person, message, carried, earlier),
        files=carried.names,
        links=_links(url, carried),
        action=_open(url),
        question=question_before(earlier[0] if earlier else message),
        hint=_hint(),
        reason=_reason(ticket, person),
    )


def first_mail(ticket: Ticket, person: User, message: Message, carried: Carried) -> Letter:
    """A mail of ours to somebody who had not written before."""
    url = guest_url(ticket, person)
    return Letter(
        subject=ticket.subject,
        heading=ticket.subject,
        message=_written(ticket, person, message, carried),
        files=carried.names,
        links=_links(url, carried),
        action=_open(url),
        hint=_hint(),
        reason=_("You get this mail because %(name)s wrote to you.") % {"name": isolate(message.author_name)},
    )


def solution(
    ticket: Ticket, person: User, message: Message | None, carried: Carried, *, reason: str = ""
) -> Letter:
    """That the work is done or, for another `reason`, not gone on with; with the last answer if it came together
    with it, and two buttons for the requester.
    """
    url = guest_url(ticket, person)
    is_requester, is_solved = person.pk == ticket.requester_id, is_done(reason)
    notice = closing_notice(reason)
    return Letter(
        subject=ticket.subject,
        heading=_("Your request is solved") if is_solved else _("We have finished work on your request"),
        subheading=ticket.subject,
        message=_written(ticket, person, message, carried) if message else None,
        files=carried.names,
        links=_links(url, carried),
        sentences=(*((notice,) if notice else ()), *((_until_closed(is_solved),) if is_requester else ())),
        action=_confirm(url) if is_requester and is_solved else _open(url),
        other_action=_reopen(url) if is_requester else None,
        question=question_before(message) if message else None,
        hint=_hint(),
        reason=_reason(ticket, person),
    )


def _until_closed(is_solved: bool) -> str:
    """When the ticket will be closed if nobody answers."""
    here = installation()
    days = here.close_after_days if here else 0
    if is_solved:
        said = ngettext(
            "Does it work for you? Without an answer the ticket will be closed in %(num)s day.",
            "Does it work for you? Without an answer the ticket will be closed in %(num)s days.",
            days,
        )
    else:
        said = ngettext(
            "Without an answer the ticket will be closed in %(num)s day.",
            "Without an answer the ticket will be closed in %(num)s days.",
            days,
        )
    return said % {"num": isolate(digits(days))}


def given_up(ticket: Ticket, person: User, reason: str) -> Letter:
    """That the ticket is closed without having been solved before, and why."""
    url = guest_url(ticket, person)
    return Letter(
        subject=ticket.subject,
        heading=_("Your ticket is closed"),
        subheading=ticket.subject,
        sentences=(
            closing_notice(reason),
            _("If something is still missing, reply to this mail or reopen the ticket."),
        ),
        action=_open(url),
        other_action=_reopen(url),
        hint=_hint(),
        reason=_reason(ticket, person),
    )


def promised(ticket: Ticket, person: User, day: date | None) -> Letter:
    """By which day it will be done; None says that an earlier promise no longer stands."""
    if day:
        said = _("We expect to have this done by %(day)s.") % {
            "day": isolate(dates.date_medium(day, known(get_language())))
        }
    else:
        said = _(
            "The day that we had named for this no longer stands. We write to you as soon as we know more."
        )
    return Letter(
        subject=ticket.subject,
        heading=_("When it will be done") if day else _("The date has changed"),
        subheading=ticket.subject,
        sentences=(said,),
        action=_open(guest_url(ticket, person)),
        hint=_hint(),
        reason=_reason(ticket, person),
    )


def closing(ticket: Ticket, person: User, days: int) -> Letter:
    """That the solved ticket will be closed, and how to prevent it."""
    url = guest_url(ticket, person)
    soon = ngettext(
        "This ticket is solved. It will be closed in %(num)s day.",
        "This ticket is solved. It will be closed in %(num)s days.",
        days,
    ) % {"num": isolate(digits(days))}
    return Letter(
        subject=ticket.subject,
        heading=_("Your ticket will be closed soon"),
        subheading=ticket.subject,
        sentences=(soon, _("If something is still missing, reply to this mail or reopen the ticket.")),
        action=_confirm(url),
        other_action=_reopen(url),
        hint=_hint(),
        reason=_reason(ticket, person),
    )


def escalated(ticket: Ticket, person: User) -> Letter:
    """That more experienced people look at the request now (T12). Why is for the desk alone."""
    return Letter(
        subject=ticket.subject,
        heading=_("Your request has been escalated"),
        subheading=ticket.subject,
        sentences=(
            _("Colleagues with more experience of such cases look at it now. You need not do anything."),
        ),
        action=_open(guest_url(ticket, person)),
        hint=_hint(),
        reason=_reason(ticket, person),
    )


def fresh_link(ticket: Ticket, person: User) -> Letter:
    """The link to a ticket, for somebody who lost it."""
    return Letter(
        subject=_("Your link to this ticket"),
        heading=_("Your link to this ticket"),
        sentences=(_("With this link you can read the conversation and answer without signing in."),),
        action=_open(guest_url(ticket, person)),
        reason=_("You get this mail because somebody asked for this link. If it was not you, ignore it."),
    )


def _confirm(url: str) -> Link:
    return Link(pgettext("button", "Yes, it is solved"), f"{url}?do=confirm")


def _reopen(url: str) -> Link:
    return Link(pgettext("button", "No, reopen it"), f"{url}?do=reopen")


def _open(url: str) -> Link:
    return Link(pgettext("button", "Open the conversation"), url)


def _hint() -> str:
    return _("Just reply to this mail, above this line, and it reaches us.")


def _written(
    ticket: Ticket, person: User, message: Message, carried: Carried, earlier: Sequence[Message] = ()
) -> Quote:
    """The messages with their pictures; what the desk wrote stands between salutation and signature."""
    note = str(ticket.group) if message.from_staff else ""
    quote = together([*earlier, message], note=note, pictures=carried.pictures)
    if not message.from_staff:
        return quote
    mailbox = mailbox_for_group(ticket.group_id)
    words = signature_for(ticket.group_id, mailbox.pk if mailbox else None, person.language)
    names = {"name": str(person), "agent": message.author_name, "group": str(ticket.group)}
    return signed(quote, fill(words.salutation, **names), fill(words.text, **names))


def _links(url: str, carried: Carried) -> tuple[Link, ...]:
    """Where the files are that are too large for the mail; `url` is the reader's link to the ticket."""
    return tuple(
        Link(
            _("%(name)s (%(size)s)") % {"name": isolate(file.name), "size": filesize(file.size)},
            f"{url}files/{file.pk}/{percent_encoded(file.name, safe='')}",
        )
        for file in carried.left
    )


def _reason(ticket: Ticket, person: User) -> str:
    number = {"number": isolate(ticket.number)}
    if person.pk == ticket.requester_id:
        return _("You get this mail because you opened ticket %(number)s.") % number
    return _("You get this mail because you take part in ticket %(number)s.") % number
