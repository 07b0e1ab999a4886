"""New-agent mode: answers are read by a colleague until enough of them were approved (K4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from divan.accounts.models import AdministrationEntry, User
from divan.conversations.actions import Draft
from divan.conversations.models import Channel, Message
from divan.core.errors import NotAllowed
from divan.core.jobs import drain
from divan.tickets import actions
from divan.tickets.models import Composition, Event, ReviewedAuthor, Ticket
from divan.tickets.tests.desk import HTMX, fresh, kinds_since
from tests.support.builders import note, open_ticket, reply
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]


@pytest.fixture
def ticket(people: Cast) -> Ticket:
    """A ticket; the next two answers of the agent are reviewed."""
    actions.set_review(people.agent, 2, actor=actor(people.administrator))
    return open_ticket(people)


def _send(client: Client, ticket: Ticket, key: str = "k1", **fields: Any) -> Any:
    data = {"mode": "reply", "client_key": key, "body": "Shake the drum.", **fields}
    return client.post(f"/tickets/{ticket.number}/send/", data, **HTMX)


def _press(client: Client, verb: str, **fields: Any) -> int:
    row = Composition.objects.latest("id")
    return int(client.post(f"/compositions/{row.pk}/{verb}/", fields, **HTMX).status_code)


def _sent() -> list[str]:
    messages = Message.objects.filter(from_staff=True, visibility="public").order_by("id")
    return list(messages.values_list("text", flat=True))


def _state() -> str:
    return Composition.objects.latest("id").state


def test_an_answer_waits_until_a_colleague_approves_it(
    people: Cast, client_for: Doors, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    agent, reviewer = client_for(people.agent), client_for(people.supervisor)
    assert _send(agent, ticket, then="wait").status_code == 200
    frozen_clock.advance(timedelta(days=1))
    drain()
    assert (_state(), _sent()) == ("review", [])
    row = Composition.objects.get()
    for page in (reviewer.get("/reviews/"), reviewer.get(f"/tickets/{ticket.number}/")):
        assert f'data-review="{row.pk}"' in page.content.decode()
        assert "Shake the drum." in page.content.decode()
    assert _press(reviewer, "approve") == 200
    message = Message.objects.get(from_staff=True)
    assert (message.author, message.text) == (people.agent, "Shake the drum.")
    assert fresh(ticket).status == "pending", "what was to follow the answer follows it"
    assert (_state(), Composition.objects.get().reviewer) == ("sent", people.supervisor)
    approved = Event.objects.get(ticket=ticket, kind="reply.approved")
    assert (approved.actor_id, approved.payload["person"]) == (people.supervisor.pk, people.agent.pk)
    assert _press(reviewer, "approve") in (200, 302)
    assert len(_sent()) == 1


def test_after_enough_approvals_nobody_asks_any_more(
    people: Cast, client_for: Doors, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    agent, reviewer = client_for(people.agent), client_for(people.supervisor)
    for key in ("a", "b"):
        _send(agent, ticket, key)
        assert _state() == "review"
        _press(reviewer, "approve")
    assert ReviewedAuthor.objects.get().approved == 2
    _send(agent, ticket, "c", body="Now alone.")
    assert _state() == "waiting"
    frozen_clock.advance(timedelta(seconds=20))
    drain()
    assert _sent()[-1] == "Now alone."


def test_given_back_with_a_note(people: Cast, client_for: Doors, ticket: Ticket) -> None:
    _send(client_for(people.agent), ticket)
    reviewer = client_for(people.supervisor)
    assert _press(reviewer, "give-back", note=" ") == 422
    assert _state() == "review"
    assert _press(reviewer, "give-back", note="Name the page of the manual.") == 200
    page = client_for(people.agent).get(f"/tickets/{ticket.number}/").content.decode()
    assert "Name the page of the manual." in page
    assert "Shake the drum." in page
    assert (_state(), _sent()) == ("draft", [])
    assert ReviewedAuthor.objects.get().approved == 0
    assert kinds_since(ticket)[-1] == "reply.returned"


def test_the_reviewer_may_change_the_words(people: Cast, client_for: Doors, ticket: Ticket) -> None:
    _send(client_for(people.agent), ticket)
    assert _press(client_for(people.supervisor), "approve", body="Turn the drum.") == 200
    message = Message.objects.get(from_staff=True)
    assert (message.text, message.author) == ("Turn the drum.", people.agent)
    assert Event.objects.get(kind="reply.approved").payload["is_edited"] is True


def test_the_queue_works_without_scripts(people: Cast, client_for: Doors, ticket: Ticket) -> None:
    _send(client_for(people.agent), ticket)
    row, reviewer = Composition.objects.get(), client_for(people.supervisor)
    refused = reviewer.post(f"/compositions/{row.pk}/give-back/", {"note": ""}, follow=True)
    assert (refused.redirect_chain, _state()) == ([("/reviews/", 302)], "review")
    approved = reviewer.post(f"/compositions/{row.pk}/approve/", {"seen": "1"}, follow=True)
    assert (approved.redirect_chain, _sent()) == ([("/reviews/", 302)], ["Shake the drum."])
    assert "data-review" not in approved.content.decode()


def test_who_may_review(people: Cast, client_for: Doors, ticket: Ticket) -> None:
    """Not the author, nobody without the permission, nobody without the right in the group."""
    _send(client_for(people.agent), ticket)
    role = people.agent.role
    role.permissions = [*role.permissions, "tickets.review"]
    role.save()
    for person in (people.agent, people.other_agent, people.customer, people.clerk):
        for verb in ("approve", "give-back"):
            assert _press(client_for(person), verb, note="x") == 404
        assert b"Shake the drum" not in client_for(person).get("/reviews/").content
    assert (_state(), _sent()) == ("review", [])
    with pytest.raises(NotAllowed):
        actions.approve(Composition.objects.get(), actor=actor(people.agent))
    assert _press(client_for(people.administrator), "approve") == 200


def test_colleagues_without_the_permission_see_only_that_it_waits(
    people: Cast, client_for: Doors, ticket: Ticket
) -> None:
    _send(client_for(people.agent), ticket)
    actions.set_review(people.other_agent, 5, actor=actor(people.administrator))
    role = people.supervisor.role
    role.permissions = []
    role.save()
    page = client_for(people.supervisor).get(f"/tickets/{ticket.number}/").content.decode()
    assert 'data-review="' in page
    assert "Shake the drum." not in page
    assert "/approve/" not in page


def test_every_other_way_of_answering_is_held_too(
    people: Cast, client_for: Doors, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    agent = client_for(people.agent)
    plain = {"body": "Without scripts.", "client_key": "plain"}
    assert agent.post(f"/tickets/{ticket.number}/reply/", plain).status_code == 302
    solving = {"body": "Solved with words.", "client_key": "solve", "reason": "resolved"}
    assert agent.post(f"/tickets/{open_ticket(people).number}/solve/", solving, **HTMX).status_code == 200
    later = (frozen_clock.moment + timedelta(hours=1)).isoformat()
    _send(agent, open_ticket(people), "later", send_at=later)
    _send(agent, ticket, "f", mode="forward", to="maker@print.example", forwarded=_first(ticket))
    new = {
        "client_key": "n",
        "to": "nil@new.example",
        "subject": "Hello",
        "body": "New.",
        "group": people.group.pk,
    }
    assert agent.post("/compositions/new/", new).status_code == 302
    frozen_clock.advance(timedelta(days=1))
    drain()
    assert _sent() == []
    assert Composition.objects.filter(state="review").count() == 5
    assert fresh(ticket).is_open
    draft = Draft(text="x", recipients=({"kind": "to", "address": "a@b.example", "name": ""},))
    with pytest.raises(actions.NeedsReview):
        actions.reply(ticket, draft, actor=actor(people.agent))
    with pytest.raises(actions.NeedsReview):
        actions.forward(ticket, _message(ticket), draft, actor=actor(people.agent))


def _first(ticket: Ticket) -> int:
    return _message(ticket).pk


def _message(ticket: Ticket) -> Message:
    return Message.objects.filter(conversation_id=ticket.conversation_id).earliest("id")


def test_what_was_scheduled_before_is_held_as_well(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    ticket, agent = open_ticket(people), client_for(people.agent)
    _send(agent, ticket)
    actions.set_review(people.agent, 1, actor=actor(people.administrator))
    assert _press(agent, "send-now") == 200
    assert _state() == "review"
    _press(agent, "take-back")
    assert _state() == "draft"
    ReviewedAuthor.objects.all().delete()
    row = actions.send(Composition.objects.get(), actor=actor(people.agent))
    actions.set_review(people.agent, 1, actor=actor(people.administrator))
    frozen_clock.advance(timedelta(seconds=20))
    drain()
    row.refresh_from_db()
    assert (row.state, _sent()) == ("review", [])


def test_an_approved_answer_keeps_its_time(
    people: Cast, client_for: Doors, ticket: Ticket, frozen_clock: FrozenClock
) -> None:
    later = (frozen_clock.moment + timedelta(hours=1)).isoformat()
    _send(client_for(people.agent), ticket, send_at=later)
    assert _press(client_for(people.supervisor), "approve") == 200
    assert (_state(), _sent()) == ("waiting", [])
    frozen_clock.advance(timedelta(hours=2))
    drain()
    assert _sent() == ["Shake the drum."]


def test_nothing_is_approved_over_the_head_of_the_customer(
    people: Cast, client_for: Doors, ticket: Ticket
) -> None:
    _send(client_for(people.agent), ticket)
    newest = reply(ticket, people.customer, "It works again.").pk
    reviewer = client_for(people.supervisor)
    assert _press(reviewer, "approve") == 422
    assert _state() == "review"
    assert _press(reviewer, "approve", seen=newest) == 200


def test_notes_and_what_customers_said_are_not_reviewed(people: Cast, ticket: Ticket) -> None:
    assert note(ticket, people.agent).is_internal
    new = actions.NewTicket(
        requester=people.customer,
        group=people.group,
        subject="On the phone",
        draft=Draft(text="It is loud."),
        channel=Channel.PHONE,
    )
    assert actions.open_ticket(new, actor=actor(people.agent)).pk


@pytest.mark.parametrize("wanted", ["", "-1", "x", "1001"])
def test_only_a_number_is_taken(wanted: str, people: Cast, client_for: Doors) -> None:
    client = client_for(people.administrator)
    client.post(f"/settings/people/{people.agent.pk}/review/", {"wanted": wanted})
    assert not ReviewedAuthor.objects.exists()


def test_who_manages_people_decides(people: Cast, client_for: Doors) -> None:
    path = f"/settings/people/{people.agent.pk}/review/"
    for person in (people.supervisor, people.agent, people.customer):
        assert client_for(person).post(path, {"wanted": "3"}).status_code == 404
    client = client_for(people.administrator)
    assert client.post(path, {"wanted": "۳"}).status_code == 302
    assert ReviewedAuthor.objects.get().wanted == 3
    assert 'value="3"' in client.get(f"/settings/people/{people.agent.pk}/").content.decode()
    client.post(path, {"wanted": "0"})
    assert not ReviewedAuthor.objects.exists()
    assert AdministrationEntry.objects.filter(kind="person.reviewed").count() == 2
