"""Fields of tickets: made once in the settings, filled in at the ticket, found by the search, shown in lists."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from divan.accounts.models import AdministrationEntry
from divan.assets import actions as assets
from divan.assets.models import AssetType
from divan.core.errors import NotAllowed, Refused
from divan.core.kept import forget_all
from divan.tickets import actions
from divan.tickets.actions.custom_fields import FieldDetails, create_field, set_field_in_use
from divan.tickets.models import CustomField, FieldValue
from divan.tickets.queries.columns import columns_there_are
from divan.tickets.tests.desk import HTMX, fresh, kinds_since, press
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

CHOICES = [
    {"value": "c1", "labels": {"en": "Red", "tr": "Kırmızı"}},
    {"value": "c2", "labels": {"en": "Blue", "tr": "Mavi"}},
]


def make(people: Cast, kind: str, name: str, **details: Any) -> CustomField:
    """A field made by the verb, as every process then knows it."""
    chief = actor(people.administrator)
    field = create_field(FieldDetails(kind=kind, labels={"en": name}, **details), actor=chief)
    forget_all()
    return field


def found(client: Client, query: str) -> int:
    """How many tickets the search page shows for a query."""
    return client.get("/search/", {"q": query}).content.decode().count("data-row")


def test_a_field_is_made_changed_and_taken_out_of_use_in_the_settings(people: Cast, client_for) -> None:
    admin = client_for(people.administrator)
    given = {"kind": "number", "labels_en": "Cost centre", "audience": "staff", "least": "100", "most": "999"}
    assert admin.post("/settings/fields/add/", given).status_code == 302
    row = CustomField.objects.get(key="cost_centre")
    assert (row.kind, row.rules) == ("number", {"least": "100", "most": "999"})
    more = {**given, "kind": "text", "labels_tr": "Masraf yeri", "audience": "seen"}
    assert admin.post(f"/settings/fields/{row.pk}/", more).status_code == 302
    row.refresh_from_db()
    assert (row.kind, row.audience, row.labels["tr"]) == ("number", "seen", "Masraf yeri")
    assert admin.post(f"/settings/fields/{row.pk}/use/", {"in_use": "0"}).status_code == 302
    row.refresh_from_db()
    assert not row.is_active
    kinds = AdministrationEntry.objects.filter(kind__startswith="field.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == ["field.created", "field.changed", "field.in_use"]


def test_limits_of_dates_are_typed_in_the_calendar_of_the_reader(people: Cast, client_for) -> None:
    people.administrator.language = "fa"
    people.administrator.save()
    given = {"kind": "date", "labels_fa": "تاریخ خرید", "audience": "staff", "least": "۱۴۰۵/۰۱/۰۱"}
    admin = client_for(people.administrator)
    assert admin.post("/settings/fields/add/", given).status_code == 302
    assert CustomField.objects.get().rules == {"least": "2026-03-21"}
    assert admin.post("/settings/fields/add/", {**given, "least": "soon"}).status_code == 422


def test_a_key_never_means_something_else_to_the_search(people: Cast) -> None:
    assert make(people, "text", "Status").key == "status_field"
    assert [make(people, "text", "Room").key for _time in range(2)] == ["room", "room_2"]


def test_only_who_may_change_forms_makes_fields(people: Cast, client_for) -> None:
    for person in (people.agent, people.supervisor, people.customer):
        assert client_for(person).get("/settings/fields/").status_code == 404
    with pytest.raises(NotAllowed):
        create_field(FieldDetails(kind="text", labels={"en": "X"}), actor=actor(people.agent))


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "R 7", "R 7"),
        ("number", "1.250,5", "1250.5"),
        ("date", "21.03.2026", "2026-03-21"),
        ("choice", "c2", "c2"),
        ("multiple", ["c1", "c2"], ["c1", "c2"]),
        ("check", "on", True),
        ("phone", "+90 212 555 44 33", "+90 212 555 44 33"),
        ("url", "divan.example/a", "https://divan.example/a"),
    ],
)
def test_an_agent_fills_in_every_kind(people: Cast, client_for, kind: str, typed: Any, kept: Any) -> None:
    field = make(people, kind, "Thing", choices=CHOICES)
    ticket = open_ticket(people)
    agent = client_for(people.agent)
    assert agent.get(f"/tickets/{ticket.number}/set-fields/", **HTMX).status_code == 200
    press(agent, ticket, "set-fields", **{field.slot: typed})
    assert fresh(ticket).answers == {"field.thing": kept}
    assert kinds_since(ticket) == ["ticket.field_changed"]
    assert ticket.events.get(kind="ticket.field_changed").payload == {"field": field.pk}
    press(agent, ticket, "set-fields", **{field.slot: typed})
    assert kinds_since(ticket) == ["ticket.field_changed"]
    assert 'id="fields"' in agent.get(f"/tickets/{ticket.number}/panels/", **HTMX).content.decode()


def test_people_and_products_are_kept_by_id_and_read_by_name(people: Cast, client_for) -> None:
    who, what = make(people, "person", "Witness"), make(people, "product", "Machine")
    ticket = open_ticket(people)
    facts = assets.AssetFacts(
        type_id=AssetType.objects.earliest("pk").pk, name="Press 9", person_id=people.customer.pk
    )
    asset = assets.add_asset(facts, actor=actor(people.agent))
    agent = client_for(people.agent)
    given = {who.slot: people.supervisor.email, what.slot: asset.pk}
    press(agent, ticket, "set-fields", **given)
    assert fresh(ticket).answers == {who.slot: people.supervisor.pk, what.slot: asset.pk}
    panel = agent.get(f"/tickets/{ticket.number}/panels/", **HTMX).content.decode()
    assert people.supervisor.name in panel
    assert "Press 9" in panel
    assert found(agent, f"witness:{people.supervisor.email}") == 1
    assert found(agent, "machine:press") == 1
    refused = press(agent, ticket, "set-fields", **{who.slot: "nobody@else.example"})
    assert refused.status_code == 422


def test_what_breaks_a_limit_comes_back_beside_its_field(people: Cast, client_for) -> None:
    field = make(people, "text", "Serial number", rules={"pattern": "digits", "longest": 4})
    ticket = open_ticket(people)
    agent = client_for(people.agent)
    for typed in ("12a", "12345"):
        answer = press(agent, ticket, "set-fields", **{field.slot: typed})
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.content.decode()
    assert fresh(ticket).answers == {}


def test_a_required_field_is_not_emptied(people: Cast) -> None:
    field = make(people, "text", "Room", is_required=True)
    ticket = open_ticket(people)
    agent = actor(people.agent)
    actions.set_fields(ticket, {field.pk: "12"}, actor=agent)
    with pytest.raises(Refused):
        actions.set_fields(ticket, {field.pk: ""}, actor=agent)
    assert fresh(ticket).answers == {"field.room": "12"}


def test_a_field_stands_only_where_it_belongs(people: Cast) -> None:
    billing = make(people, "text", "Invoice", group_id=people.other_group.pk)
    bugs = make(people, "text", "Version", type="bug")
    ticket = open_ticket(people)
    for field in (billing, bugs):
        with pytest.raises(Refused):
            actions.set_fields(ticket, {field.pk: "7"}, actor=actor(people.agent))
    with pytest.raises(NotAllowed):
        actions.set_fields(ticket, {bugs.pk: "7"}, actor=actor(people.other_agent))


def test_tickets_are_found_by_key(people: Cast, client_for) -> None:
    rack, colour = make(people, "text", "Rack"), make(people, "choice", "Colour", choices=CHOICES)
    size, day = make(people, "number", "Size"), make(people, "date", "Bought")
    ticket, other = open_ticket(people), open_ticket(people)
    values = {rack.pk: "AB-12 left", colour.pk: "c1", size.pk: "1250.5", day.pk: "2026-03-21"}
    actions.set_fields(ticket, values, actor=actor(people.agent))
    actions.set_fields(other, {rack.pk: "CD-34"}, actor=actor(people.agent))
    agent = client_for(people.agent)
    asked = ["rack:ab-12", 'rack:"AB-12 left"', "colour:kırmızı", "size:1.250,5", "bought:21.03.2026"]
    assert [found(agent, query) for query in asked] == [1] * len(asked)
    assert found(agent, "rack:ab") == 0
    assert found(agent, "-rack:ab-12 is:open") == 1
    actions.set_fields(ticket, {rack.pk: ""}, actor=actor(people.agent))
    assert found(agent, "rack:ab-12") == 0
    assert FieldValue.objects.filter(field=rack).count() == 1


def test_who_is_not_on_the_desk_does_not_find_by_fields(people: Cast, client_for) -> None:
    field = make(people, "text", "Rack")
    ticket = open_ticket(people)
    actions.set_fields(ticket, {field.pk: "AB"}, actor=actor(people.agent))
    assert found(client_for(people.other_agent), "rack:ab") == 0


def test_the_search_offers_keys_and_values(people: Cast, client_for) -> None:
    make(people, "choice", "Colour", choices=CHOICES)
    agent = client_for(people.agent)
    for typed, offered in (("colo", "colour:"), ("colour:ma", "colour:Mavi")):
        page = agent.get("/search/completions/", {"q": typed, "at": len(typed)}).content.decode()
        assert offered in page


def test_customers_read_only_what_they_may(people: Cast, client_for) -> None:
    seen, hidden = make(people, "text", "Room", audience="seen"), make(people, "text", "Cost")
    ticket = open_ticket(people)
    actions.set_fields(ticket, {seen.pk: "Room-12", hidden.pk: "Secret-9"}, actor=actor(people.agent))
    page = client_for(people.customer).get(f"/my/tickets/{ticket.number}/").content.decode()
    assert "Room-12" in page
    assert "Secret-9" not in page


def test_a_field_out_of_use_keeps_its_values(people: Cast) -> None:
    field = make(people, "text", "Room")
    ticket, other = open_ticket(people), open_ticket(people)
    actions.set_fields(ticket, {field.pk: "12"}, actor=actor(people.agent))
    set_field_in_use(field.pk, False, actor=actor(people.administrator))
    forget_all()
    actions.set_fields(ticket, {field.pk: "13"}, actor=actor(people.agent))
    assert fresh(ticket).answers == {"field.room": "13"}
    with pytest.raises(Refused):
        actions.set_fields(other, {field.pk: "13"}, actor=actor(people.agent))


def test_two_hundred_fields_cost_a_page_no_query(
    people: Cast, client_for, django_assert_num_queries, django_assert_max_num_queries
) -> None:
    ticket = open_ticket(people)
    agent = client_for(people.agent)
    path = f"/tickets/{ticket.number}/panels/"
    agent.get(path, **HTMX)
    with django_assert_max_num_queries(60) as few:
        agent.get(path, **HTMX)
    cost = len(few)
    CustomField.objects.bulk_create(
        CustomField(kind="text", key=f"field_{n}", labels={"en": f"Field {n}"}, position=n)
        for n in range(200)
    )
    forget_all()
    values = {row.pk: "x" for row in CustomField.objects.all()[:5]}
    actions.set_fields(ticket, values, actor=actor(people.agent))
    agent.get(path, **HTMX)
    with django_assert_num_queries(cost):
        page = agent.get(path, **HTMX).content.decode()
    assert page.count("Field ") == 5


def test_a_list_can_have_a_field_as_a_column(people: Cast, client_for) -> None:
    field = make(people, "choice", "Colour", choices=CHOICES)
    column = columns_there_are()[field.slot]
    rows: list[dict[str, Any]] = [{"answers": {field.slot: "c2"}}, {"answers": {}}]
    assert column.load is not None
    column.load(rows)
    assert [column.show(row, None) for row in rows] == ["<bdi>Blue</bdi>", "<bdi></bdi>"]


def test_what_a_colleague_wrote_meanwhile_is_not_overwritten(people: Cast, client_for) -> None:
    room, rack = make(people, "text", "Room"), make(people, "text", "Rack")
    ticket = open_ticket(people)
    agent = client_for(people.agent)
    opened = agent.get(f"/tickets/{ticket.number}/set-fields/", **HTMX).content.decode()
    assert 'name="was" value="{}"' in opened
    actions.set_fields(ticket, {room.pk: "12"}, actor=actor(people.supervisor))
    press(agent, ticket, "set-fields", **{"was": "{}", room.slot: "", rack.slot: "7"})
    assert fresh(ticket).answers == {"field.room": "12", "field.rack": "7"}
    press(agent, ticket, "set-fields", **{"was": '{"field.room": "12"}', room.slot: "", rack.slot: ""})
    assert fresh(ticket).answers == {"field.rack": "7"}
