"""A ticket that an agent writes down for somebody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from divan.accounts import actions as accounts
from divan.accounts.models import User
from divan.assets import actions as assets
from divan.assets.models import Asset, AssetType
from divan.core.actors import Right
from divan.tickets import actions
from divan.tickets.models import Category, Ticket
from divan.tickets.tests.desk import HTMX, POLYGLOT
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]


def _form(people: Cast, **changes: Any) -> dict[str, Any]:
    filled = {
        "email": "new@person.example",
        "name": "Nowa Osoba",
        "channel": "phone",
        "group": people.group.pk,
        "urgency": "high",
        "subject": "Called about the printer",
        "body": "It prints empty pages.",
        "submission_key": "one-form",
    }
    return filled | changes


def test_for_somebody_new(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    for _time in range(2):
        client.post("/tickets/new/", _form(people))
    ticket = Ticket.objects.get()
    assert (ticket.requester.email, ticket.requester.name) == ("new@person.example", "Nowa Osoba")
    assert (ticket.requester.role.slug, ticket.submitter_id) == ("customer", people.agent.pk)
    assert (ticket.channel, ticket.urgency, ticket.group_id) == ("phone", "high", people.group.pk)


def test_somebody_known_stays_as_they_are(people: Cast, client_for: Doors) -> None:
    client_for(people.agent).post(
        "/tickets/new/", _form(people, email="Celina@customer.example", name="Other")
    )
    assert Ticket.objects.get().requester == people.customer
    assert User.objects.get(pk=people.customer.pk).name == "Celina Nowak"


def test_what_was_typed_survives(people: Cast, client_for: Doors) -> None:
    response = client_for(people.agent).post(
        "/tickets/new/", _form(people, email="no address", body=POLYGLOT)
    )
    assert response.status_code == 422
    assert b"&lt;script&gt;alert(2)" in response.content
    assert not Ticket.objects.exists()


def test_only_in_groups_where_they_may_reply(people: Cast, client_for: Doors) -> None:
    response = client_for(people.agent).post("/tickets/new/", _form(people, group=people.other_group.pk))
    assert response.status_code == 422
    assert not Ticket.objects.exists()


def _known(people: Cast) -> str:
    """Celina, whom the agents of Support know, as the list writes her into the field."""
    open_ticket(people)
    return '"Celina Nowak" <celina@customer.example>'


def _product(people: Cast, **facts: Any) -> Asset:
    wanted = assets.AssetFacts(type_id=AssetType.objects.earliest("pk").pk, name="Own scanner", **facts)
    return assets.add_asset(wanted, actor=actor(people.agent))


def _errors(response: Any) -> list[str]:
    """The fields of a refused form that say why."""
    return re.findall(r'id="id_(\w+)_error"', response.content.decode())


def _has_focus(page: str) -> bool:
    """Whether one can type who it is as soon as the page is there."""
    field = re.search(r'<input [^>]*name="email"[^>]*>', page)
    return field is not None and " autofocus" in field[0]


def _made() -> Ticket:
    return Ticket.objects.get(subject="Called about the printer")


def test_for_somebody_from_the_list(people: Cast, client_for: Doors) -> None:
    filled = _form(people, email=_known(people), name="")
    assert client_for(people.agent).post("/tickets/new/", filled).status_code == 302
    assert _made().requester == people.customer


def test_a_name_beside_an_unknown_address_is_that_of_a_new_person(people: Cast, client_for: Doors) -> None:
    filled = _form(people, email='"Last, First" <first@last.example>', name="")
    client_for(people.agent).post("/tickets/new/", filled)
    assert (_made().requester.email, _made().requester.name) == ("first@last.example", "Last, First")


@pytest.mark.parametrize(
    "typed", ["Celina Now", "a@b.example, c@d.example", "a@", "support@divan.example", "", "<>"]
)
def test_who_asks_has_to_be_one_person(people: Cast, client_for: Doors, typed: str) -> None:
    response = client_for(people.agent).post("/tickets/new/", _form(people, email=typed))
    assert (response.status_code, _errors(response)) == (422, ["email"])
    page = response.content.decode()
    assert "It prints empty pages." in page
    assert 'value="Called about the printer"' in page
    assert not Ticket.objects.exists()


def test_a_link_names_the_requester(people: Cast, client_for: Doors) -> None:
    _known(people)
    for wanted in (people.customer.pk, "CELINA@customer.example"):
        page = client_for(people.agent).get("/tickets/new/", {"requester": wanted}).content.decode()
        assert "&lt;celina@customer.example&gt;" in page, wanted
        assert not _has_focus(page)
    assert _has_focus(client_for(people.agent).get("/tickets/new/").content.decode())


def test_a_link_tells_nothing_about_others(people: Cast, client_for: Doors) -> None:
    _known(people)
    accounts.deactivate_person(people.other_customer, actor=actor(people.administrator))
    asked = [
        (people.other_agent, people.customer),
        (people.agent, people.other_customer),
        (people.administrator, people.other_customer),
    ]
    for reader, hidden in asked:
        for wanted in (hidden.pk, hidden.email):
            page = client_for(reader).get("/tickets/new/", {"requester": wanted}).content.decode()
            assert hidden.email not in page
            assert hidden.name not in page


def test_type_category_product_and_assignee_are_there_from_the_start(people: Cast, client_for: Doors) -> None:
    shelf = Category.objects.create(names={"en": "Scanners"})
    filled = _form(people, email=_known(people), type="incident", category=shelf.pk, mine="on")
    made = _product(people, person_id=people.customer.pk)
    assert client_for(people.agent).post("/tickets/new/", filled | {"asset": made.pk}).status_code == 302
    ticket = _made()
    assert (ticket.type, ticket.category_id, ticket.asset_id) == ("incident", shelf.pk, made.pk)
    assert (ticket.assignee_id, ticket.status) == (people.agent.pk, "open")


def test_without_them_a_ticket_is_a_question_of_nobody(people: Cast, client_for: Doors) -> None:
    client_for(people.agent).post("/tickets/new/", _form(people))
    ticket = _made()
    assert (ticket.type, ticket.category_id, ticket.asset_id) == ("question", None, None)
    assert (ticket.assignee_id, ticket.status) == (None, "new")


@pytest.mark.parametrize("field", ["type", "category", "asset"])
def test_what_is_not_offered_is_refused_at_its_field(people: Cast, client_for: Doors, field: str) -> None:
    retired = Category.objects.create(names={"en": "Old"}, is_active=False)
    elsewhere = _product(people, person_id=people.other_customer.pk)
    known = _known(people)
    wrong: dict[str, list[Any]] = {
        "type": ["no-type"],
        "category": [retired.pk, 999_999],
        "asset": [elsewhere.pk, 999_999, "x"],
    }
    for value in wrong[field]:
        response = client_for(people.agent).post(
            "/tickets/new/", _form(people, email=known, **{field: value})
        )
        assert (response.status_code, _errors(response)) == (422, [field])
        assert '<details class="card fold" open>' in response.content.decode()
    assert Ticket.objects.count() == 1


def test_the_fold_is_open_only_for_what_stands_in_it(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    assert '<details class="card fold">' in client.get("/tickets/new/").content.decode()
    refused = client.post("/tickets/new/", _form(people, subject="", type="question"))
    assert '<details class="card fold">' in refused.content.decode()
    for chosen in ({"type": "bug"}, {"mine": "on"}):
        refused = client.post("/tickets/new/", _form(people, subject="", **chosen))
        assert '<details class="card fold" open>' in refused.content.decode(), chosen


def test_products_are_those_of_the_requester(people: Cast, client_for: Doors) -> None:
    known = _known(people)
    made = _product(people, person_id=people.customer.pk, serial="SN-0042")
    offered = f'<option value="{made.pk}"'
    client = client_for(people.agent)
    answer = client.get("/tickets/new/products/", {"email": known, "asset": made.pk}, **HTMX).content.decode()
    assert f"{offered} selected>Own scanner · SN-0042</option>" in answer
    assert offered in client.get("/tickets/new/", {"requester": people.customer.pk}).content.decode()
    assert offered not in client.get("/tickets/new/products/", {"email": "x@y.example"}).content.decode()
    # Whoever may not find the person does not hear what they use.
    assert (
        offered
        not in client_for(people.other_agent).get("/tickets/new/products/", {"email": known}).content.decode()
    )


def test_a_refused_assignment_leaves_nothing_behind(people: Cast, client_for: Doors) -> None:
    accounts.add_member(people.group, people.other_agent, Right.REPLY, actor=actor(people.administrator))
    response = client_for(people.other_agent).post("/tickets/new/", _form(people, mine="on"))
    assert (response.status_code, _errors(response)) == (422, ["mine"])
    assert not Ticket.objects.exists()
    assert not User.objects.filter(email="new@person.example").exists()
    assert client_for(people.other_agent).post("/tickets/new/", _form(people)).status_code == 302


def test_a_form_that_is_sent_again_takes_the_ticket_from_nobody(people: Cast, client_for: Doors) -> None:
    client, filled = client_for(people.agent), _form(people, mine="on")
    client.post("/tickets/new/", filled)
    actions.assign(_made(), people.supervisor.pk, actor=actor(people.agent))
    assert client.post("/tickets/new/", filled).status_code == 302
    assert _made().assignee_id == people.supervisor.pk


def test_the_texts_are_kept_on_the_device(people: Cast, client_for: Doors) -> None:
    page = client_for(people.agent).get("/tickets/new/").content.decode()
    assert {"subject", "body"} == set(re.findall(r'data-draft-key="new-ticket-(\w+)"', page))
    assert 'data-forget-drafts="new-ticket-"' in page


def test_likely_duplicates_of_somebody_from_the_list(people: Cast, client_for: Doors) -> None:
    known = _known(people)
    ticket = Ticket.objects.get()
    asked = {"email": known, "subject": ""}
    page = client_for(people.agent).get("/tickets/new/duplicates/", asked, **HTMX).content.decode()
    assert f'"/tickets/{ticket.number}/"' in page
