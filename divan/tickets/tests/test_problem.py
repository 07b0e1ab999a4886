"""The problem statement: on top of the ticket, of the desk alone, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.tickets import actions
from divan.tickets.models import Event, ProblemStatement, Ticket
from divan.tickets.tests.desk import HTMX, POLYGLOT, kinds_since, press
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
TYPED = "Pages come out empty, since Monday."


def _state(client: Client, ticket: Ticket, text: str = TYPED, *, version: int = 0, cause: str = "") -> object:
    return press(client, ticket, "state-problem", text=text, version=version, cause=cause)


def test_it_stands_on_top_and_says_who_wrote_it(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    for _time in range(2):
        page = press(client, ticket, "state-problem", text=TYPED, cause=POLYGLOT, version=0)
        assert page.status_code == 200
    shown = client.get(f"/tickets/{ticket.number}/").content.decode()
    assert TYPED in shown
    assert str(people.agent) in shown.split('id="problem"')[1].split("</section>")[0]
    assert "<svg/onload" not in shown
    assert kinds_since(ticket) == ["ticket.problem_stated"]
    assert TYPED not in str(Event.objects.filter(ticket=ticket).values_list("payload", flat=True))


def test_who_was_overtaken_sees_the_other_words_and_keeps_their_own(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    _state(client, ticket)
    theirs = "The drum is worn out."
    _state(client_for(people.supervisor), ticket, theirs, version=1)
    page = press(client, ticket, "state-problem", text="It is the drum, I say.", version=1)
    assert page.status_code == 409
    shown = page.content.decode()
    assert 'id="theirs"' in shown
    assert theirs in shown
    assert "It is the drum, I say." in shown
    assert 'name="version" value="2"' in shown
    assert press(client, ticket, "state-problem", text="It is the drum, I say.", version=2).status_code == 200
    statement = ProblemStatement.objects.get()
    assert (statement.text, statement.version) == ("It is the drum, I say.", 3)


def test_two_who_begin_at_once_do_not_overwrite_each_other(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    _state(client_for(people.agent), ticket)
    assert (
        press(client_for(people.supervisor), ticket, "state-problem", text="Other", version=0).status_code
        == 409
    )
    assert ProblemStatement.objects.get().text == TYPED


def test_it_begins_with_a_message_when_one_is_chosen(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people, text="No page is printed at all."), client_for(people.agent)
    message = Message.objects.get(conversation_id=ticket.conversation_id)
    asked = client.get(f"/tickets/{ticket.number}/state-problem/?message={message.pk}", **HTMX)
    assert "No page is printed at all." in asked.content.decode()
    stranger = open_ticket(people, text="A stranger's words")
    other = Message.objects.get(conversation_id=stranger.conversation_id)
    asked = client.get(f"/tickets/{ticket.number}/state-problem/?message={other.pk}", **HTMX)
    assert "A stranger" not in asked.content.decode()


def test_it_needs_words(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    assert press(client_for(people.agent), ticket, "state-problem", text="  \x00 ").status_code == 422
    assert kinds_since(ticket) == []


def test_customers_never_see_it(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    actions.state_problem(ticket, TYPED, cause="A worn drum", actor=actor(people.agent))
    page = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    assert TYPED not in page
    assert "A worn drum" not in page
    assert str(people.agent) not in page
