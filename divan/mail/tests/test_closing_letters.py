"""What the requester reads by mail when a ticket is finished without a solution, and when a day is promised."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from divan.core import jobs
from divan.core.l10n import dates
from divan.core.l10n.languages import CODES
from divan.mail.models import OutgoingMail
from divan.tickets import actions
from divan.tickets.queries.notices import closing_notice
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize(
    "reason", ["workaround", "known_error", "wont_fix", "cannot_reproduce", "cannot_solve"]
)
def test_the_letter_says_why(reason: str, language: str, people: Cast) -> None:
    people.customer.language = language
    people.customer.save(update_fields=["language"])
    ticket = open_ticket(people)
    actions.solve(ticket, actor=actor(people.agent), reason=reason)
    jobs.drain()
    mail = OutgoingMail.objects.get(purpose="solution")
    with translation.override(language):
        assert closing_notice(reason) in " ".join(mail.text.split())


def test_what_is_closed_without_a_solution_is_said_once(people: Cast) -> None:
    agent = actor(people.agent)
    closed, solved = open_ticket(people), open_ticket(people)
    actions.close(closed, actor=agent, reason="wont_fix")
    actions.solve(solved, actor=agent, reason="wont_fix")
    actions.close(solved, actor=agent)
    jobs.drain()
    sent = OutgoingMail.objects.filter(purpose__in=("solution", "given_up"))
    assert sorted(sent.values_list("ticket_id", "purpose")) == [
        (closed.pk, "given_up"),
        (solved.pk, "solution"),
    ]


@pytest.mark.parametrize("verb", ["solve", "close"])
def test_senders_of_spam_get_no_letter(verb: str, people: Cast) -> None:
    ticket = open_ticket(people)
    getattr(actions, verb)(ticket, actor=actor(people.agent), reason="spam")
    jobs.drain()
    assert not OutgoingMail.objects.exclude(purpose="confirmation").exists()


def test_the_requester_hears_nothing_of_the_ticket_that_this_one_repeats(people: Cast) -> None:
    first = open_ticket(people, requester=people.other_customer, subject="Somebody else's trouble")
    ticket = open_ticket(people)
    actions.solve(ticket, actor=actor(people.agent), reason="duplicate", duplicate_of=first)
    jobs.drain()
    mail = OutgoingMail.objects.get(purpose="solution")
    assert first.number not in mail.text + mail.html + mail.subject
    assert "Somebody else" not in mail.text + mail.html


@pytest.mark.usefixtures("frozen_clock")
@pytest.mark.parametrize("language", CODES)
def test_a_promise_is_a_letter_with_the_day_in_the_readers_calendar(language: str, people: Cast) -> None:
    people.customer.language = language
    people.customer.save(update_fields=["language"])
    ticket, day = open_ticket(people), date(2026, 3, 27)
    reply(ticket, people.agent)
    actions.promise(ticket, day, actor=actor(people.agent))
    actions.promise(ticket, None, actor=actor(people.agent))
    jobs.drain()
    given, taken = OutgoingMail.objects.filter(purpose="promise").order_by("pk")
    assert dates.date_medium(day, language) in given.text
    assert dates.date_medium(day, language) not in taken.text
