"""A requester asks a group or an expert who wants to be asked (T8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.models import User
from divan.core import jobs
from divan.notifications.models import Notification
from divan.tickets.models import Form, Ticket
from divan.tickets.tests.portal import send
from tests.support.cast import Cast

Doors = Callable[..., Client]


@pytest.fixture
def form(people: Cast) -> Form:
    """A form of Support that lets people choose."""
    row = Form.objects.get(slug="contact")
    row.asks_whom = True
    row.save(update_fields=["asks_whom"])
    return row


@pytest.fixture
def expert(people: Cast, client_for: Doors) -> User:
    """Dina of Billing says in her profile that she wants to be asked."""
    sent = {"name": "Dina Levi", "language": "he", "time_zone": "Asia/Jerusalem", "is_expert": "on"}
    client = client_for(people.other_agent)
    assert client.post(reverse("profile"), {**sent, "expertise": ""}).status_code == 422
    assert client.post(reverse("profile"), {**sent, "expertise": "invoices"}).status_code == 302
    people.other_agent.refresh_from_db()
    return people.other_agent


def _page(client: Client) -> str:
    return client.get(reverse("fill_form", kwargs={"form": "contact"})).content.decode()


def _send(client: Client, **typed: str) -> int:
    return int(send(client, **typed).status_code)


def test_the_question_is_there_only_if_the_form_says_so(
    people: Cast, client_for: Doors, expert: User
) -> None:
    client = client_for(people.customer)
    assert 'name="whom"' not in _page(client)
    Form.objects.update(asks_whom=True)
    page = _page(client)
    assert f'value="p{expert.pk}"' in page
    assert "invoices" in page
    assert f'value="p{people.agent.pk}"' not in page


def test_the_expert_has_the_ticket_at_once(people: Cast, client_for: Doors, form: Form, expert: User) -> None:
    assert _send(client_for(people.customer), whom=f"p{expert.pk}") == 302
    ticket = Ticket.objects.get()
    assert (ticket.group_id, ticket.assignee_id) == (people.other_group.pk, expert.pk)
    jobs.drain()
    told = Notification.objects.filter(user=expert).values_list("kind", flat=True)
    assert "ticket.assigned" in told


def test_a_group_can_be_chosen_and_nobody_too(people: Cast, client_for: Doors, form: Form) -> None:
    assert _send(client_for(people.customer), whom=f"g{people.other_group.pk}") == 302
    assert _send(client_for(people.customer), whom="") == 302
    owners = Ticket.objects.order_by("pk").values_list("group_id", "assignee_id")
    assert list(owners) == [(people.other_group.pk, None), (people.group.pk, None)]


def test_an_expert_who_is_away_is_shown_as_such_and_the_group_offered(
    people: Cast, client_for: Doors, form: Form, expert: User
) -> None:
    User.objects.filter(pk=expert.pk).update(away_until=date(2999, 5, 3))
    client = client_for(people.customer)
    assert "2999" in _page(client)
    assert _send(client, whom=f"p{expert.pk}") == 422
    assert not Ticket.objects.exists()
    User.objects.filter(pk=expert.pk).update(away_until=date(2020, 5, 3))
    assert _send(client, whom=f"p{expert.pk}") == 302


def test_who_did_not_opt_in_is_not_taken(people: Cast, client_for: Doors, form: Form) -> None:
    for nobody in (f"p{people.agent.pk}", f"p{people.customer.pk}", "g999999", "x"):
        assert _send(client_for(people.customer), whom=nobody) == 422
    assert not Ticket.objects.exists()


def test_customers_are_no_experts(people: Cast, client_for: Doors) -> None:
    sent = {"name": "Celina", "language": "pl", "time_zone": "UTC", "is_expert": "on", "expertise": "all"}
    client_for(people.customer).post(reverse("profile"), sent)
    people.customer.refresh_from_db()
    assert (people.customer.is_expert, people.customer.expertise) == (False, "")
