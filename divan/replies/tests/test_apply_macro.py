"""Applying macros: all or nothing, one batch, a preview that says exactly what comes, and nothing sent unseen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from divan.accounts.models import User
from divan.conversations.markup import Written
from divan.conversations.models import Message
from divan.core.errors import NotAllowed, Refused
from divan.core.jobs import drain
from divan.replies import actions
from divan.replies.models import Macro
from divan.replies.tests.replies import macro, saved
from divan.tickets import actions as tickets
from divan.tickets.bulk.effects import bulk_effects
from divan.tickets.models import Category, Composition, Event, Ticket
from divan.tickets.queries.tags import tags_of
from divan.tickets.tests.desk import HTMX, fresh, kinds_since, press
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]


def _preview(client: Client, ticket: Ticket, one: Macro) -> str:
    response = client.get(f"/tickets/{ticket.number}/macro/{one.pk}/", **HTMX)
    assert response.status_code == 200
    return response.content.decode()


def _apply(client: Client, ticket: Ticket, one: Macro, **data: Any) -> Any:
    return press(client, ticket, "macro", **{"macro": one.pk, "seen": one.pk, "key": "k", **data})


def _everything(people: Cast) -> Macro:
    category = Category.objects.create(names={"en": "Printers"})
    return macro(
        people.agent,
        note="Ask {{requester.name}} for the model",
        assignee="me",
        category=category.pk,
        impact="high",
        urgency="high",
        tags_added=("printer",),
        tags_removed=("new",),
        type="incident",
        status="hold",
    )


def test_everything_happens_in_one_batch_that_names_the_macro(people: Cast, client_for: Doors) -> None:
    one, ticket = _everything(people), open_ticket(people)
    tickets.tag(ticket, ["new", "wifi"], actor=actor(people.agent))
    before = fresh(ticket).last_seq
    assert _apply(client_for(people.agent), ticket, one).status_code == 200
    row = fresh(ticket)
    assert (row.assignee_id, row.status, row.impact, row.type) == (
        people.agent.pk,
        "on_hold",
        "high",
        "incident",
    )
    assert tags_of([row.pk])[row.pk] == ["wifi", "printer"]
    assert people.customer.name in Message.objects.filter(from_staff=True).get().text
    events = Event.objects.filter(ticket=ticket, seq__gt=before).order_by("seq")
    assert events[0].kind == "macro.applied"
    assert len({event.batch for event in events}) == 1
    assert "First aid" in client_for(people.supervisor).get(f"/tickets/{ticket.number}/").content.decode()


def test_the_preview_says_what_comes_and_changes_nothing(people: Cast, client_for: Doors) -> None:
    one, ticket = _everything(people), open_ticket(people)
    before = fresh(ticket)
    page = _preview(client_for(people.agent), ticket, one)
    assert page.count("data-line") == 6
    assert "Printers" in page
    assert f"Ask {people.customer.name} for the model" in page
    assert "data-impossible" not in page
    assert fresh(ticket).last_seq == before.last_seq
    assert fresh(ticket).status == before.status
    assert not Message.objects.filter(from_staff=True).exists()


def test_what_cannot_be_done_is_said_before_and_nothing_is_done(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    one = macro(people.agent, tags_added=("vip",), assignee=str(people.other_agent.pk))
    assert "data-impossible" in _preview(client_for(people.agent), ticket, one)
    response = _apply(client_for(people.agent), ticket, one)
    assert response.status_code == 422
    assert kinds_since(ticket) == []
    with pytest.raises(Refused):
        actions.apply_macro(ticket, one, actor=actor(people.agent))
    assert not tags_of([ticket.pk])


def test_it_is_not_applied_before_its_preview_was_seen(people: Cast, client_for: Doors) -> None:
    one, ticket = macro(people.agent, status="hold"), open_ticket(people)
    response = _apply(client_for(people.agent), ticket, one, seen="")
    assert response.status_code == 422
    assert f'name="seen" value="{one.pk}"' in response.content.decode()
    assert fresh(ticket).status == "new"


def test_a_reply_waits_in_the_composer_and_solves_when_it_is_sent(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    reply = saved(people.agent, en="Hello", pl="Witaj {{requester.name}}")
    one, ticket = macro(people.agent, reply=reply.pk, status="solve"), open_ticket(people)
    client = client_for(people.agent)
    assert "data-preview-reply" in _preview(client, ticket, one)
    assert not Composition.objects.exists(), "the preview leaves no draft"
    response = _apply(client, ticket, one)
    draft = Composition.objects.get()
    assert (draft.state, draft.text, draft.then) == ("draft", f"Witaj {people.customer.name}", "solve")
    assert draft.client_key.partition(":")[2] in response.content.decode()
    assert fresh(ticket).is_open
    again = _apply(client, ticket, one)
    assert again.status_code == 200
    assert Composition.objects.get().text == draft.text, "the same words stand there once"
    tickets.send(draft, actor=actor(people.agent))
    frozen_clock.advance(timedelta(seconds=20))
    drain()
    assert fresh(ticket).status == "solved"


def test_what_somebody_was_writing_stays_before_it(people: Cast) -> None:
    ticket = open_ticket(people)
    typed = tickets.Written(mode="reply", text="Dear Celina,", key="a")
    tickets.save_draft(typed, actor=actor(people.agent), ticket=ticket)
    actions.apply_macro(ticket, macro(people.agent, words="Turn it off."), actor=actor(people.agent))
    assert Composition.objects.get().text == "Dear Celina,\n\nTurn it off."


def test_a_macro_that_sends_can_be_taken_back(people: Cast, client_for: Doors) -> None:
    one, ticket = macro(people.agent, words="Turn it off.", sends=True, status="wait"), open_ticket(people)
    assert _apply(client_for(people.agent), ticket, one).status_code == 200
    waiting = Composition.objects.get()
    assert waiting.state == "waiting"
    assert not Message.objects.filter(from_staff=True).exists()
    assert tickets.take_back(waiting, actor=actor(people.agent)).state == "draft"


def test_nothing_with_gaps_is_sent_by_itself(people: Cast, client_for: Doors) -> None:
    one = macro(people.agent, words="Dear {{organisation.name}}", sends=True)
    ticket = open_ticket(people)
    assert "data-impossible" in _preview(client_for(people.agent), ticket, one)
    assert _apply(client_for(people.agent), ticket, one).status_code == 422
    assert not Composition.objects.exists()


def test_nothing_half_written_is_sent_along(people: Cast) -> None:
    ticket = open_ticket(people)
    typed = tickets.Written(mode="reply", text="Half a sen", key="a")
    tickets.save_draft(typed, actor=actor(people.agent), ticket=ticket)
    with pytest.raises(Refused):
        actions.apply_macro(ticket, macro(people.agent, words="x", sends=True), actor=actor(people.agent))
    assert Composition.objects.get().state == "draft"


def test_others_macros_and_other_tickets_are_out_of_reach(people: Cast, client_for: Doors) -> None:
    ticket, theirs = open_ticket(people), macro(people.supervisor, status="hold")
    assert client_for(people.agent).get(f"/tickets/{ticket.number}/macro/{theirs.pk}/").status_code == 404
    assert _apply(client_for(people.agent), ticket, theirs).status_code == 422
    with pytest.raises(NotAllowed):
        actions.apply_macro(ticket, theirs, actor=actor(people.agent))
    mine = macro(people.other_agent, status="hold")
    assert client_for(people.other_agent).get(f"/tickets/{ticket.number}/macro/{mine.pk}/").status_code == 404


def test_a_note_is_written_once_however_often_it_is_sent(people: Cast) -> None:
    one, ticket = macro(people.agent, note="Seen"), open_ticket(people)
    for _time in range(2):
        actions.apply_macro(ticket, one, actor=actor(people.agent), key="the same")
    assert Message.objects.filter(from_staff=True).count() == 1


def test_the_dialog_works_without_scripts(people: Cast, client_for: Doors) -> None:
    one, ticket = macro(people.agent, status="hold"), open_ticket(people)
    client = client_for(people.agent)
    page = client.get(f"/tickets/{ticket.number}/macro/?macro={one.pk}").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    data = {"macro": one.pk, "seen": one.pk, "key": key[1]}
    assert client.post(f"/tickets/{ticket.number}/macro/", data).status_code == 302
    assert fresh(ticket).status == "on_hold"


def test_a_macro_of_many_tickets_is_offered_to_lists(people: Cast) -> None:
    one, ticket = macro(people.agent, status="hold"), open_ticket(people)
    bulk_effects["macro"].apply(ticket, {"macro": one.pk}, actor(people.agent))
    assert fresh(ticket).status == "on_hold"


def test_a_removed_macro_still_has_its_name_in_the_history(people: Cast, client_for: Doors) -> None:
    one, ticket = macro(people.agent, name="Cold start", status="hold"), open_ticket(people)
    _apply(client_for(people.agent), ticket, one)
    assert client_for(people.agent).post(f"/macros/{one.pk}/delete/").status_code == 302
    assert "Cold start" in client_for(people.agent).get(f"/tickets/{ticket.number}/").content.decode()
    assert _apply(client_for(people.agent), ticket, one).status_code == 422


def test_a_reply_that_its_keeper_took_back_is_read_through_no_macro(people: Cast, client_for: Doors) -> None:
    reply, ticket = saved(people.supervisor, "all", en="Our rebate is 40 %"), open_ticket(people)
    one = macro(people.supervisor, "all", reply=reply.pk)
    words = actions.ReplyWords("own", "en", "Title", Written("Our rebate is 40 %"))
    actions.save_reply(words, actor=actor(people.supervisor), reply_id=reply.pk)
    assert "rebate" not in _preview(client_for(people.agent), ticket, one)
    with pytest.raises(Refused):
        actions.apply_macro(ticket, one, actor=actor(people.agent))
