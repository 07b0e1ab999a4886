"""The index can be thrown away, and always catches up."""

from __future__ import annotations

import threading

import pytest

from divan.core.jobs import drain
from divan.search import rebuilding
from divan.search.actions import changed, start_rebuild
from divan.search.documents import document_kinds
from divan.search.engines import engine
from divan.search.models import Change, IndexedDocument, Rebuild
from divan.search.queries import find, progress
from divan.tickets.models import Ticket
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db


def found(text: str, people: Cast) -> list[int]:
    return [hit.object_id for hit in find(text, actor=actor(people.supervisor), kind="ticket").hits]


def test_every_kind_is_indexed_from_nothing_without_being_told(people: Cast) -> None:
    ticket = open_ticket(people, subject="Scanner")
    drain()
    assert found("scanner", people) == [ticket.pk]
    assert {rebuild.kind for rebuild in progress()} == set(document_kinds)
    assert all(rebuild.finished_at for rebuild in progress())


def test_a_lost_index_comes_back_while_people_search(people: Cast) -> None:
    tickets = [open_ticket(people, subject="Scanner") for _ in range(3)]
    drain()
    engine().clear()
    assert found("scanner", people) == []
    start_rebuild(["ticket"])
    drain()
    assert found("scanner", people) == [ticket.pk for ticket in reversed(tickets)]


def test_a_rebuild_goes_on_where_it_was_and_says_how_far_it_is(
    people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        open_ticket(people, subject="Scanner")
    drain()
    start_rebuild(["ticket"])
    monkeypatch.setattr(rebuilding, "BATCH", 2)
    rebuilding.pump(threading.Event())
    half = Rebuild.objects.get(kind="ticket")
    assert (half.done, half.total, half.finished_at) == (2, 3, None)
    drain()
    whole = Rebuild.objects.get(kind="ticket")
    assert whole.done == 3
    assert whole.finished_at


def test_an_older_version_of_the_forms_is_replaced(people: Cast) -> None:
    open_ticket(people, subject="Scanner")
    drain()
    Rebuild.objects.update(version=0)
    IndexedDocument.objects.update(version=0, digest="of other rules")
    drain()
    assert not IndexedDocument.objects.filter(version=0).exists()


def test_what_is_gone_is_swept_out_by_a_rebuild(people: Cast) -> None:
    ticket = open_ticket(people, subject="Scanner")
    drain()
    Ticket.objects.filter(pk=ticket.pk).delete()
    assert found("scanner", people) == []
    start_rebuild(["ticket"])
    drain()
    assert not IndexedDocument.objects.filter(kind="ticket").exists()


def test_indexing_the_same_thing_again_changes_nothing(people: Cast) -> None:
    ticket = open_ticket(people, subject="Scanner")
    drain()
    before = list(IndexedDocument.objects.values_list("pk", "digest"))
    changed("ticket", ticket.pk, ticket.pk)
    drain()
    assert list(IndexedDocument.objects.values_list("pk", "digest")) == before
    assert not Change.objects.exists()


def test_many_messages_are_one_document(people: Cast) -> None:
    ticket = open_ticket(people, subject="Scanner")
    for number in range(5):
        reply(ticket, people.agent, f"Answer {number} mentions the platen{number}")
        drain()
    assert IndexedDocument.objects.filter(kind="ticket").count() == 1
    assert found("platen0 platen4", people) == [ticket.pk]
