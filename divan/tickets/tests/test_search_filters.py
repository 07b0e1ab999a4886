"""The text of a query is all there is: filters change it, and completion writes on in it."""

from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from divan.core.actors import ANONYMOUS, Actor, Kind
from divan.core.jobs import drain
from divan.search.language import parse, without_part
from divan.search.queries import count, find
from divan.tickets import actions
from divan.tickets.access import visible_to
from divan.tickets.models import Participant, Ticket
from divan.tickets.searching import compile, filters_of, part_of, suggestions, with_filter
from divan.tickets.searching.fields import FIELDS
from tests.support.builders import note, open_ticket
from tests.support.cast import Cast, actor


@pytest.mark.parametrize(
    ("text", "name", "value", "after"),
    [
        ("printer", "status", "open", "printer status:open"),
        ("status:open printer", "status", "on_hold", "status:on_hold printer"),
        ("durum:açık printer status:new", "status", "solved", "status:solved printer"),
        ("-status:open", "status", "new", "-status:open status:new"),
        ("is:open", "is", "unread", "is:open is:unread"),
        ("is:open", "is", "open", "is:open"),
        ("#vpn", "tag", "two words", '#vpn tag:"two words"'),
        ("assignee:me printer", "assignee", "", "printer"),
        ("printer", "assignee", "", "printer"),
    ],
)
def test_a_filter_takes_the_place_of_what_it_excludes(text: str, name: str, value: str, after: str) -> None:
    with override("en"):
        text = text.replace("durum:açık", "STATUS:Açık")
        assert with_filter(parse(text), name, value) == after


def test_what_is_chosen_is_known_however_it_was_typed() -> None:
    parsed = parse(
        'status:"On hold" is:unread -has:note assignee:nobody #vpn printer from:celina organization:x'
    )
    assert filters_of(parsed) == {
        ("status", "on_hold"),
        ("is", "unread"),
        ("assignee", "none"),
        ("tag", "vpn"),
        ("from", "celina"),
        ("organisation", "x"),
    }
    chosen = part_of(parsed, "is", "unread")
    assert chosen is not None
    assert ("is", "unread") not in filters_of(parse(without_part(parsed, chosen)))
    assert part_of(parsed, "has", "note") is None


@pytest.fixture
def desk(people: Cast) -> Cast:
    ticket = open_ticket(people)
    actions.tag(ticket, ["VPN", "two words"], actor=actor(people.agent))
    drain()
    return people


def texts(text: str, reader: Actor, cursor: int | None = None) -> list[str]:
    with override("en"):
        return [each.text for each in suggestions(text, len(text) if cursor is None else cursor, reader)]


@pytest.mark.django_db
def test_completion_of_fields_and_their_values(desk: Cast) -> None:
    reader = actor(desk.agent)
    assert texts("printer sta", reader) == ["printer status:"]
    assert texts("-sta", reader) == ["-status:"]
    assert texts("sta printer", reader, 3) == ["status: printer"]
    assert texts("status:so", reader) == ["status:Solved "]
    assert texts("status:on", reader) == ['status:"On hold" ']
    assert "status:New printer" in texts("status: printer", reader, 7)
    assert texts("#vp", reader) == ["#VPN "]
    assert texts("tag:tw", reader) == ['tag:"two words" ']
    assert texts("group:", reader) == ["group:mine ", "group:Support "]
    assert texts("assignee:m", reader)[0] == "assignee:me "
    assert texts("assignee:yıl", reader) == [f"assignee:{desk.agent.email} "]
    assert texts("from:cel", reader) == [f"from:{desk.customer.email} "]
    assert texts("after:la", reader) == ['after:"last week" ', 'after:"last month" ']
    assert texts("", reader) == texts("printer ", reader) == texts("nothing:x", reader) == []


