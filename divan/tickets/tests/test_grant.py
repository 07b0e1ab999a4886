"""One ticket shown to a colleague of another group: every door opens, and closes again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from divan.accounts.actions import add_member
from divan.accounts.models import User
from divan.conversations.actions import Draft, upload
from divan.core import clock, jobs
from divan.core.actors import Right
from divan.core.errors import NotAllowed, Refused
from divan.realtime.topics import may_listen
from divan.tickets import access, actions
from divan.tickets.models import Because, Event, Grant, Ticket
from divan.tickets.queries.palette import Most, look
from tests.support.builders import note, open_ticket, reply
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
FRAGMENTS = ("show_ticket", "show_changes", "ticket_panels", "ticket_answers")
CHANGES = ("assign_ticket", "move_ticket", "tag_ticket", "wait_ticket", "solve_ticket", "close_ticket")


@pytest.fixture
def ticket(people: Cast) -> Ticket:
    """A ticket of Support with a note, found by search."""
    made = open_ticket(people)
    note(made, people.agent, "The drum rollers are contaminated.")
    jobs.drain()
    return made


def _let_see(ticket: Ticket, people: Cast) -> None:
    actions.grant(ticket, people.other_agent, because=Because.REFERRAL, actor=actor(people.agent))
    jobs.drain()


def _end(ticket: Ticket, people: Cast) -> None:
    actions.withdraw(ticket, people.other_agent, because=Because.REFERRAL, actor=actor(people.agent))
    jobs.drain()


def _statuses(client: Client, ticket: Ticket) -> set[int]:
    return {client.get(reverse(name, kwargs={"number": ticket.number})).status_code for name in FRAGMENTS}


def test_page_and_fragments_open_and_close(people: Cast, client_for: Doors, ticket: Ticket) -> None:
    client = client_for(people.other_agent)
    assert _statuses(client, ticket) == {404}
    _let_see(ticket, people)
    assert _statuses(client, ticket) == {200}
    page = client.get(reverse("show_ticket", kwargs={"number": ticket.number})).content.decode()
    assert "contaminated" in page
    _end(ticket, people)
    assert _statuses(client, ticket) == {404}


def test_whoever_is_shown_a_ticket_writes_notes_and_changes_nothing_else(
    people: Cast, client_for: Doors, ticket: Ticket
) -> None:
    _let_see(ticket, people)
    note(ticket, people.other_agent, "Clean them with alcohol.")
    with pytest.raises(NotAllowed):
        reply(ticket, people.other_agent)
    client = client_for(people.other_agent)
    sent = {"group": people.other_group.pk, "reason": "resolved", "assignee": "me", "tags": "drum"}
    where = {"number": ticket.number}
    answers = {client.post(reverse(name, kwargs=where), sent).status_code for name in CHANGES}
    assert answers == {404}
    _end(ticket, people)
    with pytest.raises(NotAllowed):
        note(ticket, people.other_agent)


def test_files_of_notes_open_and_close(people: Cast, client_for: Doors, ticket: Ticket) -> None:
    agent = actor(people.agent)
    file = upload(SimpleUploadedFile("rollers.txt", b"worn out"), actor=agent)
    actions.note(ticket, Draft(text="See the file.", attachments=(file.pk,)), actor=agent)
    where = {"number": ticket.number, "attachment_id": file.pk, "name": file.name}
    address, client = reverse("ticket_file", kwargs=where), client_for(people.other_agent)
    _let_see(ticket, people)
    assert client.get(address).status_code == 200
    _end(ticket, people)
    assert client.get(address).status_code == 404


def _found(people: Cast, words: str) -> list[str]:
    found = look(actor(people.other_agent), words, "en", Most(tickets=5, people=0, articles=0))
    return [row["number"] for row in found.tickets]


@pytest.mark.parametrize("words", ["contaminated", "empty pages", "assignee:none empty", "is:unassigned"])
def test_search_finds_it_by_notes_words_and_fields_of_the_desk(
    people: Cast, client_for: Doors, ticket: Ticket, words: str
) -> None:
    client = client_for(people.other_agent)
    link = reverse("show_ticket", kwargs={"number": ticket.number})
    assert _found(people, words) == []
    _let_see(ticket, people)
    assert _found(people, words) == [ticket.number]
    assert link in client.get(reverse("search"), {"q": words}).content.decode()
    _end(ticket, people)
    assert _found(people, words) == []
    assert link not in client.get(reverse("search"), {"q": words}).content.decode()


def test_sockets_hear_the_desk_of_the_ticket_and_nothing_of_the_group(people: Cast, ticket: Ticket) -> None:
    desk, inbox = f"desk:{ticket.pk}", f"inbox:{people.group.pk}"
    assert not may_listen(actor(people.other_agent), desk)
    _let_see(ticket, people)
    assert may_listen(actor(people.other_agent), desk)
    assert not may_listen(actor(people.other_agent), inbox)
    _end(ticket, people)
    assert not may_listen(actor(people.other_agent), desk)


def test_lists_of_groups_stay_as_they_are(people: Cast, client_for: Doors, ticket: Ticket) -> None:
    _let_see(ticket, people)
    address = reverse("inbox_view", kwargs={"view": "open"})
    assert ticket.number not in client_for(people.other_agent).get(address).content.decode()


def test_a_group_sees_it_as_long_as_the_grant_lasts(people: Cast, client_for: Doors, ticket: Ticket) -> None:
    client, by = client_for(people.other_agent), actor(people.agent)
    actions.grant(ticket, people.other_group, because=Because.REFERRAL, actor=by)
    jobs.drain()
    assert _statuses(client, ticket) == {200}
    assert _found(people, "contaminated") == [ticket.number]
    assert client_for(people.clerk).get(f"/tickets/{ticket.number}/").status_code == 404
    actions.withdraw(ticket, people.other_group, because=Because.REFERRAL, actor=by)
    assert _statuses(client, ticket) == {404}


def test_two_reasons_are_two_grants_and_the_last_one_closes_the_door(people: Cast, ticket: Ticket) -> None:
    by, dina = actor(people.agent), people.other_agent
    for because in (Because.REFERRAL, Because.SIDE_THREAD, Because.REFERRAL):
        actions.grant(ticket, dina, because=because, actor=by)
    assert Grant.objects.filter(ended_at=None).count() == 2
    actions.withdraw(ticket, dina, because=Because.REFERRAL, actor=by)
    assert access.may(actor(dina), "see", ticket)
    actions.withdraw(ticket, dina, because=Because.SIDE_THREAD, actor=by)
    assert not access.may(actor(dina), "see", ticket)
    kinds = Event.objects.filter(kind__startswith="access.").order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["access.granted", "access.ended"]


def test_customers_hold_no_grant(people: Cast, client_for: Doors, ticket: Ticket) -> None:
    with pytest.raises(Refused):
        actions.grant(ticket, people.other_customer, because=Because.REFERRAL, actor=actor(people.agent))
    row = {"ticket": ticket, "because": Because.REFERRAL, "created_at": clock.now()}
    Grant.objects.create(person=people.other_customer, **row)
    Grant.objects.create(person=people.customer, **row)
    _holds_nothing(people.other_customer, ticket)
    client = client_for(people.customer)
    assert "contaminated" not in client.get(f"/my/tickets/{ticket.number}/").content.decode()
    assert not may_listen(actor(people.customer), f"desk:{ticket.pk}")


def _holds_nothing(person: User, ticket: Ticket) -> None:
    who = actor(person)
    assert not access.visible_to(who).filter(pk=ticket.pk).exists()
    assert not access.is_staff_on(who, ticket)


def test_whoever_asked_the_ticket_never_reads_its_notes(people: Cast) -> None:
    ticket = open_ticket(people, requester=people.other_agent)
    written = note(ticket, people.agent)
    with pytest.raises(Refused):
        actions.grant(ticket, people.other_agent, because=Because.REFERRAL, actor=actor(people.agent))
    actions.grant(ticket, people.other_group, because=Because.REFERRAL, actor=actor(people.agent))
    dina = actor(people.other_agent)
    assert not access.is_staff_on(dina, ticket)
    assert written not in access.messages_for(dina, ticket)
    assert written not in access.messages_in(dina, {ticket.conversation_id: ticket.group_id})


def test_only_who_sees_the_ticket_lets_others_see_it(people: Cast, ticket: Ticket) -> None:
    for person in (people.other_agent, people.customer):
        with pytest.raises(NotAllowed):
            actions.grant(ticket, people.clerk, because=Because.REFERRAL, actor=actor(person))


def test_nobody_is_told_who_sees_the_ticket_anyway(people: Cast, ticket: Ticket) -> None:
    add_member(people.group, people.other_agent, Right.SEE, actor=actor(people.administrator))
    _let_see(ticket, people)
    _end(ticket, people)
    assert not Event.objects.filter(kind__startswith="access.").exists()


def test_the_database_keeps_one_holder_and_one_open_grant(people: Cast, ticket: Ticket) -> None:
    row = {"ticket": ticket, "because": Because.REFERRAL, "created_at": clock.now()}
    Grant.objects.create(person=people.other_agent, **row)
    for holders in ({}, {"person": people.clerk, "group": people.group}, {"person": people.other_agent}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.create(**holders, **row)


def test_the_page_costs_a_granted_reader_no_query_more(
    people: Cast, client_for: Doors, ticket: Ticket
) -> None:
    _let_see(ticket, people)
    for person in (people.agent, people.other_agent):
        client_for(person).get(f"/tickets/{ticket.number}/")
    numbers = []
    for person in (people.agent, people.other_agent):
        client = client_for(person)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(f"/tickets/{ticket.number}/")
        numbers.append(len(asked))
    assert numbers[1] <= numbers[0]
