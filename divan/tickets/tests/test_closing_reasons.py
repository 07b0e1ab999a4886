"""Why a ticket is finished: each reason is said to the requester, and a duplicate names the first one (T19)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import translation

from divan.accounts.models import User
from divan.core.l10n.languages import CODES
from divan.tickets import actions
from divan.tickets.models import CloseReason, Link
from divan.tickets.queries.notices import closing_notice
from divan.tickets.tests.desk import fresh, kinds_since, press
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
UNANSWERED = [
    reason
    for reason in CloseReason
    if reason not in (CloseReason.RESOLVED, CloseReason.DUPLICATE, CloseReason.MERGED)
]


def test_every_reason_but_that_of_an_answer_has_a_sentence() -> None:
    with translation.override("en"):
        assert {reason for reason in CloseReason if not closing_notice(reason)} == {CloseReason.RESOLVED}


@pytest.mark.parametrize("language", CODES)
def test_sentences_stand_on_their_own_in_every_language(language: str) -> None:
    with translation.override(language):
        said = {closing_notice(reason) for reason in UNANSWERED}
    assert len(said) == len(UNANSWERED)


@pytest.mark.parametrize("reason", UNANSWERED)
def test_the_requester_reads_why_in_the_portal(reason: str, people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    assert press(client_for(people.agent), ticket, "solve", reason=reason).status_code == 200
    page = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    assert 'id="closing-notice"' in page


def test_a_duplicate_needs_the_number_of_the_first(people: Cast, client_for: Doors) -> None:
    first, ticket, client = open_ticket(people), open_ticket(people), client_for(people.agent)
    for number in ("", "DVN-99999", ticket.number):
        answer = press(client, ticket, "solve", reason="duplicate", duplicate_of=number)
        assert answer.status_code == 422, number
    assert kinds_since(ticket) == []
    for _time in range(2):
        answer = press(client, ticket, "solve", reason="duplicate", duplicate_of=first.number)
        assert answer.status_code == 200
    assert fresh(ticket).close_reason == "duplicate"
    link = Link.objects.get()
    assert (link.ticket_id, link.other_id, link.kind) == (ticket.pk, first.pk, "duplicate")
    assert kinds_since(ticket) == ["ticket.linked", "ticket.solved"]


def test_a_first_one_that_is_out_of_sight_does_not_exist(people: Cast, client_for: Doors) -> None:
    hidden = open_ticket(people, group=people.other_group)
    ticket = open_ticket(people)
    answer = press(client_for(people.agent), ticket, "close", reason="duplicate", duplicate_of=hidden.number)
    assert answer.status_code == 422
    assert kinds_since(ticket) == []


def test_the_requester_hears_nothing_of_the_other_ticket(people: Cast, client_for: Doors) -> None:
    first = open_ticket(people, requester=people.other_customer, subject="Somebody else's trouble")
    ticket = open_ticket(people)
    actions.solve(ticket, actor=actor(people.agent), reason="duplicate", duplicate_of=first)
    page = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    for words in (first.number, "Somebody else"):
        assert words not in page


def test_nobody_chooses_merged(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    assert press(client_for(people.agent), ticket, "close", reason="merged").status_code == 422
    assert kinds_since(ticket) == []
