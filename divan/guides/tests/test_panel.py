"""The panel beside the conversation: open pages follow what is done there, the history tells it, and not all may all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from html import unescape
from itertools import chain

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.models import User
from divan.conversations.models import Message, Visibility
from divan.core.errors import Refused
from divan.guides import actions
from divan.guides.models import Answer, Run, TicketItem
from divan.guides.tests.stage import kinds_of, panel_of, press, write_checklist, write_script
from divan.realtime import doorbell
from divan.tickets import actions as tickets
from divan.tickets.models import Because, Event, Ticket
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(people: Cast) -> Ticket:
    """A ticket whose agents read English."""
    User.objects.filter(is_active=True).update(language="en")
    return open_ticket(people)


@pytest.fixture
def pages() -> Iterator[doorbell.Listener]:
    """What open pages hear."""
    with closing(doorbell.Listener("web")) as listener:
        yield listener


def _history(client: Client, ticket: Ticket) -> str:
    page = client.get(reverse("show_ticket", kwargs={"number": ticket.number})).content.decode()
    return unescape(page).replace("<bdi>", "").replace("</bdi>", "")


def _ask_for_advice(ticket: Ticket, people: Cast) -> User:
    """A colleague of another group, who may read the ticket and write notes from now on."""
    tickets.grant(ticket, people.other_agent, because=Because.REFERRAL, actor=actor(people.agent))
    return people.other_agent


@pytest.mark.django_db(transaction=True)
def test_open_pages_hear_of_every_step_and_of_every_item(
    ticket: Ticket, people: Cast, client_for: Doors, pages: doorbell.Listener
) -> None:
    script, first, second = write_script(people)
    client, yes = client_for(people.agent), Answer.objects.get(words__en="Yes")
    pages.receive()

    def is_heard(name: str, **values: object) -> bool:
        assert press(client, ticket, name, **values) == 200
        return f"desk:{ticket.pk}" in {
            topic for ring in chain(pages.wait(5), pages.receive()) for topic in ring.topics
        }

    assert is_heard("start_script", script=script.pk)
    assert is_heard("answer_script", step=first.pk, answer=yes.pk)
    assert is_heard("answer_script", back=1)
    assert is_heard("answer_script", step=first.pk, answer=yes.pk)
    assert is_heard("answer_script", step=second.pk, answer=Answer.objects.get(words__en="It works").pk)
    assert is_heard("start_script", script=script.pk)
    assert is_heard("give_up_script")
    assert is_heard("add_ticket_item", text="Ring Nil")
    item = TicketItem.objects.get().pk
    assert is_heard("tick_item", item=item, done=1)
    assert is_heard("tick_item", item=item, done=0)
    assert is_heard("remove_ticket_item", item=item)


@pytest.mark.django_db(transaction=True)
def test_what_was_refused_rings_nobody(
    ticket: Ticket, people: Cast, client_for: Doors, pages: doorbell.Listener
) -> None:
    script, first, _second = write_script(people)
    actions.start_script(ticket, script.pk, actor=actor(people.agent))
    [*pages.wait(5), *pages.receive()]
    assert press(client_for(people.agent), ticket, "answer_script", step=first.pk, answer=0) == 422
    assert pages.receive() == []


def test_a_script_that_is_ended_early_leaves_its_answers_as_a_note_and_says_who_ended_it(
    ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    script, first, second = write_script(people)
    client = client_for(people.agent)
    press(client, ticket, "start_script", script=script.pk)
    yes = Answer.objects.get(words__en="Yes")
    press(client, ticket, "answer_script", step=first.pk, answer=yes.pk)
    assert press(client_for(people.supervisor), ticket, "give_up_script") == 200
    note = Message.objects.filter(conversation_id=ticket.conversation_id).latest("pk")
    assert note.visibility == Visibility.INTERNAL
    assert note.text.splitlines() == [
        "Modem:",
        "1. Is the lamp on?",
        "→ Yes",
        "The script was ended early.",
    ]
    assert Run.objects.get().path == [[first.pk, yes.pk]]
    assert str(second) not in note.text, "it was asked, and not answered"
    assert kinds_of(ticket) == ["script.ended"]
    assert Event.objects.get(kind="script.ended").payload == {"script": script.pk, "message": note.pk}
    assert "Script Modem ended early by Ece Demir" in _history(client, ticket)
    assert "Is the lamp on?" not in panel_of(client, ticket)
    assert press(client, ticket, "start_script", script=script.pk) == 200, "it can be begun again"


def test_a_script_that_is_ended_before_the_first_answer_leaves_its_end_in_the_history_alone(
    ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    script, _first, _second = write_script(people)
    client = client_for(people.agent)
    press(client, ticket, "start_script", script=script.pk)
    written = Message.objects.count()
    assert press(client, ticket, "give_up_script") == 200
    assert Message.objects.count() == written
    assert "Script Modem ended early by Baran Yıldız" in _history(client, ticket)


def test_the_history_tells_of_items_that_come_and_go_without_keeping_their_words(
    ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    client, made = client_for(people.agent), write_checklist(people, ("Paper", True), ("Dust", False))
    press(client, ticket, "add_ticket_item", text="Ring Nil")
    assert "Baran Yıldız added to the list: Ring Nil" in _history(client, ticket)
    press(client, ticket, "add_checklist", checklist=made.pk)
    for item in TicketItem.objects.all():
        assert press(client, ticket, "remove_ticket_item", item=item.pk) == 200
    history = _history(client, ticket)
    assert "Baran Yıldız took an item off the list" in history
    assert "Baran Yıldız took a required item of the checklist New printer off the list" in history
    assert "Baran Yıldız took an item of the checklist New printer off the list" in history
    assert "Ring Nil" not in history
    assert "Ring Nil" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_who_may_only_see_a_ticket_cannot_take_off_what_has_to_be_done(
    ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    reply(ticket, people.agent)
    made, agent = write_checklist(people, ("Paper", True), ("Dust", False)), actor(people.agent)
    actions.add_checklist(ticket, made.pk, actor=agent)
    required, optional = TicketItem.objects.order_by("position")
    expert = client_for(_ask_for_advice(ticket, people))
    assert panel_of(expert, ticket).count('aria-label="Take off the list"') == 1
    address = reverse("remove_ticket_item", kwargs={"number": ticket.number})
    refused = expert.post(address, {"item": required.pk}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert "This item is required. Only those who may change the ticket" in refused.content.decode()
    assert press(expert, ticket, "remove_ticket_item", item=optional.pk) == 200
    assert list(TicketItem.objects.all()) == [required]
    with pytest.raises(Refused):
        tickets.solve(ticket, actor=agent)
    assert 'aria-label="Take off the list"' in panel_of(client_for(people.agent), ticket)
    assert press(client_for(people.agent), ticket, "remove_ticket_item", item=required.pk) == 200
    assert tickets.solve(ticket, actor=agent).status == "solved"


def test_single_items_can_be_added_before_anybody_wrote_a_template(
    ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    address = reverse("add_ticket_item", kwargs={"number": ticket.number})
    for person in (people.agent, _ask_for_advice(ticket, people)):
        panel = panel_of(client_for(person), ticket)
        assert f'action="{address}"' in panel
        assert 'id="checklist">' in panel, "it is folded while nothing is on it"


def test_the_buttons_of_the_panel_have_names_in_the_palette(
    ticket: Ticket, people: Cast, client_for: Doors
) -> None:
    client, made = client_for(people.agent), write_checklist(people, ("Paper", False))
    script, first, _second = write_script(people)

    def named(words: str) -> bool:
        panel = panel_of(client, ticket).replace("\u2068", "").replace("\u2069", "")
        return f'data-command="{words}"' in panel

    assert named("Add checklist: New printer")
    assert named("Start script: Modem")
    actions.add_checklist(ticket, made.pk, actor=actor(people.agent))
    actions.start_script(ticket, script.pk, actor=actor(people.agent))
    assert named("Tick: Paper")
    assert named("Answer: Yes")
    assert not named("One step back in the script")
    press(client, ticket, "answer_script", step=first.pk, answer=Answer.objects.get(words__en="Yes").pk)
    assert named("One step back in the script")
    assert named("End the script")