@pytest.mark.django_db
def test_completion_names_nothing_that_the_reader_may_not_know(desk: Cast) -> None:
    stranger = actor(desk.other_agent)
    assert texts("group:", stranger) == ["group:mine ", "group:Billing "]
    assert texts("from:cel", stranger) == []
    for nobody in (actor(desk.customer), ANONYMOUS):
        assert texts("sta", nobody) == texts("#v", nobody) == texts("group:", nobody) == []


@pytest.mark.django_db
def test_every_completion_can_be_read_and_has_its_cursor_in_it(desk: Cast) -> None:
    reader = actor(desk.agent)
    for text in [*(f"{name}:" for name in FIELDS), "a", "o", "s", "#t", "subject"]:
        for each in suggestions(text, len(text), reader):
            assert 0 < each.cursor <= len(each.text)
            assert compile(parse(each.text + "x"), reader, language="en") is not None
            (part,) = parse(each.text).parts
            assert each.text[part.start : part.end] == each.label


_PARTS = st.sampled_from(
    [
        *(
            "printer",
            "secret",
            '"empty pages"',
            "-coffee",
            "is:open",
            "is:closed",
            "is:unread",
            "is:unanswered",
        ),
        *(
            "-is:open",
            "is:unassigned",
            "has:note",
            "-has:note",
            "has:attachment",
            "status:new",
            "-status:solved",
        ),
        *("assignee:me", "assignee:none", "-assignee:me", "group:mine", "group:billing", "-group:support"),
        *(
            "from:me",
            "from:celina",
            "-from:celina",
            "requester:celina@customer.example",
            "to:me",
            "to:support",
        ),
        *("#vpn", "-#vpn", "created:today", "before:2020", "-before:2020", "after:7d", "updated:today"),
        *(
            "subject:pages",
            "-subject:pages",
            "number:1001",
            "1001",
            "type:question",
            "channel:form",
            "priority:low",
        ),
        *("-category:x", "organisation:x", "statsu:x", "🎉"),
    ]
)


@pytest.mark.django_db
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(texts=st.lists(st.lists(_PARTS, min_size=1, max_size=4).map(" ".join), min_size=4, max_size=4))
def test_no_query_finds_what_its_reader_may_not_see(staged: Cast, texts: list[str]) -> None:
    for reader in _everybody(staged):
        seen = set(visible_to(reader).values_list("pk", flat=True))
        for text in texts:
            ask = compile(parse(text), reader, language="en")
            listed = set(ask.listed(reader).values_list("pk", flat=True))
            hits = find(ask.query, actor=reader, kind="ticket", among=ask.tickets).hits
            assert listed <= seen
            assert {hit.object_id for hit in hits} <= (listed if ask.conditions else seen)
            assert count(ask.query, actor=reader, kind="ticket", among=ask.tickets).number == len(hits)
            for problem in ask.problems:
                assert 0 <= problem.start < problem.end <= len(text)
                assert problem.message


@pytest.fixture
def staged(people: Cast) -> Cast:
    """Tickets of customers and of agents in two groups, with notes, tags and assignees."""
    chief = actor(people.administrator)
    for requester in (people.customer, people.other_customer, people.agent, people.other_agent):
        for group in (people.group, people.other_group):
            ticket = open_ticket(people, requester=requester, group=group)
            if requester is not people.customer:
                note(ticket, people.administrator, "secret")
                actions.tag(ticket, ["vpn"], actor=chief)
    Participant.objects.create(ticket=Ticket.objects.order_by("-pk")[0], user=people.customer)
    actions.assign(Ticket.objects.order_by("pk")[0], people.agent.pk, actor=chief)
    drain()
    return people


def _everybody(people: Cast) -> list[Actor]:
    names = ("administrator", "supervisor", "agent", "other_agent", "clerk", "customer", "other_customer")
    guest = Actor(Kind.GUEST, ticket_id=Ticket.objects.order_by("pk").values_list("pk", flat=True)[0])
    return [*(actor(getattr(people, name)) for name in names), guest, ANONYMOUS]
