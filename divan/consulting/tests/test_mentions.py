"""Mentioning colleagues in a note: found in the text itself, told once, let in only when the author agreed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from divan.conversations.models import Message
from divan.core import jobs
from divan.notifications.models import Notification
from divan.tickets import actions
from divan.tickets.access import visible_to
from divan.tickets.models import Because, Composition, Event, Grant, Ticket
from divan.tickets.tests.desk import kinds_since, press
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]


@pytest.fixture
def ticket(people: Cast) -> Ticket:
    return open_ticket(people)


def span(pk: int, name: str, noun: str = "person", *, shows: bool = False) -> str:
    """A mention as the editor writes it."""
    return (
        f'<span data-{noun}="{pk}"{" data-show=" + chr(34) + "1" + chr(34) if shows else ""}>@{name}</span>'
    )


def noted(client: Client, ticket: Ticket, markup: str) -> Message:
    """The note that became of this markup."""
    answer = press(client, ticket, "note", html=f"<p>{markup}</p>", mode="note", client_key="")
    assert answer.status_code == 200, answer.content.decode()
    return Message.objects.filter(conversation_id=ticket.conversation_id).latest("pk")


def told(ticket: Ticket) -> set[tuple[str, int]]:
    jobs.drain()
    return set(
        Notification.objects.filter(ticket=ticket, kind="message.noted").values_list("kind", "user_id")
    )


def test_whoever_is_mentioned_is_told(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    made = noted(client_for(people.agent), ticket, f"Ask {span(people.supervisor.pk, 'Ece Demir')}")
    assert made.text == "Ask @Ece Demir"
    assert f'<span data-person="{people.supervisor.pk}">@Ece Demir</span>' in made.html
    payload = Event.objects.get(ticket=ticket, kind="message.noted").payload
    assert payload["mentioned"] == [people.supervisor.pk]
    assert told(ticket) == {("message.noted", people.supervisor.pk)}


def test_an_assignee_who_is_mentioned_is_told_once(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    actions.assign(ticket, people.agent.pk, actor=actor(people.supervisor))
    noted(client_for(people.supervisor), ticket, span(people.agent.pk, "Baran"))
    assert told(ticket) == {("message.noted", people.agent.pk)}
    assert Notification.objects.filter(ticket=ticket, user=people.agent, kind="message.noted").count() == 1


def test_the_name_is_the_servers_not_the_authors(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    made = noted(client_for(people.agent), ticket, f"{span(people.supervisor.pk, 'The boss')} <b>said</b> so")
    assert made.text.startswith("@Ece Demir said")
    assert "The boss" not in made.html


def test_who_cannot_read_the_ticket_is_only_a_word(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    made = noted(client_for(people.agent), ticket, f"<b>Ask</b> {span(people.other_agent.pk, 'Dina')}")
    assert "span" not in made.html
    assert "@Dina" in made.text
    assert not visible_to(actor(people.other_agent)).filter(pk=ticket.pk).exists()
    assert told(ticket) == set()


def test_agreeing_to_show_it_lets_them_in(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    noted(client_for(people.agent), ticket, f"Ask {span(people.other_agent.pk, 'Dina', shows=True)}")
    held = Grant.objects.get(ticket=ticket)
    assert (held.person_id, held.because) == (people.other_agent.pk, Because.MENTION)
    assert visible_to(actor(people.other_agent)).filter(pk=ticket.pk).exists()
    assert kinds_since(ticket) == ["access.granted", "message.noted"]
    assert told(ticket) == {("message.noted", people.other_agent.pk)}


def test_a_group_that_is_mentioned_is_told(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    noted(client_for(people.supervisor), ticket, span(people.group.pk, "Support", "group"))
    assert told(ticket) == {("message.noted", people.agent.pk)}
    markup = span(people.other_group.pk, "Billing", "group", shows=True)
    noted(client_for(people.supervisor), ticket, markup)
    assert visible_to(actor(people.other_agent)).filter(pk=ticket.pk).exists()


@pytest.mark.parametrize("who", ["customer", "other_customer"])
def test_customers_cannot_be_mentioned(who: str, ticket: Ticket, people: Cast, client_for: Doors) -> None:
    made = noted(
        client_for(people.agent), ticket, f"<b>a</b>{span(getattr(people, who).pk, 'Celina', shows=True)}"
    )
    assert "span" not in made.html
    assert not Grant.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [
        '<span data-person="7x">@Ece</span>',
        '<span data-person="7" data-group="1">@Ece</span>',
        '<span data-person="7">Ece</span>',
        '<span data-person="7">@<b>Ece</b></span>',
        '<span class="badge">@Ece</span>',
        '<span data-person="999999">@Nobody</span>',
        '<span data-person="99999999999999999999999">@Nobody</span>',
    ],
)
def test_what_no_editor_writes_is_only_words(
    odd: str, ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    made = noted(client_for(people.agent), ticket, f"<em>x</em> {odd}")
    assert "span" not in made.html


def test_a_draft_of_a_note_keeps_its_mentions_and_lets_nobody_in(
    ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    markup = span(people.other_agent.pk, "Dina", shows=True)
    sent = {"mode": "note", "html": f"<p>{markup}</p>", "client_key": "k"}
    assert client_for(people.agent).post(f"/tickets/{ticket.number}/draft/", sent).status_code == 200
    assert markup in Composition.objects.get().html
    assert not Grant.objects.exists()


def options(client: Client, ticket: Ticket, q: str) -> str:
    return client.get(f"/tickets/{ticket.number}/mentionable/?q={q}").content.decode()


def test_the_picker_offers_those_who_see_it_first_and_warns_of_the_others(
    ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    found = options(client_for(people.agent), ticket, "")
    reader, stranger = (
        f'id="mention-person-{people.supervisor.pk}"',
        f"mention-person-{people.other_agent.pk}",
    )
    assert found.index(reader) < found.index(stranger)
    shown = found[found.index(stranger) :].split("</div>")[0]
    assert 'data-show="1"' in shown
    assert 'data-show="1"' not in found[found.index(reader) :].split("</div>")[0]
    assert f"mention-person-{people.agent.pk}" not in found
    assert f"mention-person-{people.customer.pk}" not in found


def test_the_picker_finds_by_the_beginning_of_a_word(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    found = options(client_for(people.agent), ticket, "demi")
    assert found.count('role="option"') == 1
    assert f"mention-person-{people.supervisor.pk}" in found


def test_only_notes_have_the_button(ticket: Ticket, people: Cast, client_for: Doors) -> None:
    page = client_for(people.agent).get(f"/tickets/{ticket.number}/").content.decode()
    assert page.count("data-mention ") == 1
    assert "data-mention " in page.split('id="composer-note"')[1].split("</form>")[0]
