"""Few of very many matches are found by their filter, others by going through the matches: the pages are the same."""

from __future__ import annotations

from itertools import cycle

import pytest

from divan.accounts.models import User
from divan.core.jobs import drain
from divan.search import searching
from divan.search.queries import OneOf, Query, count, find
from divan.tickets.models import Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db

BY_FILTER, BY_MATCHES = 100, 0
MOST_PAGES = 20
# The word in subjects and bodies, in more than one form, and not at all.
TEXTS = (
    ("Invoices", "Where?"),
    ("Toner", "It is empty."),
    ("Question", "One invoice."),
    ("Help", "invoices"),
)


@pytest.fixture(autouse=True)
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything behind the newest two matches is older, and is looked at in steps of two."""
    for name, number in (("RANKED", 2), ("_CHUNK", 2), ("_ROUNDS", 20), ("_FEW", 0)):
        monkeypatch.setattr(searching, name, number)


@pytest.fixture
def many(people: Cast) -> list[int]:
    """Tickets of both groups, some of them asked by the agent."""
    groups, askers = cycle((people.group, people.other_group, people.group)), (people.customer, people.agent)
    made = [
        open_ticket(people, subject=subject, text=text, group=next(groups), requester=askers[place % 5 == 0])
        for place, (subject, text) in enumerate(TEXTS * 5)
    ]
    drain()
    return [ticket.pk for ticket in made]


def pages(
    person: User, chosen: list[int], ways: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> list[list[int]]:
    """All pages of two hits, one way after the other."""
    among, found, after = Ticket.objects.filter(OneOf("pk", chosen)), [], ""
    for way, _page in zip(cycle(ways), range(MOST_PAGES), strict=False):
        monkeypatch.setattr(searching, "_SOME", way)
        page = find("invoice", actor=actor(person), kind="ticket", among=among, limit=2, after=after)
        found.append([hit.object_id for hit in page.hits])
        after = page.after
        if not after:
            assert not page.is_cut
            return found
    raise AssertionError("the pages do not end")


@pytest.mark.parametrize("step", [1, 2, 3])
@pytest.mark.parametrize("name", ["supervisor", "agent", "customer"])
def test_both_ways_give_the_same_pages(
    people: Cast, many: list[int], name: str, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, chosen = getattr(people, name), many[::step]
    by_matches = pages(person, chosen, (BY_MATCHES,), monkeypatch)
    assert pages(person, chosen, (BY_FILTER,), monkeypatch) == by_matches
    # Nor does it matter if more comes to fit while somebody reads on, so that the way changes.
    assert pages(person, chosen, (BY_FILTER, BY_MATCHES), monkeypatch) == by_matches
    assert pages(person, chosen, (BY_MATCHES, BY_FILTER), monkeypatch) == by_matches
    found = [pk for page in by_matches for pk in page]
    assert len(found) > 2
    whole = find("invoice", actor=actor(person), kind="ticket", limit=100).hits
    assert sorted(found) == sorted({hit.object_id for hit in whole} & set(chosen))


def test_both_ways_count_the_same(people: Cast, many: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def counted(way: int) -> int:
        monkeypatch.setattr(searching, "_SOME", way)
        among = Ticket.objects.filter(OneOf("pk", many[::2]))
        return count(Query("invoice"), actor=actor(people.agent), kind="ticket", among=among).number

    assert counted(BY_FILTER) == counted(BY_MATCHES) > 0


def test_what_a_filter_leaves_is_found_however_far_back_it_is(
    people: Cast, many: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "_ROUNDS", 2)
    oldest = Ticket.objects.filter(OneOf("pk", many[:1]))

    def asked(way: int) -> tuple[list[int], bool]:
        monkeypatch.setattr(searching, "_SOME", way)
        found = find("invoice", actor=actor(people.supervisor), kind="ticket", among=oldest)
        return [hit.object_id for hit in found.hits], found.is_cut

    assert asked(BY_MATCHES) == ([], True)
    assert asked(BY_FILTER) == (many[:1], False)
