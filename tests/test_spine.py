"""The event log: kinds that can be told and shredded, verbs that write exactly theirs, readers that agree."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, fields, replace
from datetime import timedelta
from inspect import signature
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from divan.assets import actions as assets
from divan.assets.models import Asset, AssetType
from divan.conversations.actions import Draft
from divan.conversations.models import Message
from divan.core import clock, jobs
from divan.core.actors import SYSTEM
from divan.tickets import actions
from divan.tickets.actions.custom_fields import FieldDetails, create_field
from divan.tickets.events import kinds
from divan.tickets.models import Because, Category, CustomField, Delivery, Event, Ticket
from divan.tickets.readers import readers
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast, actor
from tests.support.spine import EXAMPLES, NAMES, tell_a_story

# Fields of payloads that hold one word of a fixed list. Anything else that is text may be about a person.
WORDS = {
    "status",
    "before",
    "reason",
    "channel",
    "priority",
    "urgency",
    "impact",
    "before_urgency",
    "before_impact",
    "because",
    "type",
    "link",
}


@pytest.mark.parametrize("kind", kinds.keys())
def test_every_kind_has_an_example_that_survives_storage(kind: str) -> None:
    assert kind in EXAMPLES, "add an example to tests/support/spine.py"
    stored = json.loads(json.dumps(EXAMPLES[kind].as_row()))
    assert kinds[kind].from_row(stored) == EXAMPLES[kind]
    assert kinds[kind].from_row({**stored, "dropped_since": 1}) == EXAMPLES[kind]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("kind", kinds.keys())
def test_every_kind_has_a_sentence_in_every_language(kind: str, language: str) -> None:
    with translation.override("en"):
        english = str(EXAMPLES[kind].sentence("<i>Alma</i>", NAMES))
    with translation.override(language):
        told = str(EXAMPLES[kind].sentence("<i>Alma</i>", NAMES))
    assert told.strip()
    assert "%(" not in told
    assert "<i>" not in told
    assert language == "en" or told != english


@pytest.mark.parametrize("kind", kinds.keys())
def test_payloads_hold_ids_and_values_and_name_what_is_personal(kind: str) -> None:
    payload = EXAMPLES[kind]
    names = {field.name for field in fields(payload)}
    assert set(payload.personal) <= names
    for name, value in asdict(payload).items():
        if isinstance(value, str):
            assert name in WORDS or name in payload.personal, f"{name} of {kind} holds text"
        else:
            ids = value if isinstance(value, tuple) else (value,)
            assert all(isinstance(one, int | None) for one in ids), f"{name} of {kind} is no id or value"


@pytest.mark.parametrize("kind", kinds.keys())
def test_shredding_people_leaves_a_sentence(kind: str) -> None:
    """Payloads point at people by id; when the person is gone the sentence is still whole."""
    payload = EXAMPLES[kind]
    people = [NAMES.people[pk] for pk in payload.references().get("people", []) if pk in NAMES.people]
    told = str(payload.sentence("someone", type(NAMES)()))
    assert told.strip()
    assert not any(name in told for name in people)


def _category() -> int:
    return Category.objects.create(names={"en": "Printers"}).pk


def _solved(ticket: Ticket, people: Cast) -> None:
    solve(ticket, people.agent)


def _first(ticket: Ticket) -> Message:
    return Message.objects.filter(conversation_id=ticket.conversation_id).earliest("id")


def _let_see(ticket: Ticket, people: Cast) -> None:
    actions.grant(ticket, people.other_agent, because=Because.REFERRAL, actor=actor(people.agent))


ANSWER = Draft(text="Which printer is it?")
FORWARD = Draft(
    text="Is this yours?", recipients=({"kind": "to", "address": "print@maker.example", "name": ""},)
)
TOMORROW = clock.now() + timedelta(days=1)
Do = Callable[[Ticket, Cast], Any]
# verb: (what happened before, the verb, the kinds it writes, the kinds when it is done again)
VERBS: dict[str, tuple[Do | None, Do, list[str], list[str]]] = {
    "reply": (
        None,
        lambda t, p: reply(t, p.agent),
        ["message.sent", "ticket.state_changed"],
        ["message.sent"],
    ),
    "receive": (None, lambda t, p: reply(t, p.customer), ["message.received"], ["message.received"]),
    "note": (None, lambda t, p: note(t, p.agent), ["message.noted"], ["message.noted"]),
    "assign": (
        None,
        lambda t, p: actions.assign(t, p.agent.pk, actor=actor(p.agent)),
        ["ticket.assigned", "ticket.state_changed"],
        [],
    ),
    "move": (
        None,
        lambda t, p: actions.move(t, p.other_group, actor=actor(p.supervisor)),
        ["ticket.moved"],
        [],
    ),
    "set_priority": (
        None,
        lambda t, p: actions.set_priority(t, impact="high", urgency="critical", actor=actor(p.agent)),
        ["ticket.priority_changed"],
        [],
    ),
    "categorise": (
        lambda t, p: _category(),
        lambda t, p: actions.categorise(t, Category.objects.earliest("id").pk, actor=actor(p.agent)),
        ["ticket.category_changed"],
        [],
    ),
    "set_fields": (
        lambda t, p: create_field(
            FieldDetails(kind="text", labels={"en": "Room"}), actor=actor(p.administrator)
        ),
        lambda t, p: actions.set_fields(t, {CustomField.objects.get().pk: "12"}, actor=actor(p.agent)),
        ["ticket.field_changed"],
        [],
    ),
    "set_type": (
        None,
        lambda t, p: actions.set_type(t, "bug", actor=actor(p.agent)),
        ["ticket.type_changed"],
        [],
    ),
    "set_asset": (
        lambda t, p: assets.add_asset(
            assets.AssetFacts(type_id=AssetType.objects.earliest("id").pk, name="Printer"),
            actor=actor(p.agent),
        ),
        lambda t, p: actions.set_asset(t, Asset.objects.earliest("id").pk, actor=actor(p.agent)),
        ["ticket.asset_changed"],
        [],
    ),
    "tag": (
        None,
        lambda t, p: actions.tag(t, ["wifi", "vip"], actor=actor(p.agent)),
        ["ticket.tagged"],
        [],
    ),
    "retag": (
        lambda t, p: actions.tag(t, ["wifi"], actor=actor(p.agent)),
        lambda t, p: actions.retag(t, add=["vip"], remove=["wifi"], actor=actor(p.agent)),
        ["ticket.tagged"],
        [],
    ),
    "restore_status": (
        _solved,
        lambda t, p: actions.restore_status(t, "pending", actor=actor(p.agent)),
        ["ticket.reopened", "ticket.state_changed"],
        [],
    ),
    "wait": (None, lambda t, p: actions.wait(t, actor=actor(p.agent)), ["ticket.state_changed"], []),
    "hold": (None, lambda t, p: actions.hold(t, actor=actor(p.agent)), ["ticket.state_changed"], []),
    "open_again": (
        lambda t, p: actions.hold(t, actor=actor(p.agent)),
        lambda t, p: actions.open_again(t, actor=actor(p.agent)),
        ["ticket.state_changed"],
        [],
    ),
    "solve": (
        lambda t, p: reply(t, p.agent),
        lambda t, p: actions.solve(t, actor=actor(p.agent)),
        ["ticket.solved"],
        [],
    ),
    "close": (_solved, lambda t, p: actions.close(t, actor=actor(p.agent)), ["ticket.closed"], []),
    "confirm": (_solved, lambda t, p: actions.confirm(t, actor=actor(p.customer)), ["ticket.closed"], []),
    "reopen": (_solved, lambda t, p: actions.reopen(t, actor=actor(p.customer)), ["ticket.reopened"], []),
    "announce_closing": (
        _solved,
        lambda t, p: actions.announce_closing(t, actor=SYSTEM, days=1),
        ["ticket.close_announced"],
        [],
    ),
    "answer": (
        None,
        lambda t, p: actions.answer(t, ANSWER, actor=actor(p.agent), then=actions.Then.WAIT),
        ["message.sent", "ticket.state_changed", "ticket.state_changed"],
        ["message.sent"],
    ),
    "close_with_note": (
        _solved,
        lambda t, p: actions.close_with_note(t, "Drum replaced.", actor=actor(p.agent)),
        ["message.noted", "ticket.closed"],
        ["message.noted"],
    ),
    "add_to_draft": (
        None,
        lambda t, p: actions.add_to_draft(t, ANSWER, actor=actor(p.agent)),
        [],
        [],
    ),
    "forward": (
        None,
        lambda t, p: actions.forward(t, _first(t), FORWARD, actor=actor(p.agent)),
        ["message.forwarded"],
        ["message.forwarded"],
    ),
    "hold_reply": (
        None,
        lambda t, p: actions.hold_reply(t, replace(ANSWER, client_key="held"), actor=actor(p.agent)),
        ["reply.submitted"],
        [],
    ),
    "copy_in": (
        None,
        lambda t, p: actions.copy_in(t, [p.other_customer], actor=actor(p.agent)),
        ["ticket.participants_changed"],
        [],
    ),
    "leave_out": (
        lambda t, p: actions.copy_in(t, [p.other_customer], actor=actor(p.agent)),
        lambda t, p: actions.leave_out(t, [p.other_customer], actor=actor(p.agent)),
        ["ticket.participants_changed"],
        [],
    ),
    "set_participants": (
        None,
        lambda t, p: actions.set_participants(t, [p.other_customer], actor=actor(p.agent)),
        ["ticket.participants_changed"],
        [],
    ),
    "link": (
        lambda t, p: open_ticket(p, subject="The same again"),
        lambda t, p: actions.link(t, Ticket.objects.latest("id"), actor=actor(p.agent)),
        ["ticket.linked"],
        [],
    ),
    "state_problem": (
        None,
        lambda t, p: actions.state_problem(t, "Pages stay empty.", actor=actor(p.agent)),
        ["ticket.problem_stated"],
        [],
    ),
    "snooze": (None, lambda t, p: actions.snooze(t, TOMORROW, actor=actor(p.agent)), ["ticket.snoozed"], []),
    "wake": (
        lambda t, p: actions.snooze(t, TOMORROW, actor=actor(p.agent)),
        lambda t, p: actions.wake(t, actor=actor(p.agent)),
        ["ticket.woken"],
        [],
    ),
    "promise": (
        None,
        lambda t, p: actions.promise(t, TOMORROW.date(), actor=actor(p.agent)),
        ["ticket.promised"],
        [],
    ),
    "unlink": (
        lambda t, p: actions.link(t, open_ticket(p, subject="The same again"), actor=actor(p.agent)),
        lambda t, p: actions.unlink(t, Ticket.objects.latest("id"), actor=actor(p.agent)),
        ["ticket.unlinked"],
        [],
    ),
    "merge": (
        lambda t, p: open_ticket(p, subject="The same again"),
        lambda t, p: actions.merge(t, Ticket.objects.latest("id"), actor=actor(p.agent)),
        ["ticket.merged", "ticket.closed"],
        [],
    ),
    "split": (
        None,
        lambda t, p: actions.split(t, _first(t), actor=actor(p.agent), subject="Another thing", key="one"),
        ["ticket.split"],
        [],
    ),
    "follow": (None, lambda t, p: actions.follow(t, actor=actor(p.agent)), [], []),
    "unfollow": (
        lambda t, p: actions.follow(t, actor=actor(p.agent)),
        lambda t, p: actions.unfollow(t, actor=actor(p.agent)),
        [],
        [],
    ),
    "grant": (None, _let_see, ["access.granted"], []),
    "withdraw": (
        _let_see,
        lambda t, p: actions.withdraw(t, p.other_agent, because=Because.REFERRAL, actor=actor(p.agent)),
        ["access.ended"],
        [],
    ),
    "mark_read": (None, lambda t, p: actions.mark_read(t, actor=actor(p.agent)), [], []),
}


def test_every_verb_of_a_ticket_is_in_the_table() -> None:
    functions = {name: getattr(actions, name) for name in actions.__all__ if name[0].islower()}
    verbs = {name for name, verb in functions.items() if next(iter(signature(verb).parameters)) == "ticket"}
    assert verbs == VERBS.keys()


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_writes_exactly_its_events(verb: str, people: Cast) -> None:
    before, do, kinds_first, kinds_again = VERBS[verb]
    ticket = open_ticket(people)
    if before:
        before(ticket, people)
    for wanted in (kinds_first, kinds_again):
        ticket.refresh_from_db()
        last = ticket.last_seq
        do(ticket, people)
        written = Event.objects.filter(ticket=ticket, seq__gt=last).order_by("seq")
        assert [event.kind for event in written] == wanted
        assert [event.seq for event in written] == [*range(last + 1, last + 1 + len(wanted))]
        assert len({event.batch for event in written}) <= 1


def test_opening_writes_one_event_and_the_same_submission_none(people: Cast) -> None:
    first = open_ticket(people, submission_key="k-1")
    again = open_ticket(people, submission_key="k-1")
    assert again.pk == first.pk
    assert list(Event.objects.values_list("kind", flat=True)) == ["ticket.created"]


def test_the_log_of_a_story_has_no_gaps_and_owes_every_reader_its_kinds(people: Cast) -> None:
    ticket = tell_a_story(people)
    log = list(Event.objects.filter(ticket=ticket).order_by("seq"))
    assert [event.seq for event in log] == [*range(1, ticket.last_seq + 1)]
    owed = {
        (event.pk, name) for event in log for name, reader in readers.items() if event.kind in reader.kinds
    }
    assert set(Delivery.objects.values_list("event_id", "reader")) == owed


def _rows_of(reader: str) -> list[tuple[str, str]]:
    """Everything the reader's slice keeps, without the ids and times at which rows were written."""
    label = readers[reader].apply.__module__.split(".")[1]
    kept = []
    for model in apps.get_app_config(label).get_models():
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name not in {"created_at", "message_id", "next_try_at"}
        ]
        kept += [(model.__name__, repr(row)) for row in model._default_manager.values_list(*names)]
    return sorted(kept)


@pytest.mark.parametrize("reader", [name for name, reader in readers.items() if reader.rebuild])
def test_step_by_step_equals_rebuilt_from_nothing(reader: str, people: Cast) -> None:
    tell_a_story(people)
    jobs.drain()
    step_by_step = _rows_of(reader)
    rebuild = readers[reader].rebuild
    assert rebuild is not None
    assert step_by_step, "the story leaves nothing in this reader: extend it"
    rebuild()
    assert _rows_of(reader) == step_by_step


@pytest.mark.parametrize("reader", readers.keys())
def test_a_reader_may_get_an_event_twice(reader: str, people: Cast) -> None:
    tell_a_story(people)
    jobs.drain()
    once = len(_rows_of(reader))
    for event in Event.objects.filter(kind__in=readers[reader].kinds).select_related("ticket").order_by("id"):
        readers[reader].apply(event)
    assert len(_rows_of(reader)) == once
