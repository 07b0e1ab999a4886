"""Tickets of chats that are merged: never while somebody talks in them, and nothing is lost afterwards."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from divan.accounts.models import User
from divan.chat.actions.ending import end_chat
from divan.chat.models import EndReason, State
from divan.chat.tests.talking import begin, read, say, taken, texts
from divan.core import jobs
from divan.realtime.lines.families import Declined, Stored
from divan.tickets import actions
from divan.tickets.models import Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]


def merging(client: Client, ticket: Ticket, into: Ticket) -> tuple[int, str]:
    """What the desk's page answers when it merges."""
    preview = client.get(
        f"/tickets/{ticket.number}/merge/preview/", {"target": into.number}, headers={"HX-Request": "true"}
    )
    seen = preview.content.decode().split('name="seen" value="')[1].split('"')[0]
    data = {"target": into.number, "seen": seen}
    answer = client.post(f"/tickets/{ticket.number}/merge/", data, headers={"HX-Request": "true"})
    return answer.status_code, answer.content.decode()


def test_a_ticket_is_not_merged_away_while_its_chat_runs(people: Cast, client_for: Doors) -> None:
    waits, runs, home = begin(people), taken(people), open_ticket(people)
    client = client_for(people.agent)
    for talk in (waits, runs):
        status, page = merging(client, talk.ticket, home)
        assert status == 422
        with translation.override(people.agent.language):
            reason = gettext("The chat of this ticket is still running. Merge the ticket when it has ended.")
        assert reason in page
        assert talk.ticket.merged_into is None
        assert isinstance(say(talk.visitor(), "Are you still there?"), Stored)
        assert texts(talk.visitor())[-1] == "Are you still there?"


def test_another_ticket_is_merged_into_a_running_chat_and_its_visitor_sees_nothing_of_it(
    people: Cast, client_for: Doors
) -> None:
    talk, other = taken(people), open_ticket(people, text="My invoice is wrong.")
    before = read(talk.visitor())
    assert merging(client_for(people.agent), other, talk.ticket)[0] == 204
    assert talk.now().state == State.ACTIVE
    assert read(talk.visitor()) == before
    assert isinstance(say(talk.expert(people.agent), "Which light is on?"), Stored)
    assert "My invoice is wrong." not in texts(talk.visitor())


def test_a_merged_chat_stays_in_the_archive_and_goes_on_in_the_other_ticket(
    people: Cast, client_for: Doors
) -> None:
    talk, home = taken(people), open_ticket(people)
    say(talk.visitor(), "The marmalade is orange.")
    end_chat(talk.chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    actions.merge(talk.ticket, home, actor=actor(people.agent))
    jobs.drain()
    reader, row = client_for(people.supervisor), f'data-chat="{talk.chat.pk}"'
    assert row in reader.get("/chats/archive/", {"q": "marmalade"}).content.decode()
    assert "The marmalade is orange." in reader.get(f"/chats/archive/{talk.chat.pk}/").content.decode()
    assert "The marmalade is orange." in reader.get(f"/tickets/{home.number}/").content.decode()


def test_words_that_come_after_all_that_are_refused_and_stay_with_the_visitor(people: Cast) -> None:
    talk, home = taken(people), open_ticket(people)
    visitor = talk.visitor()
    end_chat(talk.chat, actor=actor(people.agent), reason=EndReason.EXPERT)
    actions.merge(talk.ticket, home, actor=actor(people.agent))
    outcome = say(visitor, "One more thing.")
    assert isinstance(outcome, Declined)
    assert "another ticket" in outcome.why
