"""What is due is sent exactly once: two workers, the undo in the same moment, a row that is broken."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from divan.conversations.models import Message
from divan.core.errors import Refused
from divan.core.jobs import drain
from divan.tickets import actions, outbox
from divan.tickets.models import Composition, Ticket
from tests.support.builders import note, open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db(transaction=True)


def _waiting(ticket: Ticket, people: Cast, text: str) -> Composition:
    """A reply whose seconds are over."""
    author = actor(people.agent)
    draft = actions.save_draft(actions.Written(mode="reply", text=text), actor=author, ticket=ticket)
    assert draft is not None
    row = actions.send(draft, actor=author)
    past = row.updated_at - timedelta(seconds=1)
    Composition.objects.filter(pk=row.pk).update(send_at=past)
    return row


def _together(*work: Callable[[], object]) -> None:
    """Do everything at the same moment, each in a thread with a connection of its own."""
    start = threading.Barrier(len(work))

    def run(one: Callable[[], object]) -> None:
        start.wait(10)
        try:
            one()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _pump() -> None:
    outbox.pump(threading.Event())


def _replies() -> list[str]:
    return sorted(Message.objects.filter(from_staff=True).values_list("text", flat=True))


def test_two_workers_send_everything_once(people: Cast) -> None:
    wanted = []
    for number in range(12):
        _waiting(open_ticket(people, subject=f"Ticket {number}"), people, f"Answer {number}")
        wanted.append(f"Answer {number}")
    _together(_pump, _pump)
    drain()
    assert _replies() == sorted(wanted)
    assert set(Composition.objects.values_list("state", flat=True)) == {"sent"}


def test_undo_in_the_same_moment_is_one_or_the_other(people: Cast) -> None:
    for number in range(6):
        row = _waiting(open_ticket(people, subject=f"Ticket {number}"), people, f"Answer {number}")
        refused: list[bool] = []

        def undo(row: Composition = row, refused: list[bool] = refused) -> None:
            try:
                actions.take_back(row, actor=actor(people.agent))
            except Refused:
                refused.append(True)

        _together(_pump, undo)
        row.refresh_from_db()
        was_sent = f"Answer {number}" in _replies()
        assert (row.state == "sent") == was_sent == bool(refused)
        assert row.state in ("sent", "draft")


def test_a_broken_row_does_not_stop_the_others(people: Cast) -> None:
    broken = _waiting(open_ticket(people), people, "Broken")
    Composition.objects.filter(pk=broken.pk).update(recipients=[{"nonsense": 1}])
    _waiting(open_ticket(people), people, "Whole")
    drain()
    broken.refresh_from_db()
    assert _replies() == ["Whole"]
    assert (broken.state, broken.text) == ("failed", "Broken")


@pytest.mark.parametrize(("who", "is_stopped"), [("customer", True), ("supervisor", True), ("agent", False)])
def test_a_reply_is_stopped_by_what_somebody_else_wrote_meanwhile(
    who: str, is_stopped: bool, people: Cast
) -> None:
    """By the customer or a colleague, not by what its author wrote elsewhere, nor by a note."""
    ticket, author = open_ticket(people), actor(people.agent)
    seen = Message.objects.latest("pk").pk
    written = actions.Written(mode="reply", text="On its way.", seen=seen)
    draft = actions.save_draft(written, actor=author, ticket=ticket)
    assert draft is not None
    note(ticket, people.supervisor)
    reply(ticket, getattr(people, who), "It has arrived.")
    if is_stopped:
        with pytest.raises(actions.SomethingNew):
            actions.send(draft, actor=author)
    else:
        assert actions.send(draft, actor=author).state == Composition.State.WAITING
