"""Views from conditions, and who sees them: alone, with a group, or with everybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import User
from divan.core.errors import NotAllowed
from divan.tickets import actions
from divan.tickets.models import SavedView
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
NEW = "/inbox/views/new/"
LOOK = {"layout": "split", "sort": "newest", "density": "comfortable"}


def _beside(client: Client) -> list[str]:
    """Names of the saved views beside a page."""
    page = client.get("/inbox/").content.decode()
    return [
        unescape(name)
        for name in re.findall(r'<a href="/inbox/saved/\d+/"[^>]*><span[^>]*>([^<]*)</span>', page)
    ]


def _filled(*conditions: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    """The builder as it is sent."""
    names, negations, values = zip(*conditions, strict=True) if conditions else ((), (), ())
    return {"name": "Urgent", "field": names, "is": negations, "value": values, "words": "", **LOOK, **more}


def _numbers(page: Any) -> list[str]:
    return re.findall(r'href="/tickets/([^/"]+)/" data-row', page.content.decode())


def test_conditions_become_a_query_and_a_list(people: Cast, client_for: Doors) -> None:
    mine, other = open_ticket(people), open_ticket(people)
    actions.assign(mine, people.agent.pk, actor=actor(people.agent))
    client = client_for(people.agent)
    conditions = (("assignee", "not", "none"), ("status", "is", "open"), ("subject", "is", ""))
    answer = client.post(NEW, _filled(*conditions))
    view = SavedView.objects.get()
    assert view.query == "-assignee:none status:open"
    assert answer.headers["Location"] == f"/inbox/saved/{view.pk}/"
    assert _numbers(client.get(answer.headers["Location"])) == [mine.number]
    assert other.number not in client.get(answer.headers["Location"]).content.decode()


def test_the_builder_works_step_by_step_without_scripts(people: Cast, client_for: Doors) -> None:
    """Adding, removing and reading a query change only the page."""
    client = client_for(people.agent)

    def step(deed: str, *conditions: tuple[str, str, str], **more: str) -> list[str]:
        page = client.post(NEW, _filled(*conditions, do=deed, **more))
        assert page.status_code == 200
        return re.findall(r'name="value" value="([^"]*)"', page.content.decode())

    rows = (("status", "is", "open"), ("tag", "is", "vip"))
    assert step("add", *rows) == ["open", "vip", ""]
    assert step("remove:0", *rows) == ["vip"]
    assert step("remove:9", *rows) == ["open", "vip"]
    assert step("show", *rows) == ["open", "vip"]
    assert step("read", *rows, query='priority:high -#"two words"') == ["high", "two words"]
    assert not SavedView.objects.exists()


def test_the_builder_counts_what_fits_and_explains_what_it_does_not_understand(
    people: Cast, client_for: Doors
) -> None:
    open_ticket(people)
    open_ticket(people, group=people.other_group)
    people.agent.language = "en"
    people.agent.save(update_fields=["language"])
    client = client_for(people.agent)
    page = client.post(NEW, _filled(("is", "is", "open"), do="show")).content.decode()
    assert re.search(r'id="fits">1 ticket fits<', page), "the other one is in a group that is not theirs"
    assert (
        'class="error"' in client.post(NEW, _filled(("status", "is", "purple"), do="show")).content.decode()
    )


def test_a_saved_view_opens_in_the_builder_as_it_is(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    query = 'status:open -priority:low tag:"two words" drum'
    view = actions.save_view(query, actor=actor(people.agent), name="Mixed")
    page = client.get(f"/inbox/views/{view.pk}/").content.decode()
    assert re.findall(r'name="value" value="([^"]*)"', page) == ["open", "low", "two words"]
    assert 'name="words" value="drum"' in page
    assert 'name="query" value="status:open -priority:low tag:&#34;two words&#34; drum"' in page


def test_members_of_the_group_see_what_is_shared_with_it(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    client.post(NEW, _filled(("is", "is", "open"), share=str(people.group.pk)))
    assert _beside(client) == ["Urgent"]
    assert _beside(client_for(people.other_agent)) == []
    assert _beside(client_for(people.supervisor)) == [], (
        "who sees all groups finds it on the page of all views"
    )
    page = client_for(people.supervisor).get("/inbox/views/").content.decode()
    assert "Urgent" in page
    assert (
        client_for(people.other_agent).get(f"/inbox/saved/{SavedView.objects.get().pk}/").status_code == 404
    )


def test_everybody_sees_in_a_shared_view_only_their_own_tickets(people: Cast, client_for: Doors) -> None:
    ours, theirs = open_ticket(people), open_ticket(people, group=people.other_group)
    view = actions.add_view(
        actions.ViewSettings("Open ones", "is:open", is_global=True), actor=actor(people.supervisor)
    )
    path = f"/inbox/saved/{view.pk}/"
    assert _numbers(client_for(people.agent).get(path)) == [ours.number]
    assert _numbers(client_for(people.other_agent).get(path)) == [theirs.number]
    assert len(_numbers(client_for(people.supervisor).get(path))) == 2
    assert _beside(client_for(people.agent)) == ["Open ones"]


def test_sharing_belongs_to_those_who_may(people: Cast, client_for: Doors) -> None:
    """An agent with all rights in the group shares with it, but not with everybody or with other groups."""
    client = client_for(people.agent)
    for share in ("all", str(people.other_group.pk), "nobody"):
        assert client.post(NEW, _filled(("is", "is", "open"), share=share)).status_code == 422
    with pytest.raises(NotAllowed):
        actions.add_view(actions.ViewSettings("X", "is:open", is_global=True), actor=actor(people.agent))
    with pytest.raises(NotAllowed):
        actions.add_view(
            actions.ViewSettings("X", "is:open", group_id=people.other_group.pk), actor=actor(people.agent)
        )
    assert not SavedView.objects.exists()


def test_a_shared_view_is_changed_only_by_those_who_may_share_it(people: Cast, client_for: Doors) -> None:
    chief = actor(people.supervisor)
    view = actions.add_view(actions.ViewSettings("Ours", "is:open", is_global=True), actor=chief)
    path = f"/inbox/views/{view.pk}/"
    agent = client_for(people.agent)
    assert agent.get(path).status_code == agent.post(path, _filled(("is", "is", "closed"))).status_code == 404
    assert agent.post(f"/search/views/{view.pk}/delete/").status_code == 404
    administrator = client_for(people.administrator)
    administrator.post(path, _filled(("is", "is", "closed"), share="all"))
    view.refresh_from_db()
    assert (view.name, view.query, view.owner_id) == ("Urgent", "is:closed", people.supervisor.pk)
    administrator.post(f"/search/views/{view.pk}/delete/")
    assert not SavedView.objects.exists()


def test_own_views_are_put_in_order(people: Cast, client_for: Doors) -> None:
    for name in ("A", "B", "C"):
        actions.save_view("is:open", actor=actor(people.agent), name=name)
    client = client_for(people.agent)
    last = SavedView.objects.get(name="C")
    for _step in range(2):
        client.post(f"/inbox/views/{last.pk}/up/")
    assert _beside(client) == ["C", "A", "B"]
    client.post(f"/inbox/views/{last.pk}/up/")
    assert _beside(client) == ["C", "A", "B"]
    assert client_for(people.other_agent).post(f"/inbox/views/{last.pk}/up/").status_code == 404


def test_hundreds_of_views_make_no_page_longer_or_slower(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    client.get("/inbox/")
    costs, lengths = [], []
    for wanted in (40, 200):
        while SavedView.objects.count() < wanted:
            number = SavedView.objects.count()
            SavedView.objects.create(
                owner=people.supervisor,
                name=f"View {number:03}",
                key=f"view {number:03}",
                query="is:open",
                is_global=True,
                created_at=people.agent.created_at,
            )
        with CaptureQueriesContext(connection) as queries:
            lengths.append(len(_beside(client)))
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert lengths == [30, 30]
    assert "View 199" in client.get("/inbox/views/").content.decode()
