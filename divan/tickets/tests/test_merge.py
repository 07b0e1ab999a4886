"""Merging: what the desk sees, what customers see, and what stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.accounts import actions as accounts
from divan.accounts.models import User
from divan.conversations.actions import Draft, upload
from divan.conversations.models import Message
from divan.core.actors import Right
from divan.core.errors import NotAllowed, Refused
from divan.core.jobs import drain
from divan.tickets import actions
from divan.tickets.models import Composition, Event, Participant, Ticket
from divan.tickets.tests.desk import HTMX, fresh, kinds_since
from divan.tickets.tests.searching import found, only
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db


def _pair(people: Cast, **other: Any) -> tuple[Ticket, Ticket]:
    """A ticket and an older one that it repeats."""
    home = open_ticket(people, text="Empty pages since Monday.")
    return open_ticket(people, subject="Pages are white", text="All white again.", **other), home


def _merge(client: Client, ticket: Ticket, into: Ticket, **more: Any) -> Any:
    """As a browser does it: looks at the preview, then merges."""
    shown = client.get(f"/tickets/{ticket.number}/merge/preview/", {"target": into.number}, **HTMX)
    seen = shown.content.decode().split('name="seen" value="')[1].split('"')[0]
    data = {"target": into.number, "seen": seen, **more}
    return client.post(f"/tickets/{ticket.number}/merge/", data, **HTMX)


def _page(client: Client, ticket: Ticket, place: str = "tickets") -> str:
    return str(client.get(f"/{place}/{ticket.number}/").content.decode())


def test_both_conversations_are_read_in_one_in_the_order_of_time(people: Cast, client_for: Doors) -> None:
    ticket, home = _pair(people)
    reply(home, people.agent, "Which printer?")
    note(ticket, people.agent, "Probably the drum.")
    answer = _merge(client_for(people.agent), ticket, home)
    assert answer.headers["HX-Redirect"] == f"/tickets/{home.number}/"
    page = _page(client_for(people.agent), home)
    places = [
        page.index(text)
        for text in ("Empty pages since Monday.", "All white again.", "Which printer?", "Probably the drum.")
    ]
    assert places == sorted(places)
    assert page.count('class="origin"') == 2
    assert Message.objects.filter(conversation_id=ticket.conversation_id).count() == 2


def test_the_merged_ticket_is_closed_and_leads_to_the_other(people: Cast, client_for: Doors) -> None:
    ticket, home = _pair(people)
    _merge(client_for(people.agent), ticket, home)
    merged = fresh(ticket)
    assert (merged.status, merged.close_reason, merged.is_open) == ("closed", "merged", False)
    assert (merged.merged_into_id, merged.waiting_since) == (home.pk, None)
    assert kinds_since(ticket) == ["ticket.merged", "ticket.closed"]
    assert kinds_since(home) == ["ticket.merged"]
    assert len(set(Event.objects.filter(kind="ticket.merged").values_list("batch", flat=True))) == 1
    assert f'id="merged-into" data-tone="info" href="/tickets/{home.number}/"' in _page(
        client_for(people.agent), ticket
    )


def test_what_the_desk_owes_is_owed_by_the_ticket_that_goes_on(people: Cast) -> None:
    home = open_ticket(people)
    reply(home, people.agent)
    ticket = open_ticket(people, subject="Still empty", text="Nobody called me back.")
    actions.wait(home, actor=actor(people.agent))
    actions.merge(ticket, home, actor=actor(people.agent))
    now = fresh(home)
    assert (now.waiting_since, now.status) == (ticket.waiting_since, "open")
    assert now.last_customer_message_at == ticket.last_customer_message_at
    assert now.snippet == "Nobody called me back."
    assert now.first_reply_at == fresh(home).first_reply_at


def test_a_first_answer_counts_for_both(people: Cast) -> None:
    ticket, home = _pair(people)
    reply(ticket, people.agent)
    actions.merge(ticket, home, actor=actor(people.agent))
    assert fresh(home).first_reply_at == fresh(ticket).first_reply_at


def test_another_requester_sees_nothing_without_a_tick(people: Cast, client_for: Doors) -> None:
    ticket, home = _pair(people, requester=people.other_customer)
    _merge(client_for(people.agent), ticket, home)
    theirs, ours = client_for(people.other_customer), client_for(people.customer)
    assert theirs.get(f"/my/tickets/{home.number}/").status_code == 404
    page = _page(theirs, ticket, "my/tickets")
    assert 'id="merged"' in page
    assert "All white again." in page
    assert home.number not in page
    assert "All white again." not in _page(ours, home, "my/tickets")
    assert not Participant.objects.exists()
    desk = _page(client_for(people.agent), home)
    assert "All white again." in desk
    assert fresh(home).snippet == "Empty pages since Monday."


def test_with_the_tick_they_become_one_circle(people: Cast, client_for: Doors) -> None:
    ticket, home = _pair(people, requester=people.other_customer)
    _merge(client_for(people.agent), ticket, home, openly="on")
    for person in (people.customer, people.other_customer):
        page = _page(client_for(person), home, "my/tickets")
        assert "All white again." in page
        assert "Empty pages since Monday." in page
    assert f"/my/tickets/{home.number}/" in _page(client_for(people.other_customer), ticket, "my/tickets")
    assert list(Participant.objects.values_list("ticket", "user")) == [(home.pk, people.other_customer.pk)]
    assert kinds_since(home) == ["ticket.merged", "ticket.participants_changed"]


def test_notes_stay_with_the_desk_after_the_tick(people: Cast, client_for: Doors) -> None:
    ticket, home = _pair(people, requester=people.other_customer)
    note(ticket, people.agent, "A difficult customer.")
    _merge(client_for(people.agent), ticket, home, openly="on")
    for person in (people.customer, people.other_customer):
        for each in (ticket, home):
            assert "A difficult customer." not in _page(client_for(person), each, "my/tickets")


def test_people_in_copy_count_as_readers(people: Cast, client_for: Doors) -> None:
    ticket, home = _pair(people)
    actions.copy_in(home, [people.other_customer], actor=actor(people.agent))
    shown = client_for(people.agent).get(
        f"/tickets/{ticket.number}/merge/preview/", {"target": home.number}, **HTMX
    )
    assert people.other_customer.name in shown.content.decode()
    _merge(client_for(people.agent), ticket, home)
    assert "All white again." not in _page(client_for(people.other_customer), home, "my/tickets")
    assert "All white again." in _page(client_for(people.customer), ticket, "my/tickets")


def test_an_organisation_that_shares_counts_as_reader(people: Cast, client_for: Doors) -> None:
    shop = accounts.create_organization(
        "Cedar & Sons", shares_tickets=True, actor=actor(people.administrator)
    )
    ticket, home = _pair(people)
    Ticket.objects.filter(pk=home.pk).update(organization=shop)
    shown = client_for(people.agent).get(
        f"/tickets/{ticket.number}/merge/preview/", {"target": home.number}, **HTMX
    )
    assert "Cedar &amp; Sons" in shown.content.decode()
    assert 'name="openly"' in shown.content.decode()


def test_a_preview_that_is_no_longer_true_is_shown_again(people: Cast, client_for: Doors) -> None:
    ticket, home = _pair(people)
    client = client_for(people.agent)
    first = client.post(f"/tickets/{ticket.number}/merge/", {"words": home.number.lower()})
    assert first.status_code == 422
    page = first.content.decode()
    assert 'id="preview"' in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    actions.copy_in(home, [people.other_customer], actor=actor(people.agent))
    again = client.post(f"/tickets/{ticket.number}/merge/", {"words": home.number, "seen": seen})
    assert again.status_code == 422
    assert people.other_customer.name in again.content.decode()
    assert fresh(ticket).merged_into_id is None


def test_it_needs_the_right_to_change_both(people: Cast, client_for: Doors) -> None:
    ticket, home = _pair(people, group=people.other_group)
    for person, first, second in ((people.agent, home, ticket), (people.other_agent, ticket, home)):
        with pytest.raises(NotAllowed):
            actions.merge(first, second, actor=actor(person))
        client = client_for(person)
        shown = client.get(f"/tickets/{first.number}/merge/preview/", {"target": second.number}, **HTMX)
        assert 'id="preview"' not in shown.content.decode()
        assert second.subject not in shown.content.decode()
    accounts.add_member(people.other_group, people.agent, Right.CHANGE, actor=actor(people.administrator))
    assert actions.merge(ticket, home, actor=actor(people.agent)).pk == home.pk


def test_what_cannot_be_merged_is_refused(people: Cast) -> None:
    agent = actor(people.agent)
    ticket, home = _pair(people)
    third = open_ticket(people, subject="And again")
    with pytest.raises(Refused):
        actions.merge(ticket, ticket, actor=agent)
    actions.merge(ticket, home, actor=agent)
    for one, into in ((ticket, third), (third, ticket), (home, ticket)):
        with pytest.raises(Refused):
            actions.merge(one, into, actor=agent)
    solve(third, people.agent)
    with pytest.raises(Refused):
        actions.merge(home, third, actor=agent)
    actions.close(third, actor=agent)
    with pytest.raises(Refused):
        actions.merge(third, home, actor=agent)
    assert kinds_since(home) == ["ticket.merged"]


def test_doing_it_twice_does_it_once(people: Cast) -> None:
    ticket, home = _pair(people)
    for _time in range(2):
        actions.merge(ticket, home, actor=actor(people.agent))
    assert kinds_since(ticket) == ["ticket.merged", "ticket.closed"]
    assert kinds_since(home) == ["ticket.merged"]


def test_a_merged_ticket_is_worked_on_no_more(people: Cast, client_for: Doors) -> None:
    ticket, home = _pair(people)
    actions.merge(ticket, home, actor=actor(people.agent))
    agent, customer = actor(people.agent), actor(people.customer)
    for attempt in (
        lambda: reply(ticket, people.agent),
        lambda: reply(ticket, people.customer),
        lambda: actions.reopen(ticket, actor=customer),
        lambda: actions.assign(ticket, people.agent.pk, actor=agent),
        lambda: actions.move(ticket, people.other_group, actor=actor(people.administrator)),
    ):
        with pytest.raises(Refused):
            attempt()
    assert kinds_since(ticket) == ["ticket.merged", "ticket.closed"]
    page = _page(client_for(people.agent), ticket)
    assert 'id="composer-note"' in page
    assert 'id="composer-reply"' not in page


def test_a_chain_shows_everything_in_the_last(people: Cast, client_for: Doors) -> None:
    agent = actor(people.agent)
    first = open_ticket(people, text="The oldest words.")
    second = open_ticket(people, requester=people.other_customer, text="Words of somebody else.")
    last = open_ticket(people, text="The newest words.")
    actions.merge(first, second, actor=agent)
    actions.merge(second, last, actor=agent, openly=True)
    desk = _page(client_for(people.agent), last)
    assert "The oldest words." in desk
    assert "Words of somebody else." in desk
    customer = _page(client_for(people.customer), last, "my/tickets")
    assert "Words of somebody else." in customer
    assert "The oldest words." not in customer
    assert "The oldest words." in _page(client_for(people.customer), first, "my/tickets")


def test_words_are_found_in_the_ticket_that_goes_on_by_whoever_may_read_them(people: Cast) -> None:
    ticket, home = _pair(people, requester=people.other_customer)
    actions.merge(ticket, home, actor=actor(people.agent))
    assert found("white", people.agent) == only(ticket, home)
    assert found("white", people.customer) == set()
    assert found("white", people.other_customer) == only(ticket)


def test_files_of_a_merged_ticket_open_from_the_other_for_those_who_read_them(
    people: Cast, client_for: Doors
) -> None:
    ticket, home = _pair(people, requester=people.other_customer)
    file = upload(SimpleUploadedFile("drum.txt", b"worn out"), actor=actor(people.agent))
    actions.reply(ticket, Draft(text="See the file.", attachments=(file.pk,)), actor=actor(people.agent))
    actions.merge(ticket, home, actor=actor(people.agent))
    path = f"{home.number}/files/{file.pk}/drum.txt"
    assert client_for(people.agent).get(f"/tickets/{path}").status_code == 200
    assert client_for(people.customer).get(f"/my/tickets/{path}").status_code == 404


def test_a_reply_that_waits_for_its_time_comes_back_to_its_author(
    people: Cast, frozen_clock: FrozenClock
) -> None:
    ticket, home = _pair(people)
    author = actor(people.agent)
    draft = actions.save_draft(actions.Written(mode="reply", text="Which one?"), actor=author, ticket=ticket)
    assert draft is not None
    actions.send(draft, actor=author)
    actions.merge(ticket, home, actor=actor(people.supervisor))
    frozen_clock.advance(timedelta(minutes=1))
    drain()
    row = Composition.objects.get()
    assert (row.state, row.text) == ("draft", "Which one?")
    assert home.number in row.error
    assert not Message.objects.filter(text="Which one?").exists()


def test_a_reply_begun_before_is_not_promised_to_be_sent_and_stays_to_be_read(
    people: Cast, client_for: Doors
) -> None:
    ticket, home = _pair(people)
    client = client_for(people.agent)
    actions.merge(ticket, home, actor=actor(people.supervisor))
    data = {"mode": "reply", "body": "Which drum?", "client_key": "a" * 24}
    answer = client.post(f"/tickets/{ticket.number}/send/", data, **HTMX)
    assert answer.status_code == 422
    assert home.number in answer.content.decode()
    assert Composition.objects.get().state == Composition.State.DRAFT
    assert "Which drum?" in _page(client, ticket)
    client.post(f"/tickets/{ticket.number}/send/", {**data, "mode": "note", "client_key": "b" * 24}, **HTMX)
    assert Message.objects.filter(text="Which drum?", visibility="internal").exists()
