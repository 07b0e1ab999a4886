"""Types with what belongs to them, the priority matrix, and the product of a ticket."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.models import AdministrationEntry, User
from divan.assets import actions as assets
from divan.assets.models import Asset, AssetType
from divan.core.errors import NotAllowed, Refused
from divan.core.kept import forget_all
from divan.tickets import actions
from divan.tickets.models import Category, Impact, MatrixCell, Ticket, Urgency
from divan.tickets.priorities import USUAL, priority_of
from divan.tickets.tests.desk import fresh, kinds_since, press
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
CELLS = [(impact, urgency) for impact in Impact for urgency in Urgency]


def _asset(people: Cast, name: str = "Printer", **facts: object) -> Asset:
    kind = AssetType.objects.earliest("pk").pk
    return assets.add_asset(
        assets.AssetFacts(type_id=kind, name=name, **facts),
        actor=actor(people.agent),
    )


@pytest.mark.parametrize(("impact", "urgency"), CELLS)
def test_every_cell_of_the_matrix_can_be_changed_and_counts_at_once(
    people: Cast, client_for: Doors, impact: Impact, urgency: Urgency
) -> None:
    before = priority_of(impact, urgency)
    other = "urgent" if before != "urgent" else "low"
    sent = {f"{one}-{two}": USUAL[one][two] for one, two in CELLS} | {f"{impact}-{urgency}": other}
    address = reverse("settings_matrix")
    assert client_for(people.administrator).post(address, sent).status_code == 302
    forget_all()
    assert priority_of(impact, urgency) == other
    assert {cell: priority_of(*cell) for cell in CELLS if cell != (impact, urgency)} == {
        (one, two): USUAL[one][two] for one, two in CELLS if (one, two) != (impact, urgency)
    }
    ticket = open_ticket(people)
    press(client_for(people.agent), ticket, "set-priority", impact=impact, urgency=urgency)
    assert fresh(ticket).priority == other


def test_tickets_keep_their_priority_when_the_matrix_changes(people: Cast) -> None:
    ticket = open_ticket(people)
    cell = (ticket.impact, ticket.urgency)
    actions.set_matrix({cell: "urgent"}, actor=actor(people.administrator))
    assert fresh(ticket).priority == ticket.priority
    assert AdministrationEntry.objects.get(kind="matrix.changed").details["cells"] == [[*cell, "urgent"]]
    forget_all()
    actions.set_matrix({cell: USUAL[Impact(cell[0])][Urgency(cell[1])]}, actor=actor(people.administrator))
    assert not MatrixCell.objects.exists()


def test_a_wrong_priority_is_refused_at_its_cell(people: Cast, client_for: Doors) -> None:
    sent = {f"{one}-{two}": USUAL[one][two] for one, two in CELLS} | {"low-low": "major"}
    answer = client_for(people.administrator).post(reverse("settings_matrix"), sent)
    assert answer.status_code == 422
    assert not MatrixCell.objects.exists()


def test_only_who_manages_settings_changes_matrix_and_types(people: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.set_matrix({("low", "low"): "urgent"}, actor=actor(people.supervisor))
    with pytest.raises(NotAllowed):
        actions.set_type_defaults(
            "bug",
            impact="high",
            category_id=None,
            needs_category=True,
            close_after_days=3,
            actor=actor(people.supervisor),
        )


def test_a_type_brings_its_impact_and_category_unless_somebody_chose_others(
    people: Cast, client_for: Doors
) -> None:
    shelf = Category.objects.create(names={"en": "Defects"})
    sent = {"impact": "high", "category": shelf.pk, "needs_category": "", "close_after_days": ""}
    address = reverse("settings_type", kwargs={"ticket_type": "bug"})
    assert client_for(people.administrator).post(address, sent).status_code == 302
    forget_all()
    ticket, chosen = open_ticket(people), open_ticket(people)
    actions.set_priority(chosen, impact="low", urgency="normal", actor=actor(people.agent))
    before = fresh(chosen).last_seq
    for each in (ticket, chosen):
        assert press(client_for(people.agent), each, "set-type", type="bug").status_code == 200
    assert (fresh(ticket).impact, fresh(ticket).priority, fresh(ticket).category_id) == (
        "high",
        "high",
        shelf.pk,
    )
    assert fresh(chosen).impact == "low"
    assert kinds_since(ticket) == [
        "ticket.type_changed",
        "ticket.priority_changed",
        "ticket.category_changed",
    ]
    assert kinds_since(chosen, before) == ["ticket.type_changed", "ticket.category_changed"]


def test_a_type_that_needs_a_category_is_not_solved_without_one(people: Cast) -> None:
    actions.set_type_defaults(
        "question",
        impact="medium",
        category_id=None,
        needs_category=True,
        close_after_days=None,
        actor=actor(people.administrator),
    )
    forget_all()
    agent = actor(people.agent)
    ticket, spam = open_ticket(people), open_ticket(people)
    reply(ticket, people.agent)
    with pytest.raises(Refused):
        actions.solve(ticket, actor=agent)
    actions.categorise(ticket, Category.objects.earliest("pk").pk, actor=agent)
    actions.solve(ticket, actor=agent)
    actions.close(spam, reason="spam", actor=agent)
    assert [fresh(ticket).status, fresh(spam).status] == ["solved", "closed"]


@pytest.mark.parametrize("wrong", ["", "major", "merged"])
def test_an_unknown_type_is_refused(people: Cast, client_for: Doors, wrong: str) -> None:
    ticket = open_ticket(people)
    assert press(client_for(people.agent), ticket, "set-type", type=wrong).status_code == 422
    assert kinds_since(ticket) == []


def test_a_ticket_is_about_a_product_that_its_page_and_the_search_name(
    people: Cast, client_for: Doors
) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    made = _asset(people, serial="SN-0042")
    assert press(client, ticket, "set-asset", asset=made.pk).status_code == 200
    assert fresh(ticket).asset_id == made.pk
    assert "Printer" in client.get(reverse("show_ticket", kwargs={"number": ticket.number})).content.decode()
    for query in ("product:printer", f"product:#{made.pk}", "serial:sn-0042"):
        assert ticket.number in client.get(reverse("search"), {"q": query}).content.decode(), query
    assert ticket.number not in client.get(reverse("search"), {"q": "serial:0042"}).content.decode()


def test_the_page_of_a_product_shows_only_tickets_that_its_reader_sees(
    people: Cast, client_for: Doors
) -> None:
    ticket = open_ticket(people)
    made = _asset(people)
    actions.set_asset(ticket, made.pk, actor=actor(people.agent))
    address = reverse("asset", kwargs={"asset_id": made.pk})
    assert ticket.number in client_for(people.agent).get(address).content.decode()
    assert ticket.number not in client_for(people.other_agent).get(address).content.decode()


def test_a_retired_or_unknown_product_is_refused(people: Cast, client_for: Doors) -> None:
    ticket, made = open_ticket(people), _asset(people)
    assets.set_asset_in_use(made, False, actor=actor(people.agent))
    for wrong in (made.pk, 999_999):
        assert press(client_for(people.agent), ticket, "set-asset", asset=wrong).status_code == 422
    assert Ticket.objects.get(pk=ticket.pk).asset_id is None


def test_the_menu_offers_the_requesters_products_first(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    _asset(people, "Own scanner", person_id=people.customer.pk)
    _asset(people, "House scanner")
    address = reverse("ticket_assets", kwargs={"number": ticket.number})
    page = client_for(people.agent).get(address).content.decode()
    assert "Own scanner" in page
    assert "House scanner" not in page
    assert "House scanner" in client_for(people.agent).get(address, {"q": "house"}).content.decode()
