"""Whatever is searched by whomever: nothing is found that the pages would not show."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from divan.accounts import actions as accounts
from divan.accounts.access import organizations_visible_to, people_visible_to
from divan.core.actors import ANONYMOUS, Actor, Kind
from divan.core.jobs import drain, pumps
from divan.search.queries import Query, count, did_you_mean, find, similar
from divan.tickets.access import is_staff_on, messages_for, visible_to
from divan.tickets.models import Participant, Ticket
from tests.support.builders import note, open_ticket
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db

WORDS = ("printer", "yazıcı", "מדפסת", "چاپگر", "drukarka", "secret", "invoice")
_QUERIES = st.builds(
    Query,
    words=st.lists(st.sampled_from([*WORDS, "pri", "printr"]), min_size=1, max_size=2).map(" ".join),
    without=st.lists(st.sampled_from(WORDS), max_size=1).map(tuple),
    is_typing=st.booleans(),
)
_TICKETS = st.lists(
    st.tuples(
        st.sampled_from(["customer", "other_customer", "agent", "other_agent", "clerk"]),
        st.sampled_from(["group", "other_group"]),
        st.sampled_from(WORDS),
        st.none() | st.sampled_from(WORDS),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(written=_TICKETS, query=_QUERIES)
def test_results_are_a_part_of_what_everybody_may_see(
    people: Cast, written: list[tuple[str, str, str, str | None, bool]], query: Query
) -> None:
    for requester, group, word, noted, takes_part in written:
        ticket = open_ticket(
            people, requester=getattr(people, requester), group=getattr(people, group), subject=word
        )
        if noted:
            note(ticket, people.administrator, f"{noted} inside")
        if takes_part:
            Participant.objects.create(ticket=ticket, user=people.customer)
    with pumps.only(**{name: pumps[name] for name in ("deliveries", "search changes", "search rebuild")}):
        drain()
    for reader in _everybody(people):
        _finds_only_what_it_may_see(reader, query)


def _finds_only_what_it_may_see(reader: Actor, query: Query) -> None:
    seen = set(visible_to(reader).values_list("pk", flat=True))
    hits = find(query, actor=reader, kind="ticket").hits
    assert {hit.object_id for hit in hits} <= seen
    assert count(query, actor=reader, kind="ticket").number == len(hits)
    for hit in hits:
        ticket = Ticket.objects.get(pk=hit.object_id)
        assert not hit.is_internal or is_staff_on(reader, ticket)
        readable = " ".join([ticket.subject, *messages_for(reader, ticket).values_list("text", flat=True)])
        assert not any(f" {word} " in f" {readable} " for word in query.without)
    assert {hit.object_id for hit in similar(query.words, actor=reader, kind="ticket")} <= seen
    corrected = did_you_mean(query, actor=reader, kind="ticket")
    if corrected is not None:
        assert find(Query(corrected, without=query.without), actor=reader, kind="ticket").hits


def _everybody(people: Cast) -> list[Actor]:
    persons = ("administrator", "supervisor", "agent", "other_agent", "clerk", "customer", "other_customer")
    guest = Actor(Kind.GUEST, ticket_id=Ticket.objects.order_by("pk").values_list("pk", flat=True)[0])
    return [*(actor(getattr(people, name)) for name in persons), guest, ANONYMOUS]


def test_people_and_organisations_are_found_by_those_who_may_know_them(people: Cast) -> None:
    shop = accounts.create_organization("Celina's Shop", actor=actor(people.administrator))
    accounts.join_organization(people.customer, shop, actor=actor(people.administrator))
    open_ticket(people)
    drain()
    finders = {
        name: (_ids("celina", reader, "person"), _ids("shop", reader, "organization"))
        for name in ("administrator", "agent", "other_agent", "customer", "other_customer")
        for reader in [actor(getattr(people, name))]
    }
    assert finders["administrator"] == ({people.customer.pk}, {shop.pk})
    assert finders["agent"] == ({people.customer.pk}, {shop.pk})  # they see a ticket of hers
    assert finders["other_agent"] == (set(), set())
    assert finders["customer"] == finders["other_customer"] == (set(), set())
    for name in finders:
        reader = actor(getattr(people, name))
        assert finders[name][0] <= set(people_visible_to(reader).values_list("pk", flat=True))
        assert finders[name][1] <= set(organizations_visible_to(reader).values_list("pk", flat=True))


def _ids(text: str, reader: Actor, kind: str) -> set[int]:
    return {hit.object_id for hit in find(text, actor=reader, kind=kind).hits}
