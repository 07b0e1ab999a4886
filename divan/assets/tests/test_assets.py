"""Products: who keeps them, how they are found, what happens when something typed is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.models import AdministrationEntry
from divan.assets import actions, queries
from divan.assets.models import Asset, AssetType
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db


def _type() -> AssetType:
    return AssetType.objects.earliest("pk")


def _add(people: Cast, name: str, **facts: object) -> Asset:
    wanted = actions.AssetFacts(type_id=_type().pk, name=name, **facts)
    return actions.add_asset(wanted, actor=actor(people.agent))


def test_a_new_installation_has_types_in_the_readers_language(people: Cast, client: Client) -> None:
    client.force_login(people.agent)
    page = client.get(reverse("add_asset")).content.decode()
    assert "Bilgisayar" in page


def test_an_agent_adds_a_product_that_everybody_at_the_desk_finds(people: Cast, client: Client) -> None:
    open_ticket(people)  # so the agent knows the customer
    client.force_login(people.agent)
    sent = {
        "type": _type().pk,
        "name": "Yazıcı İstanbul",
        "model": "LaserJet 4",
        "serial": "SN-0042",
        "person": people.customer.email,
        "warranty_until": "31.12.2027",
    }
    answer = client.post(reverse("add_asset"), sent)
    made = Asset.objects.get()
    assert answer["Location"] == reverse("asset", kwargs={"asset_id": made.pk})
    assert (made.person_id, made.warranty_until) == (people.customer.pk, date(2027, 12, 31))
    client.force_login(people.other_agent)
    for words in ("yazici istanbul", "laserjet", "sn-0042"):
        assert "SN-0042" in client.get(reverse("assets"), {"q": words}).content.decode()
    assert "SN-0042" not in client.get(reverse("assets"), {"q": "toner"}).content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "  "),
        ("person", "nobody@nowhere.example"),
        ("warranty_until", "soon"),
        ("type", "0"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    people: Cast, client: Client, field: str, value: str
) -> None:
    client.force_login(people.agent)
    sent = {"type": _type().pk, "name": "Printer", "model": "LaserJet 4", field: value}
    answer = client.post(reverse("add_asset"), sent)
    assert answer.status_code == 422
    assert f"id_{field}_error" in answer.content.decode()
    assert "LaserJet 4" in answer.content.decode()
    assert not Asset.objects.exists()


def test_the_persons_date_is_jalali_in_persian(people: Cast, client: Client) -> None:
    people.agent.language = "fa"
    people.agent.save()
    client.force_login(people.agent)
    client.post(reverse("add_asset"), {"type": _type().pk, "name": "چاپگر", "warranty_until": "۱۴۰۶/۱۰/۱۱"})
    assert Asset.objects.get().warranty_until == date(2028, 1, 1)


def test_a_retired_product_leaves_the_list_and_is_found_by_its_name(people: Cast, client: Client) -> None:
    made = _add(people, "Old printer")
    client.force_login(people.agent)
    client.post(reverse("use_asset", kwargs={"asset_id": made.pk}), {"in_use": "0"})
    assert "Old printer" not in client.get(reverse("assets")).content.decode()
    assert "Old printer" in client.get(reverse("assets"), {"q": "old"}).content.decode()
    assert queries.choices(actor(people.agent), None, text="old") == []


def test_the_list_goes_on_where_it_ended(people: Cast, client: Client) -> None:
    for place in range(queries.PAGE + 2):
        _add(people, f"Printer {place:03}")
    first = queries.assets(actor(people.agent))
    second = queries.assets(actor(people.agent), after=first.next)
    assert [one.name for one in (*first.rows, *second.rows)] == [
        f"Printer {n:03}" for n in range(queries.PAGE + 2)
    ]
    assert second.next == ""


def test_choices_begin_with_the_requesters_own(people: Cast) -> None:
    _add(people, "A house printer")
    own = _add(people, "Own printer", person_id=people.customer.pk)
    assert queries.choices(actor(people.agent), people.customer) == [own]
    found = queries.choices(actor(people.agent), people.customer, text="printer")
    assert [one.name for one in found] == ["Own printer", "A house printer"]


def test_customers_know_their_own_products_alone(people: Cast) -> None:
    own = _add(people, "Own printer", person_id=people.customer.pk)
    _add(people, "Another printer", person_id=people.other_customer.pk)
    assert queries.choices(actor(people.customer), people.customer, text="printer") == [own]


def test_keeping_products_needs_the_permission_and_is_logged(people: Cast) -> None:
    made = _add(people, "Printer")
    assert AdministrationEntry.objects.filter(kind="asset.added", actor=people.agent).count() == 1
    nobody: Actor = actor(people.clerk)
    facts = actions.AssetFacts(type_id=_type().pk, name="Other")
    for verb in (
        lambda: actions.add_asset(facts, actor=nobody),
        lambda: actions.change_asset(made, facts, actor=nobody),
        lambda: actions.set_asset_in_use(made, False, actor=nobody),
    ):
        with pytest.raises(NotAllowed):
            verb()
    made.refresh_from_db()
    assert (made.name, made.is_active) == ("Printer", True)


def test_a_type_out_of_use_is_not_offered_and_stays_with_its_products(people: Cast, client: Client) -> None:
    made = _add(people, "Printer")
    chief = actor(people.administrator)
    actions.set_type_in_use(made.type_id, False, actor=chief)
    with pytest.raises(Refused):
        _add(people, "Second printer")
    client.force_login(people.agent)
    page = client.get(reverse("change_asset", kwargs={"asset_id": made.pk})).content.decode()
    assert f'value="{made.type_id}" selected' in page


def test_types_are_added_and_renamed_in_the_settings(people: Cast, client: Client) -> None:
    client.force_login(people.administrator)
    client.post(reverse("settings_add_asset_type"), {"name_en": "Lift", "name_pl": "Winda", "icon": "box"})
    made = AssetType.objects.latest("pk")
    assert made.names["pl"] == "Winda"
    address = reverse("settings_asset_type", kwargs={"type_id": made.pk})
    client.post(address, {"name_en": "Elevator", "icon": "wrench"})
    made.refresh_from_db()
    assert (made.names["en"], made.icon) == ("Elevator", "wrench")
