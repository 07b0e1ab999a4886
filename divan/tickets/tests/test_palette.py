"""The palette and the search box: what somebody may see is found while they type."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts import actions as accounts
from divan.accounts.models import User
from divan.core.jobs import drain
from divan.knowledge import actions as knowledge
from divan.tickets import actions
from divan.tickets.tests.desk import POLYGLOT
from tests.support.builders import note, open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
DOORS = ("/palette/", "/search/box/")


def _found(client: Client, text: str, door: str = "/palette/") -> str:
    return unescape(client.get(door, {"q": text}).content.decode())


@pytest.mark.parametrize("door", DOORS)
def test_tickets_by_number_subject_text_and_requester(people: Cast, client_for: Doors, door: str) -> None:
    ticket = open_ticket(people, subject="Yazıcıdan boş kâğıt çıkıyor", language="tr")
    drain()
    client = client_for(people.agent)
    digits = ticket.number.removeprefix("DVN-")
    persian = digits.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    typed = (
        ticket.number,
        digits,
        persian,
        ticket.number.lower(),
        "yazıcı",
        "YAZICILAR",
        "boş kâğ",
        "second floor",
    )
    for text in (*typed, "celina"):
        assert f'href="/tickets/{ticket.number}/"' in _found(client, text, door), text
    for text in ("printless", "  ", "-yazıcı"):
        assert "/tickets/" not in _found(client, text, door), text


def test_people_organisations_articles_groups_and_views(people: Cast, client_for: Doors) -> None:
    chief = actor(people.administrator)
    shop = accounts.create_organization("Celina's Shop", actor=chief)
    accounts.join_organization(people.customer, shop, actor=chief)
    shelf = knowledge.create_category({"en": "Printers"}, actor=chief)
    article = knowledge.create_article("empty-pages", shelf, actor=chief)
    words = {"title": "Empty pages", "summary": "The drum", "body": "Turn it."}
    knowledge.write_translation(article, "en", **words, actor=chief)
    knowledge.publish_article(article, actor=chief)
    open_ticket(people)
    actions.save_view("is:open", actor=actor(people.agent), name="Drums to order")
    drain()
    agent, administrator = client_for(people.agent), client_for(people.administrator)
    assert "/help/en/empty-pages/" in _found(agent, "empty pa")
    assert "from%3Acelina%40customer.example" in _found(agent, "celina")
    assert f"/settings/people/{people.customer.pk}/" in _found(administrator, "celina")
    assert "organisation" in _found(agent, "shop")
    assert f"/settings/organisations/{shop.pk}/" in _found(administrator, "shop")
    assert f"/inbox/group/{people.group.pk}/" in _found(agent, "supp")
    assert "/inbox/saved/" in _found(agent, "order")
    assert "/inbox/saved/" not in _found(administrator, "order")


@pytest.mark.parametrize("door", DOORS)
def test_never_what_somebody_may_not_see(people: Cast, client_for: Doors, door: str) -> None:
    ticket = open_ticket(people, subject="Empty pages again")
    note(ticket, people.agent, "Costs a fortune")
    drain()
    assert ticket.number in _found(client_for(people.agent), "fortune", door)
    client = client_for(people.other_agent)
    for text in (ticket.number, "empty", "celina", "fortune", "status:new", "is:open"):
        assert f"/{ticket.number}/" not in _found(client, text, door)
        assert people.customer.email not in _found(client, text, door)
    assert client_for(people.customer).get(door, {"q": "empty"}).status_code == 404


def test_what_an_agent_asked_themselves_leads_to_the_portal(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people, requester=people.agent, group=people.other_group, subject="My own salary")
    note(ticket, people.other_agent, "A delicate matter")
    drain()
    client = client_for(people.agent)
    assert f'href="/my/tickets/{ticket.number}/"' in _found(client, "salary")
    assert ticket.number not in _found(client, "delicate")


@pytest.mark.parametrize("door", DOORS)
def test_fields_narrow_what_is_found(people: Cast, client_for: Doors, door: str) -> None:
    ticket = open_ticket(people, subject="Empty pages again")
    drain()
    client = client_for(people.agent)
    assert ticket.number in _found(client, "status:new empty", door)
    assert ticket.number in _found(client, "status:new", door)
    assert ticket.number not in _found(client, "status:solved empty", door)


@pytest.mark.parametrize("door", DOORS)
def test_the_last_option_is_the_search_page_and_the_number_is_said(
    people: Cast, client_for: Doors, door: str
) -> None:
    open_ticket(people, subject="Empty pages again")
    drain()
    page = _found(client_for(people.agent), "empty & pages", door)
    assert re.findall(r'role="option"[^>]* href="([^"]*)"', page)[-1] == "/search/?q=empty+%26+pages"
    assert "data-says=" in page
    assert "data-says=" not in _found(client_for(people.agent), "", door)


@pytest.mark.parametrize("door", DOORS)
def test_hostile_words_are_only_shown(people: Cast, client_for: Doors, door: str) -> None:
    open_ticket(people, subject=POLYGLOT)
    drain()
    page = client_for(people.agent).get(door, {"q": "onload"}).content.decode()
    assert "/tickets/" in page
    assert "<svg/onload" not in page


@pytest.mark.parametrize("door", DOORS)
def test_the_cost_does_not_grow_with_what_is_found(people: Cast, client_for: Doors, door: str) -> None:
    client = client_for(people.agent)
    costs = []
    for more in (1, 12):
        for _place in range(more):
            open_ticket(people, subject="Empty pages again")
        drain()
        with CaptureQueriesContext(connection) as queries:
            client.get(door, {"q": "empty pag"})
        costs.append(len(queries))
    assert costs[1] <= costs[0] + 2
    assert costs[1] <= 30
