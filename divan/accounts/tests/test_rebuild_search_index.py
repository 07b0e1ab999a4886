"""The page of the search index."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from divan.accounts.models import AdministrationEntry
from divan.core.jobs import drain
from divan.search.engines import engine
from divan.search.models import Rebuild
from divan.search.queries import find
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db


def test_whoever_manages_settings_sees_how_far_the_index_is(people: Cast, client_for: Any) -> None:
    admin = client_for(people.administrator)
    assert "data-kind" not in admin.get(reverse("settings_search_index")).content.decode()
    drain()
    ready = admin.get(reverse("settings_search_index")).content.decode()
    assert all(f'data-kind="{rebuild.kind}"' in ready for rebuild in Rebuild.objects.all())
    assert "<progress" not in ready
    assert "hx-trigger" not in ready.split('id="progress"')[1].split(">")[0]


def test_the_index_is_made_again_in_the_background(people: Cast, client_for: Any) -> None:
    drain()
    engine().clear()
    admin = client_for(people.administrator)
    assert admin.post(reverse("settings_rebuild_search_index")).status_code == 302
    assert "<progress" in admin.get(reverse("settings_search_index")).content.decode()
    drain()
    assert "<progress" not in admin.get(reverse("settings_search_index")).content.decode()
    hits = find("nowak", actor=actor(people.administrator), kind="person").hits
    assert [hit.object_id for hit in hits] == [people.customer.pk]


def test_what_is_being_made_again_already_goes_on(people: Cast, client_for: Any) -> None:
    admin = client_for(people.administrator)
    drain()
    for _turn in range(2):
        admin.post(reverse("settings_rebuild_search_index"))
    assert AdministrationEntry.objects.filter(kind="search_index.rebuilt").count() == 1


def test_agents_do_not_see_the_page(people: Cast, client_for: Any) -> None:
    agent = client_for(people.agent)
    assert agent.get(reverse("settings_search_index")).status_code == 404
    assert agent.post(reverse("settings_rebuild_search_index")).status_code == 404
