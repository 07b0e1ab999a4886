"""Asking colleagues and groups about a ticket (T6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from divan.accounts.actions import add_member
from divan.consulting import actions
from divan.consulting.models import Referral
from divan.consulting.tests.stage import QUESTION, referred
from divan.core import jobs
from divan.core.actors import Right
from divan.core.errors import NotAllowed, Refused
from divan.notifications.models import Notification
from divan.tickets.actions import close
from divan.tickets.models import CloseReason, Event, Ticket
from divan.tickets.queries.counts import desk_of
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
State = Referral.State


def _kinds(ticket: Ticket) -> list[str]:
    return list(Event.objects.filter(ticket=ticket, seq__gt=1).order_by("seq").values_list("kind", flat=True))


def _told(person: Any) -> list[str]:
    jobs.drain()
    return list(Notification.objects.filter(user=person).order_by("event_id").values_list("kind", flat=True))


def _page(client: Client, ticket: Ticket, name: str = "show_ticket") -> str:
    return client.get(reverse(name, kwargs={"number": ticket.number})).content.decode()


def test_the_form_asks_and_the_owner_stays(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    client = client_for(people.agent)
    address = reverse("refer_ticket", kwargs={"number": ticket.number})
    assert f'value="p{people.other_agent.pk}"' in client.get(address).content.decode()
    answer = client.post(address, {"to": f"p{people.other_agent.pk}", "question": QUESTION})
    assert answer.status_code == 302
    referral = Referral.objects.get()
    assert (referral.person_id, referral.asked_by_id) == (people.other_agent.pk, people.agent.pk)
    assert referral.question is not None
    assert referral.question.is_internal
    before = ticket.group_id, ticket.assignee_id
    ticket.refresh_from_db()
    assert (ticket.group_id, ticket.assignee_id) == before
    assert _kinds(ticket) == ["access.granted", "message.noted", "ticket.referred"]
    assert len(set(Event.objects.filter(ticket=ticket, seq__gt=1).values_list("batch", flat=True))) == 1


def test_what_is_missing_stands_in_the_form_with_what_was_typed(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    address = reverse("refer_ticket", kwargs={"number": ticket.number})
    answer = client_for(people.agent).post(address, {"to": "", "question": QUESTION})
    assert answer.status_code == 422
    assert QUESTION in answer.content.decode()
    assert not Referral.objects.exists()


def test_who_is_asked_hears_of_it_sees_the_ticket_and_answers(people: Cast, client_for: Doors) -> None:
    ticket, referral = referred(people)
    assert _told(people.other_agent) == ["ticket.referred"]
    dina = client_for(people.other_agent)
    assert QUESTION in _page(dina, ticket)
    panel = _page(dina, ticket, "ticket_panels")
    assert f"{reverse('answer_referral', kwargs={'number': ticket.number})}?referral={referral.pk}" in panel
    sent = {"referral": referral.pk, "text": "No, the contract covers it."}
    dina.post(reverse("answer_referral", kwargs={"number": ticket.number}), sent)
    referral.refresh_from_db()
    assert (referral.state, referral.ended_by_id) == (State.ANSWERED, people.other_agent.pk)
    assert referral.answer is not None
    assert referral.answer.is_internal
    assert "referral.answered" in _told(people.agent)
    assert dina.get(f"/tickets/{ticket.number}/").status_code == 404
    page = _page(client_for(people.agent), ticket)
    assert "No, the contract covers it." in page


def test_it_is_returned_with_a_reason(people: Cast, client_for: Doors) -> None:
    ticket, referral = referred(people)
    dina = client_for(people.other_agent)
    address = reverse("return_referral", kwargs={"number": ticket.number})
    assert dina.post(address, {"referral": referral.pk, "text": " "}).status_code == 422
    dina.post(address, {"referral": referral.pk, "text": "Ask the supplier."})
    referral.refresh_from_db()
    assert referral.state == State.RETURNED
    assert _kinds(ticket)[-3:] == ["message.noted", "referral.returned", "access.ended"]
    assert "referral.returned" in _told(people.agent)


def test_whoever_asked_takes_it_back_and_nobody_else(people: Cast, client_for: Doors) -> None:
    ticket, referral = referred(people)
    with pytest.raises(NotAllowed):
        actions.take_back_referral(referral, actor=actor(people.other_agent))
    address = reverse("take_back_referral", kwargs={"number": ticket.number})
    client_for(people.agent).post(address, {"referral": referral.pk})
    referral.refresh_from_db()
    assert referral.state == State.TAKEN_BACK
    assert client_for(people.other_agent).get(f"/tickets/{ticket.number}/").status_code == 404


def test_only_who_was_asked_answers_and_only_once(people: Cast) -> None:
    ticket, referral = referred(people)
    for person in (people.agent, people.supervisor, people.customer):
        with pytest.raises(NotAllowed):
            actions.answer_referral(referral, "Yes", actor=actor(person))
    dina = actor(people.other_agent)
    actions.answer_referral(referral, "No", actor=dina)
    written = len(_kinds(ticket))
    for again in (actions.answer_referral, actions.return_referral):
        again(referral, "Twice", actor=dina)
    actions.take_back_referral(referral, actor=actor(people.agent))
    assert len(_kinds(ticket)) == written


def test_a_group_is_asked_and_one_of_it_answers_for_all(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    referral = actions.refer(ticket, people.other_group, QUESTION, actor=actor(people.agent))
    assert _told(people.other_agent) == ["ticket.referred"]
    said = client_for(people.other_agent).get(reverse("notifications")).content.decode()
    assert str(people.other_group) in said or "חיובים" in said
    actions.answer_referral(referral, "No", actor=actor(people.other_agent))
    referral.refresh_from_db()
    assert referral.state == State.ANSWERED
    assert client_for(people.other_agent).get(f"/tickets/{ticket.number}/").status_code == 404


def test_a_chain_is_seen_by_everybody_on_the_ticket(people: Cast, client_for: Doors) -> None:
    ticket, first = referred(people)
    second = actions.refer(ticket, people.clerk, "Is it so?", actor=actor(people.other_agent))
    assert second.parent_id == first.pk
    panel = _page(client_for(people.clerk), ticket, "ticket_panels")
    assert panel.index(f'data-referral="{first.pk}"') < panel.index(f'data-referral="{second.pk}"')
    assert 'tight depth-1"' in panel
    actions.answer_referral(second, "It is.", actor=actor(people.clerk))
    assert "referral.answered" in _told(people.agent)
    assert "referral.answered" in _told(people.other_agent)


@pytest.mark.parametrize("question", ["", "  \n"])
def test_no_question_is_refused(people: Cast, question: str) -> None:
    with pytest.raises(Refused):
        actions.refer(open_ticket(people), people.other_agent, question, actor=actor(people.agent))


def test_oneself_and_the_same_person_twice_are_refused(people: Cast) -> None:
    ticket, _first = referred(people)
    for person in (people.agent, people.other_agent):
        with pytest.raises(Refused):
            actions.refer(ticket, person, QUESTION, actor=actor(people.agent))


def test_customers_neither_ask_nor_are_asked_nor_hear_of_it(people: Cast, client_for: Doors) -> None:
    ticket, _referral = referred(people)
    with pytest.raises(NotAllowed):
        actions.refer(ticket, people.clerk, QUESTION, actor=actor(people.customer))
    with pytest.raises(Refused):
        actions.refer(ticket, people.other_customer, QUESTION, actor=actor(people.agent))
    page = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    assert QUESTION not in page
    assert not Event.objects.filter(kind__startswith="referral", public=True).exists()
    assert _told(people.customer) == []


def test_the_view_and_its_count_hold_what_one_is_asked(people: Cast, client_for: Doors) -> None:
    ticket, referral = referred(people)
    other = open_ticket(people, subject="Stripes on paper")
    actions.refer(other, people.other_group, QUESTION, actor=actor(people.agent))
    actions.refer(other, people.other_agent, QUESTION, actor=actor(people.agent))
    dina = client_for(people.other_agent)
    listed = dina.get(reverse("inbox_view", kwargs={"view": "referred"})).content.decode()
    assert ticket.number in listed
    assert other.number in listed
    assert desk_of(actor(people.other_agent)).views["referred"] == 2
    assert desk_of(actor(people.administrator)).views["referred"] == 0
    actions.answer_referral(referral, "No", actor=actor(people.other_agent))
    assert desk_of(actor(people.other_agent)).views["referred"] == 1


def test_the_side_is_one_query_however_many_questions_there_are(people: Cast) -> None:
    referred(people)
    add_member(people.group, people.other_agent, Right.SEE, actor=actor(people.administrator))
    reader = actor(people.other_agent)
    with CaptureQueriesContext(connection) as asked:
        desk_of(reader)
    assert len(asked) == 1


def test_closing_the_ticket_settles_what_is_open(people: Cast, client_for: Doors) -> None:
    ticket, referral = referred(people)
    close(ticket, actor=actor(people.agent), reason=CloseReason.SPAM)
    jobs.drain()
    referral.refresh_from_db()
    assert referral.state == State.TAKEN_BACK
    assert desk_of(actor(people.other_agent)).views["referred"] == 0
    assert client_for(people.other_agent).get(f"/tickets/{ticket.number}/").status_code == 404


@pytest.mark.parametrize("name", ["refer_ticket", "hand_over_ticket", "escalate_ticket"])
def test_a_colleague_has_closed_it_while_the_question_was_written(
    name: str, people: Cast, client_for: Doors
) -> None:
    ticket = open_ticket(people)
    close(ticket, actor=actor(people.supervisor), reason=CloseReason.SPAM)
    before = _kinds(ticket)
    address = reverse(name, kwargs={"number": ticket.number})
    typed = {"to": f"p{people.other_agent.pk}", "question": QUESTION, "reason": QUESTION, "tier": "2"}
    typed |= {"group": f"g{people.other_group.pk}"}
    answer = client_for(people.agent).post(address, typed, HTTP_HX_REQUEST="true")
    assert answer.status_code == 422
    assert QUESTION in answer.content.decode(), "what was typed is still there"
    assert _kinds(ticket) == before
