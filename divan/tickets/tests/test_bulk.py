"""The same for many tickets: chosen by ticking or as all that fit, done at once or by the worker, taken back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from divan.accounts import actions as accounts
from divan.accounts.models import User
from divan.core import jobs
from divan.core.actors import Actor
from divan.tickets import actions
from divan.tickets.bulk import starting, working
from divan.tickets.bulk.effects import Effect, bulk_effects
from divan.tickets.bulk.working import work_on
from divan.tickets.models import BulkItem, BulkJob, Event, Status, Tagging, Ticket
from divan.tickets.tests.desk import HTMX, fresh, kinds_since
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]
MANY = starting.AT_ONCE + 5


@pytest.fixture
def tickets(people: Cast, frozen_clock: FrozenClock) -> list[Ticket]:
    """Three new tickets, of one moment."""
    return [open_ticket(people, subject=f"Request {which}") for which in range(3)]


def _ids(tickets: list[Ticket]) -> list[int]:
    return [ticket.pk for ticket in tickets]


def _change(client: Client, effect: str, tickets: list[Ticket], **answers: Any) -> Any:
    """The effect as a browser with scripts sends it, with the answers to its question."""
    data = {"effect": effect, "ticket": _ids(tickets), "answered": "1", **answers}
    return client.post("/bulk/", data, **HTMX)


def _toast(response: Any) -> dict[str, str]:
    return dict(json.loads(response.headers["HX-Trigger"])["toast"])


def test_few_are_changed_at_once_and_one_press_takes_it_back(
    people: Cast, client_for: Doors, tickets: list[Ticket]
) -> None:
    client = client_for(people.agent)
    response = _change(client, "assign", tickets, assignee="me")
    assert response.status_code == 204
    assert {fresh(ticket).assignee_id for ticket in tickets} == {people.agent.pk}
    assert client.post(_toast(response)["undo"], **HTMX).status_code == 204
    assert {(fresh(ticket).assignee_id, fresh(ticket).status) for ticket in tickets} == {(None, Status.NEW)}


@pytest.mark.parametrize(
    ("effect", "answers", "kind"),
    [
        ("wait", {}, "ticket.state_changed"),
        ("hold", {}, "ticket.state_changed"),
        ("open", {}, "ticket.state_changed"),
        ("solve", {"reason": "wont_fix"}, "ticket.solved"),
        ("close", {"reason": "wont_fix"}, "ticket.closed"),
        ("priority", {"impact": "high", "urgency": "critical"}, "ticket.priority_changed"),
        ("tag", {"add": "wifi، vip", "remove": ""}, "ticket.tagged"),
    ],
)
def test_each_effect_is_its_verb_in_one_batch_and_can_be_undone(
    effect: str, answers: dict[str, str], kind: str, people: Cast, client_for: Doors, tickets: list[Ticket]
) -> None:
    client = client_for(people.agent)
    before = [(t.status, t.priority, t.close_reason, t.waiting_since) for t in map(fresh, tickets)]
    response = _change(client, effect, tickets, **answers)
    assert [kinds_since(ticket) for ticket in tickets] == [[kind]] * 3
    assert Event.objects.filter(kind=kind).values("batch").distinct().count() == 1
    client.post(_toast(response)["undo"], **HTMX)
    assert [(t.status, t.priority, t.close_reason, t.waiting_since) for t in map(fresh, tickets)] == before
    assert not Tagging.objects.exists()


def test_a_question_says_how_many_and_keeps_what_was_ticked(
    people: Cast, client_for: Doors, tickets: list[Ticket]
) -> None:
    response = client_for(people.agent).post("/bulk/", {"effect": "tag", "ticket": _ids(tickets)}, **HTMX)
    page = response.content.decode()
    assert 'data-affected="3"' in page
    assert all(f'name="ticket" value="{ticket.pk}"' in page for ticket in tickets)
    assert not BulkJob.objects.exists()


def test_without_scripts_a_page_asks_and_leads_back(
    people: Cast, client_for: Doors, tickets: list[Ticket]
) -> None:
    client = client_for(people.agent)
    chosen = {"effect": "tag", "ticket": _ids(tickets), "next": "/inbox/open/"}
    assert b'name="answered"' in client.post("/bulk/", chosen).content
    wrong = client.post("/bulk/", {**chosen, "answered": "1", "add": " , "})
    assert wrong.status_code == 422
    response = client.post("/bulk/", {**chosen, "answered": "1", "add": "wifi"})
    assert response.headers["Location"] == "/inbox/open/"
    assert Tagging.objects.count() == 3


@pytest.mark.parametrize("after", ["//evil.example/", "https://evil.example", "nowhere", "show_ticket"])
def test_the_way_back_is_an_address_of_ours(
    people: Cast, client_for: Doors, tickets: list[Ticket], after: str
) -> None:
    sent = {"effect": "hold", "ticket": _ids(tickets), "next": after}
    back = client_for(people.agent).post("/bulk/", sent)
    assert back.status_code == 302
    assert "evil" not in back.headers["Location"]


def test_the_list_and_the_search_offer_it(people: Cast, client_for: Doors, tickets: list[Ticket]) -> None:
    client = client_for(people.agent)
    for path, source in (
        ("/inbox/open/", "view:open"),
        (f"/inbox/group/{people.group.pk}/", f"group:{people.group.pk}"),
        ("/search/?q=status:new", "search:status:new"),
    ):
        page = client.get(path).content.decode()
        assert f'name="source" value="{source}"' in page
        assert all(f'name="ticket" value="{ticket.pk}" form="bulk"' in page for ticket in tickets)


def test_who_may_change_nothing_is_offered_nothing(people: Cast, client_for: Doors) -> None:
    clerk = client_for(people.clerk)
    assert b"data-bulk" not in clerk.get("/inbox/").content
    ticket = open_ticket(people)
    _change(clerk, "wait", [ticket])
    assert kinds_since(ticket) == []


@pytest.mark.parametrize("source", ["view:open", "group:{group}", "search:status:new", "search:Request"])
def test_all_that_fit(source: str, people: Cast, client_for: Doors, tickets: list[Ticket]) -> None:
    other = open_ticket(people, subject="Request elsewhere", group=people.other_group)
    jobs.drain()
    data = {"effect": "hold", "all": "1", "source": source.format(group=people.group.pk)}
    client = client_for(people.agent)
    assert b'data-affected="3"' in client.post("/bulk/", data, **HTMX).content
    client.post("/bulk/", {**data, "answered": "1"}, **HTMX)
    assert {fresh(ticket).status for ticket in tickets} == {Status.ON_HOLD}
    assert kinds_since(other) == []


@pytest.mark.parametrize("source", ["view:nothing", "group:999", "search:", "", "x"])
def test_a_source_that_is_none_holds_nothing(source: str, people: Cast, client_for: Doors) -> None:
    open_ticket(people)
    data = {"effect": "hold", "all": "1", "source": source, "answered": "1"}
    assert client_for(people.agent).post("/bulk/", data, **HTMX).status_code == 204
    assert not BulkJob.objects.exists()


def test_tickets_of_others_are_left_out(people: Cast, client_for: Doors, tickets: list[Ticket]) -> None:
    foreign = open_ticket(people, group=people.other_group)
    _change(client_for(people.agent), "hold", [*tickets, foreign])
    assert BulkJob.objects.get().total == 3
    assert kinds_since(foreign) == []


def test_what_is_refused_is_named_with_its_reason(
    people: Cast, client_for: Doors, tickets: list[Ticket]
) -> None:
    client = client_for(people.agent)
    reply(tickets[0], people.agent)
    response = _change(client, "solve", tickets, reason="resolved")
    assert b"data-job" in response.content
    assert [fresh(ticket).status for ticket in tickets] == ["solved", "new", "new"]
    page = client.get(f"/bulk/{BulkJob.objects.get().pk}/").content.decode()
    assert tickets[0].number not in page
    refused = BulkItem.objects.filter(outcome="refused")
    assert refused.count() == 2
    assert all(ticket.number in page for ticket in tickets[1:])
    assert all(item.reason in page for item in refused)


def test_many_are_left_to_the_worker(people: Cast, client_for: Doors) -> None:
    tickets = [open_ticket(people, subject=f"Request {which}") for which in range(MANY)]
    client = client_for(people.agent)
    response = _change(client, "close", tickets, reason="wont_fix")
    assert b'data-job="waiting"' in response.content
    assert Ticket.objects.filter(status=Status.CLOSED).count() == 0
    jobs.drain()
    assert Ticket.objects.filter(status=Status.CLOSED).count() == MANY
    assert Event.objects.filter(kind="ticket.closed").count() == MANY
    assert Event.objects.filter(kind="ticket.closed").values("batch").distinct().count() == 1
    page = client.get(f"/bulk/{BulkJob.objects.get().pk}/").content
    assert b'data-job="done"' in page


def test_the_end_of_a_job_is_news_until_it_was_looked_at(people: Cast, client_for: Doors) -> None:
    tickets = [open_ticket(people) for _which in range(MANY)]
    client = client_for(people.supervisor)
    jobs.drain()
    client.post("/notifications/read/")
    _change(client, "hold", tickets)
    jobs.drain()
    job = BulkJob.objects.get()
    assert b'class="count"' in client.get("/notifications/bell/").content
    assert f"/bulk/{job.pk}/".encode() in client.get("/notifications/").content
    client.get(f"/bulk/{job.pk}/")
    assert b'class="count"' not in client.get("/notifications/bell/").content


def test_its_starter_hears_of_the_end(
    people: Cast, client_for: Doors, tickets: list[Ticket], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True) as rung:
        assert _change(client_for(people.agent), "hold", tickets).status_code == 204
    rings = [ring.args[0] for ring in rung if getattr(ring, "keywords", {}).get("kind") == "bulk"]
    assert rings == [["deliveries"], [f"person:{people.agent.pk}"]]


def test_a_job_is_stopped_and_what_was_done_is_taken_back(people: Cast, client_for: Doors) -> None:
    tickets = [open_ticket(people) for _which in range(MANY)]
    client = client_for(people.agent)
    _change(client, "hold", tickets)
    job = BulkJob.objects.get()
    client.post(f"/bulk/{job.pk}/stop/", **HTMX)
    jobs.drain()
    assert Ticket.objects.filter(status=Status.ON_HOLD).count() == 0
    assert not work_on(job.pk)
    job.refresh_from_db()
    assert (job.state, job.ended_at is not None) == ("stopped", True)


def test_undo_leaves_alone_what_changed_since_and_happens_once(
    people: Cast, client_for: Doors, tickets: list[Ticket]
) -> None:
    client = client_for(people.agent)
    _change(client, "hold", tickets)
    job = BulkJob.objects.get()
    actions.wait(tickets[1], actor=actor(people.supervisor))
    for _time in range(2):
        client.post(f"/bulk/{job.pk}/undo/", **HTMX)
    assert [fresh(ticket).status for ticket in tickets] == ["new", "pending", "new"]
    back = BulkJob.objects.get(undoes=job)
    assert back.items.get(ticket=tickets[1]).outcome == "refused"
    assert back.items.get(ticket=tickets[1]).reason
    assert BulkJob.objects.count() == 2


def test_jobs_belong_to_their_starter(people: Cast, client_for: Doors, tickets: list[Ticket]) -> None:
    _change(client_for(people.agent), "hold", tickets)
    job = BulkJob.objects.get()
    for person in (people.administrator, people.other_agent, people.customer):
        client = client_for(person)
        assert client.get(f"/bulk/{job.pk}/").status_code == 404
        for verb in ("stop", "undo"):
            assert client.post(f"/bulk/{job.pk}/{verb}/").status_code == 404
    assert BulkJob.objects.count() == 1


def test_rights_are_those_of_the_moment(people: Cast, tickets: list[Ticket]) -> None:
    job = starting.start("hold", _ids(tickets), {}, actor=actor(people.agent))
    accounts.deactivate_person(people.agent, actor=actor(people.administrator))
    jobs.drain()
    assert set(job.items.values_list("outcome", flat=True)) == {"refused"}
    assert all(kinds_since(ticket) == [] for ticket in tickets)


def test_a_slice_that_breaks_off_repeats_nothing(
    people: Cast, tickets: list[Ticket], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "SLICE_SECONDS", 60)  # on a busy machine one ticket could be a slice
    broken = [True]

    def hold(ticket: Ticket, _values: Mapping[str, Any], who: Actor) -> object:
        if ticket.pk == tickets[1].pk and broken.pop():
            broken.append(False)
            raise OperationalError("the disk is gone")
        return actions.hold(ticket, actor=who)

    with bulk_effects.only(hold=Effect("Hold", "st-hold", "hold", hold)):
        job = starting.start("hold", _ids(tickets), {}, actor=actor(people.agent))
        with pytest.raises(OperationalError):
            work_on(job.pk)
        assert set(job.items.values_list("outcome", flat=True)) == {"waiting"}
        broken[:] = [False]
        while work_on(job.pk):
            pass
    assert [kinds_since(ticket) for ticket in tickets] == [["ticket.state_changed"]] * 3


def test_one_failure_is_one_ticket(people: Cast, tickets: list[Ticket]) -> None:
    def fail(ticket: Ticket, _values: Mapping[str, Any], who: Actor) -> object:
        actions.hold(ticket, actor=who)
        return 1 / (ticket.pk - tickets[1].pk)

    with bulk_effects.only(hold=Effect("Hold", "st-hold", "hold", fail)):
        job = starting.start("hold", _ids(tickets), {}, actor=actor(people.agent))
        while work_on(job.pk):
            pass
    assert [fresh(ticket).status for ticket in tickets] == ["on_hold", "new", "on_hold"]
    assert job.items.get(outcome="refused").ticket_id == tickets[1].pk
