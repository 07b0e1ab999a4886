"""The category tree in the settings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from divan.accounts.models import AdministrationEntry, User
from divan.core.errors import NotAllowed, Refused
from divan.tickets import actions
from divan.tickets.models import Category
from divan.tickets.tests.desk import POLYGLOT
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]


def _kinds() -> list[str]:
    return list(
        AdministrationEntry.objects.filter(kind__startswith="category.")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_adding_renaming_moving_and_leaving(people: Cast, client_for: Doors) -> None:
    client = client_for(people.administrator)
    client.post("/settings/categories/add/", {"name_en": "Hardware", "name_fa": "سخت‌افزار"})
    top = Category.objects.latest("pk")
    client.post("/settings/categories/add/", {"name_en": "Printers", "parent": top.pk})
    printers = Category.objects.get(parent=top)
    client.post(f"/settings/categories/{printers.pk}/", {"name_en": "Printers and scanners", "parent": ""})
    client.post(f"/settings/categories/{printers.pk}/use/", {"in_use": "0"})
    printers.refresh_from_db()
    assert (printers.names["en"], printers.parent_id, printers.is_active) == (
        "Printers and scanners",
        None,
        False,
    )
    assert top.names == {"en": "Hardware", "fa": "سخت‌افزار"}
    expected = ["added", "added", "renamed", "moved", "in_use"]
    assert _kinds() == [f"category.{kind}" for kind in expected]
    assert b"Printers and scanners" in client.get("/settings/categories/").content


def test_what_changes_nothing_is_not_recorded(people: Cast) -> None:
    chief = actor(people.administrator)
    made = actions.add_category({"en": "Hardware"}, actor=chief)
    actions.rename_category(made.pk, {"en": "Hardware"}, actor=chief)
    actions.move_category(made.pk, None, actor=chief)
    actions.set_category_in_use(made.pk, True, actor=chief)
    assert _kinds() == ["category.added"]


def test_the_tree_has_no_rings_and_is_not_deep(people: Cast) -> None:
    chief = actor(people.administrator)
    chain: list[Category] = []
    for name in ("a", "b", "c", "d"):
        chain.append(actions.add_category({"en": name}, chain[-1].pk if chain else None, actor=chief))
    for parent in chain:
        with pytest.raises(Refused):
            actions.move_category(chain[0].pk, parent.pk, actor=chief)
    with pytest.raises(Refused):
        actions.add_category({"en": "e"}, chain[-1].pk, actor=chief)


def test_only_who_manages_settings(people: Cast) -> None:
    made = actions.add_category({"en": "Hardware"}, actor=actor(people.administrator))
    for person in (people.agent, people.supervisor, people.customer):
        with pytest.raises(NotAllowed):
            actions.rename_category(made.pk, {"en": "x"}, actor=actor(person))


def test_a_name_is_needed_and_nothing_typed_is_lost(people: Cast, client_for: Doors) -> None:
    client = client_for(people.administrator)
    assert client.post("/settings/categories/add/", {"name_en": "  "}).status_code == 422
    client.post("/settings/categories/add/", {"name_en": POLYGLOT})
    assert b"<script>alert" not in client.get("/settings/categories/").content


def test_what_has_no_category_is_a_queue_of_its_own(people: Cast, client_for) -> None:
    sorted_in, other = open_ticket(people), open_ticket(people, subject="Where do I belong?")
    shelf = Category.objects.create(names={"en": "Printers"})
    actions.categorise(sorted_in, shelf.pk, actor=actor(people.agent))
    agent = client_for(people.agent)
    for path in ("/inbox/without-category/", "/search/?q=category:none"):
        page = agent.get(path).content.decode()
        assert other.subject in page
        assert f"/tickets/{sorted_in.number}/" not in page
