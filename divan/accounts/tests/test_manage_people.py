"""People's roles, organisations and access, and who may change them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from divan.accounts import actions
from divan.accounts.actions.roles import RoleSettings
from divan.accounts.identity import actor_of
from divan.accounts.models import AdministrationEntry, Role, User
from divan.accounts.tests.doors import is_signed_in
from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed, Refused


def _role(slug: str) -> Role:
    return Role.objects.get(slug=slug)


def _helper(people: Any) -> Actor:
    """Somebody who manages people, and nothing else."""
    chief = actor_of(people.administrator)
    role = actions.create_role(
        RoleSettings({"en": "HR"}, True, ("people.manage", "assets.manage", "knowledge.write"), Right.NONE),
        actor=chief,
    )
    return actor_of(actions.add_person("hr@divan.example", "Hana", role, actor=chief))


def test_a_changed_role_is_logged_and_asks_for_a_new_sign_in(people: Any, client_for: Any) -> None:
    agent, admin = client_for(people.agent), client_for(people.administrator)
    assert is_signed_in(agent)
    answer = admin.post(f"/settings/people/{people.agent.pk}/role/", {"role": "supervisor"})
    assert answer.status_code == 302
    assert User.objects.get(pk=people.agent.pk).role.slug == "supervisor"
    assert not is_signed_in(agent)
    entry = AdministrationEntry.objects.first()
    assert entry is not None
    assert (entry.kind, entry.actor_id) == ("person.role_changed", people.administrator.pk)
    assert entry.details["before"] == "agent"


@pytest.mark.parametrize("way", ["role", "deactivate"])
def test_the_last_administrator_stays(people: Any, client_for: Any, way: str) -> None:
    admin = client_for(people.administrator)
    answer = admin.post(f"/settings/people/{people.administrator.pk}/{way}/", {"role": "agent"})
    assert answer.status_code == 422
    assert "last administrator" in answer.content.decode()
    person = User.objects.get(pk=people.administrator.pk)
    assert (person.role.slug, person.is_active) == ("administrator", True)


def test_one_of_two_administrators_can_go(people: Any) -> None:
    chief = actor_of(people.administrator)
    actions.change_role(people.supervisor, _role("administrator"), actor=chief)
    actions.deactivate_person(people.administrator, actor=chief)
    assert not User.objects.get(pk=people.administrator.pk).is_active


@pytest.mark.django_db(transaction=True)
def test_two_administrators_cannot_demote_each_other_at_once(transactional_db: None, people: Any) -> None:
    chief = actor_of(people.administrator)
    actions.change_role(people.supervisor, _role("administrator"), actor=chief)
    pair = [User.objects.get(pk=people.supervisor.pk), people.administrator]

    def demote(number: int) -> bool:
        try:
            actions.change_role(pair[number], _role("agent"), actor=chief)
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(demote, range(2))) == [False, True]
    assert User.objects.filter(role__slug="administrator", is_active=True).count() == 1


def test_managing_people_is_no_way_up(people: Any) -> None:
    helper = _helper(people)
    myself = User.objects.get(pk=helper.id or 0)
    for forbidden in (
        lambda: actions.change_role(myself, _role("administrator"), actor=helper),
        lambda: actions.change_role(myself, _role("supervisor"), actor=helper),
        lambda: actions.change_role(people.administrator, _role("agent"), actor=helper),
        lambda: actions.deactivate_person(people.administrator, actor=helper),
        lambda: actions.end_sessions(people.administrator, actor=helper),
        lambda: actions.create_role(
            RoleSettings({"en": "X"}, True, ("settings.manage",), Right.NONE), actor=helper
        ),
        lambda: actions.change_role_permissions(
            myself.role, RoleSettings({"en": "HR"}, True, ("people.manage",), Right.ALL), actor=helper
        ),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert User.objects.get(pk=helper.id or 0).role.slug == "hr"
    actions.change_role(people.customer, _role("agent"), actor=helper)


def test_without_the_permission_nothing_moves(people: Any) -> None:
    for person in (people.agent, people.supervisor, people.customer, people.clerk):
        actor = actor_of(person)
        for forbidden in (
            lambda actor=actor: actions.change_role(people.customer, _role("agent"), actor=actor),
            lambda actor=actor: actions.deactivate_person(people.customer, actor=actor),
            lambda actor=actor: actions.create_group({"en": "X"}, actor=actor),
            lambda actor=actor: actions.add_member(people.group, people.clerk, Right.ALL, actor=actor),
            lambda actor=actor: actions.create_organization("X", actor=actor),
        ):
            with pytest.raises(NotAllowed):
                forbidden()


def test_reactivated_people_come_back(people: Any, client_for: Any) -> None:
    admin = client_for(people.administrator)
    admin.post(f"/settings/people/{people.customer.pk}/deactivate/")
    assert not User.objects.get(pk=people.customer.pk).is_active
    admin.post(f"/settings/people/{people.customer.pk}/reactivate/")
    assert is_signed_in(client_for(people.customer))


def test_signing_somebody_out_everywhere(people: Any, client_for: Any) -> None:
    agent = client_for(people.agent)
    assert is_signed_in(agent)
    client_for(people.administrator).post(f"/settings/people/{people.agent.pk}/sessions/end/")
    assert not is_signed_in(agent)


def test_rights_in_a_group_are_set_and_taken(people: Any, client_for: Any) -> None:
    admin, address = client_for(people.administrator), f"/settings/people/{people.clerk.pk}/group/"
    admin.post(address, {"group": people.group.pk, "right": int(Right.REPLY)})
    assert actor_of(people.clerk).right_in(people.group.pk) == Right.REPLY
    admin.post(address, {"group": people.group.pk, "right": int(Right.NONE)})
    assert actor_of(people.clerk).right_in(people.group.pk) == Right.NONE


def test_customers_belong_to_no_group(people: Any, client_for: Any) -> None:
    answer = client_for(people.administrator).post(
        f"/settings/people/{people.customer.pk}/group/", {"group": people.group.pk, "right": 4}
    )
    assert answer.status_code == 422
    assert not people.customer.memberships.exists()


def test_adding_a_customer(people: Any, client_for: Any) -> None:
    admin = client_for(people.administrator)
    new = {"email": "Zofia@New.example", "name": "Zofia", "language": "pl"}
    assert admin.post("/settings/people/add/", new).status_code == 302
    person = User.objects.by_email("zofia@new.example")
    assert person is not None
    assert (person.role.slug, person.has_usable_password()) == ("customer", False)
    answer = admin.post("/settings/people/add/", new)
    assert answer.status_code == 422
    assert 'id="id_email_error"' in answer.content.decode()


def test_the_list_searches_filters_and_goes_on(people: Any, client_for: Any) -> None:
    chief = actor_of(people.administrator)
    for number in range(60):
        actions.add_person(f"p{number}@many.example", f"Many {number:02}", _role("customer"), actor=chief)
    admin = client_for(people.administrator)
    first = admin.get("/settings/people/?q=many").content.decode()
    assert (first.count("@many.example"), "Many 49" in first) == (50, True)
    cursor = first.split("after=")[1].split('"')[0]
    second = admin.get(f"/settings/people/?q=many&after={cursor}").content.decode()
    assert (second.count("@many.example"), "Many 50" in second) == (10, True)
    staff = admin.get("/settings/people/?role=agent").content.decode()
    assert ("baran@" in staff, "celina@" in staff) == (True, False)
    for broken in ("%00", "bm9uc2Vuc2U", "W10", "ü"):
        assert admin.get(f"/settings/people/?after={broken}").status_code == 200


def test_a_number_that_nobody_has_is_not_found(people: Any, client_for: Any) -> None:
    admin: Client = client_for(people.administrator)
    assert admin.get("/settings/people/987654/").status_code == 404
    assert admin.post("/settings/people/987654/role/", {"role": "agent"}).status_code == 404
