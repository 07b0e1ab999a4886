"""Numbers of saved views: the worker counts them, each for one person, and pages only show them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts import actions as accounts
from divan.accounts.models import User
from divan.core.actors import Right
from divan.core.schedules import run_due
from divan.tickets import actions, counting_lists
from divan.tickets.models import PersonalList, SavedView
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[[User | None], Client]


def _shared(people: Cast, query: str = "is:open") -> SavedView:
    settings = actions.ViewSettings("Open ones", query, is_global=True)
    return actions.add_view(settings, actor=actor(people.supervisor))


def _number(client: Client, view: SavedView) -> str | None:
    """What stands beside the view in the side navigation."""
    page = client.get("/inbox/unassigned/").content.decode()
    entry = re.search(rf'<a href="/inbox/saved/{view.pk}/".*?</a>', page, re.S)
    assert entry
    found = re.search(r'class="count" title="[^"]+">([^<]+)<', entry[0])
    return found[1] if found else None


def test_each_person_has_a_number_of_their_own(people: Cast, client_for: Doors) -> None:
    open_ticket(people)
    open_ticket(people)
    open_ticket(people, group=people.other_group)
    view = _shared(people)
    agent, supervisor = client_for(people.agent), client_for(people.supervisor)
    assert _number(agent, view) is None, "nobody has opened it yet"
    for client in (agent, supervisor):
        client.get(f"/inbox/saved/{view.pk}/")
    counting_lists.count_lists()
    assert (_number(agent, view), _number(supervisor, view)) == ("2", "3")
    assert _number(client_for(people.other_agent), view) is None


def test_pages_count_nothing(people: Cast, client_for: Doors) -> None:
    view = _shared(people)
    client = client_for(people.agent)
    client.get(f"/inbox/saved/{view.pk}/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/inbox/unassigned/")
    assert not [one for one in queries if "COUNT(" in one["sql"].upper() and "tickets_ticket" in one["sql"]]


def test_numbers_follow_what_happens(people: Cast, client_for: Doors, frozen_clock: FrozenClock) -> None:
    """The scheduler runs it; without any event nothing is counted again for a while."""
    view, client = _shared(people), client_for(people.agent)
    open_ticket(people)
    client.get(f"/inbox/saved/{view.pk}/")
    run_due()
    frozen_clock.advance(timedelta(seconds=16))
    run_due()
    assert _number(client, view) == "1"
    first = PersonalList.objects.get().counted_at
    frozen_clock.advance(timedelta(seconds=16))
    run_due()
    assert PersonalList.objects.get().counted_at == first
    open_ticket(people)
    frozen_clock.advance(timedelta(seconds=16))
    run_due()
    assert _number(client, view) == "2"


def test_a_number_is_not_shown_with_other_rights(people: Cast, client_for: Doors) -> None:
    """Who leaves a group must not go on reading how many tickets it has."""
    open_ticket(people)
    view = _shared(people)
    client_for(people.agent).get(f"/inbox/saved/{view.pk}/")
    counting_lists.count_lists()
    chief = actor(people.administrator)
    accounts.remove_member(people.group, people.agent, actor=chief)
    assert _number(client_for(people.agent), view) is None
    accounts.add_member(people.group, people.agent, Right.SEE, actor=chief)
    assert _number(client_for(people.agent), view) == "1"


def test_views_that_are_gone_or_not_seen_any_more_are_forgotten(people: Cast, client_for: Doors) -> None:
    agent = actor(people.agent)
    kept, gone = (actions.save_view("is:open", actor=agent, name=name) for name in ("Kept", "Gone"))
    shared = _shared(people)
    client = client_for(people.agent)
    for view in (kept, gone, shared):
        client.get(f"/inbox/saved/{view.pk}/")
    open_ticket(people)
    actions.delete_view(gone, actor=agent)
    actions.change_view(shared, actions.ViewSettings("Private", "is:open"), actor=actor(people.supervisor))
    counting_lists.count_lists()
    assert list(PersonalList.objects.values_list("place", "number")) == [(f"view-{kept.pk}", 1)]


def test_lists_that_nobody_opens_are_not_counted_for_ever(
    people: Cast, client_for: Doors, frozen_clock: FrozenClock
) -> None:
    view = _shared(people)
    client_for(people.agent).get(f"/inbox/saved/{view.pk}/")
    counting_lists.count_lists()
    before = PersonalList.objects.get().counted_at
    frozen_clock.advance(timedelta(days=9))
    open_ticket(people)
    counting_lists.count_lists()
    assert PersonalList.objects.get().counted_at == before
