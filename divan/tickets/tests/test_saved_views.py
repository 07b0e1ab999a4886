"""Searches that somebody keeps: they stand in their side navigation, and in nobody else's."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import User
from divan.tickets import actions
from divan.tickets.models import SavedView
from divan.tickets.models.saved_views import LONGEST_NAME, MOST_VIEWS
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]


def _views(client: Client, page: str = "/inbox/") -> dict[str, str]:
    """Name and address of the saved views beside a page, in their order."""
    found = re.findall(
        r'<a href="(/inbox/saved/\d+/)"[^>]*><span class="clip"[^>]*>([^<]*)</span>',
        client.get(page).content.decode(),
    )
    return {unescape(name): unescape(path) for path, name in found}


def _save(client: Client, query: str, name: str) -> Any:
    return client.post("/search/views/", {"q": query, "name": name})


def test_a_saved_search_stands_beside_every_page_and_opens(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    path = _save(client, "status:open #vip", "  Bekleyen   önemli işler ").headers["Location"]
    assert _views(client) == {"Bekleyen önemli işler": path}
    page = client.get(path).content.decode()
    assert re.search(r"<h1[^>]*>Bekleyen önemli işler\s*<", page)
    assert f'<a href="{path}" aria-current="true"' in page


def test_a_view_with_words_opens_as_a_search(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    path = _save(client, "drum is:open", "Drums").headers["Location"]
    search = client.get(path).headers["Location"]
    assert search.startswith("/search/?q=drum+is%3Aopen&view=")
    page = client.get(search).content.decode()
    assert 'value="drum is:open"' in page
    assert f'<a href="{path}" aria-current="true"' in page


def test_views_belong_to_one_person(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    path = _save(client, "is:open", "Mine alone").headers["Location"]
    view = SavedView.objects.get()
    for other in (people.supervisor, people.administrator, people.customer):
        stranger = client_for(other)
        for verb in ("rename", "delete"):
            answer = stranger.post(f"/search/views/{view.pk}/{verb}/", {"name": "Taken over"})
            assert answer.status_code == 404
        assert b"Mine alone" not in stranger.get(path).content
    assert _views(client) == {"Mine alone": path}


def test_one_name_stands_for_one_view(people: Cast, client_for: Doors) -> None:
    """Whatever keyboard it was typed on; the page says why, and keeps what was typed."""
    client = client_for(people.agent)
    _save(client, "is:open", "ISLAK KAĞIT")
    again = _save(client, "is:closed", "Islak  kağıt")
    assert again.status_code == 422
    page = again.content.decode()
    assert 'value="Islak  kağıt"' in page
    assert 'value="is:closed"' in page
    assert 'aria-invalid="true"' in page
    assert SavedView.objects.get().query == "is:open"
    assert _save(client, "is:open", "Islak kağıt").status_code == 302, (
        "saving the same once more is no mistake"
    )


def test_what_cannot_be_a_view_is_explained(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    refused = [("is:open", ""), ("is:open", " \u200f "), ("", "Empty"), ("is:open", "x" * (LONGEST_NAME + 1))]
    refused += [("a" * 501, "Long")]
    for query, name in refused:
        assert _save(client, query, name).status_code == 422, (query[:20], name[:20])
    assert not SavedView.objects.exists()


def test_nobody_has_more_views_than_fit(people: Cast, client_for: Doors) -> None:
    for place in range(MOST_VIEWS):
        actions.save_view("is:open", actor=actor(people.agent), name=f"View {place}")
    client = client_for(people.agent)
    assert _save(client, "is:open", "One more").status_code == 422
    assert SavedView.objects.count() == MOST_VIEWS
    assert _save(client_for(people.other_agent), "is:open", "One more").status_code == 302


def test_renaming_and_deleting(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    _save(client, "is:open", "First")
    _save(client, "is:closed", "Second")
    first = SavedView.objects.get(name="First")
    address = f"/search/views/{first.pk}"
    taken = client.post(f"{address}/rename/", {"name": "second"})
    assert taken.status_code == 422
    assert b'value="second"' in taken.content
    client.post(f"{address}/rename/", {"name": "FIRST"})
    assert list(_views(client)) == ["FIRST", "Second"]
    assert client.post(f"{address}/delete/").headers["Location"] == "/search/?q=is%3Aopen"
    assert list(_views(client)) == ["Second"]
    assert client.post(f"{address}/delete/").status_code == 404


def test_views_are_in_the_order_of_the_readers_dictionary(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)  # who reads Turkish
    for name in ("Zarf", "Çanta", "Dolap", "İz", "Isı", "cam"):
        _save(client, "is:open", name)
    assert list(_views(client)) == ["cam", "Çanta", "Dolap", "Isı", "İz", "Zarf"]


def test_views_beside_a_page_cost_no_query(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    client.get("/inbox/")
    costs: list[int] = []
    for name in ("", "One", "Two"):
        if name:
            actions.save_view("is:open", actor=actor(people.agent), name=name)
        with CaptureQueriesContext(connection) as queries:
            assert len(_views(client)) == len(costs)
        costs.append(len(queries))
    assert costs[0] == costs[1] == costs[2]
