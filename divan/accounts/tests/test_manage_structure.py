"""Groups, roles and organisations."""

from __future__ import annotations

from typing import Any

import pytest

from divan.accounts import actions
from divan.accounts.actions.roles import RoleSettings
from divan.accounts.identity import actor_of
from divan.accounts.models import Group, Organization, Role, User
from divan.core.actors import Actor, Right
from divan.core.errors import Refused


@pytest.fixture
def chief(people: Any) -> Actor:
    return actor_of(people.administrator)


def test_groups_have_a_name_in_each_language(people: Any, client_for: Any) -> None:
    admin = client_for(people.administrator)
    names = {"name_en": "Field", "name_fa": "میدانی", "name_he": "שטח"}
    assert admin.post("/settings/groups/create/", names).status_code == 302
    group = Group.objects.get(slug="field")
    assert group.names == {"en": "Field", "fa": "میدانی", "he": "שטח"}
    admin.post(f"/settings/groups/{group.pk}/", {**names, "name_en": "On site"})
    group.refresh_from_db()
    assert (group.slug, group.names["en"]) == ("field", "On site")
    answer = admin.post("/settings/groups/create/", {**names, "name_en": ""})
    assert answer.status_code == 422
    assert "میدانی" in answer.content.decode()


def test_groups_go_out_of_use_and_back(people: Any, client_for: Any) -> None:
    admin, address = client_for(people.administrator), f"/settings/groups/{people.other_group.pk}"
    admin.post(f"{address}/deactivate/")
    assert not Group.objects.get(pk=people.other_group.pk).is_active
    admin.post(f"{address}/reactivate/")
    assert Group.objects.get(pk=people.other_group.pk).is_active


def test_a_group_that_mail_comes_to_stays_in_use(people: Any, client_for: Any) -> None:
    page = f"/settings/groups/{people.group.pk}/"
    refused = client_for(people.administrator).post(f"{page}deactivate/", follow=True)
    assert Group.objects.get(pk=people.group.pk).is_active
    assert refused.redirect_chain == [(page, 302)]


def test_members_are_set_from_the_group_too(people: Any, client_for: Any) -> None:
    admin, address = client_for(people.administrator), f"/settings/groups/{people.group.pk}/member/"
    admin.post(address, {"person": people.clerk.pk, "right": int(Right.SEE)})
    assert actor_of(people.clerk).right_in(people.group.pk) == Right.SEE
    assert admin.post(address, {"person": people.customer.pk, "right": 4}).status_code == 422
    admin.post(address, {"person": people.clerk.pk, "right": 0})
    assert actor_of(people.clerk).right_in(people.group.pk) == Right.NONE


def test_a_custom_role_gives_what_it_says_at_once(people: Any, client_for: Any) -> None:
    admin = client_for(people.administrator)
    form = {"name_en": "Auditor", "is_staff": "on", "permissions": ["mail.manage"], "all_groups": 1}
    assert admin.post("/settings/roles/create/", form).status_code == 302
    role = Role.objects.get(slug="auditor")
    actions.change_role(people.clerk, role, actor=actor_of(people.administrator))
    clerk = User.objects.get(pk=people.clerk.pk)
    assert actor_of(clerk).right_in(people.group.pk) == Right.SEE
    admin.post(f"/settings/roles/{role.pk}/", {**form, "all_groups": 0, "permissions": []})
    clerk = User.objects.get(pk=people.clerk.pk)
    assert (actor_of(clerk).right_in(people.group.pk), actor_of(clerk).permissions) == (0, frozenset())


def test_roles_of_customers_give_nothing(chief: Actor) -> None:
    role = actions.create_role(RoleSettings({"en": "VIP"}, False, ("people.manage",), Right.ALL), actor=chief)
    assert (role.permissions, role.all_groups) == ([], Right.NONE)


@pytest.mark.parametrize("slug", ["administrator", "supervisor", "agent", "customer"])
def test_roles_that_ship_stay(people: Any, client_for: Any, slug: str) -> None:
    role = Role.objects.get(slug=slug)
    answer = client_for(people.administrator).post(f"/settings/roles/{role.pk}/delete/")
    assert answer.status_code == 422
    assert Role.objects.filter(slug=slug).exists()


def test_the_administrator_keeps_every_permission(people: Any, client_for: Any) -> None:
    role = Role.objects.get(slug="administrator")
    admin = client_for(people.administrator)
    admin.post(f"/settings/roles/{role.pk}/", {"name_en": "Boss", "permissions": [], "all_groups": 0})
    role.refresh_from_db()
    assert str(role) == "Boss"
    assert (role.is_staff, role.all_groups) == (True, Right.ALL)
    assert actor_of(User.objects.get(pk=people.administrator.pk)).may("people.manage")


def test_a_role_that_somebody_holds_stays(people: Any, chief: Actor) -> None:
    role = User.objects.get(pk=people.clerk.pk).role
    with pytest.raises(Refused):
        actions.delete_role(role, actor=chief)
    actions.change_role(people.clerk, Role.objects.get(slug="agent"), actor=chief)
    actions.delete_role(role, actor=chief)
    assert not Role.objects.filter(pk=role.pk).exists()


def test_organizations_own_domains(people: Any, client_for: Any) -> None:
    admin = client_for(people.administrator)
    form = {"name": "Zeytin", "domains": "Zeytin.example\n@żółw.example", "shares_tickets": "on", "note": ""}
    assert admin.post("/settings/organisations/create/", form).status_code == 302
    zeytin = Organization.objects.get()
    assert [each.domain for each in zeytin.domains.all()] == ["xn--w-uga1v8h.example", "zeytin.example"]
    new = actions.find_or_create_customer("Ali@Zeytin.example", "Ali")
    assert (new.organization, actor_of(new).shares_organization) == (zeytin, True)
    answer = admin.post("/settings/organisations/create/", {**form, "name": "Other"})
    assert answer.status_code == 422
    assert 'id="id_domains_error"' in answer.content.decode()
    assert Organization.objects.count() == 1
    assert admin.post("/settings/organisations/create/", {**form, "domains": "no domain"}).status_code == 422


def test_people_outlive_their_organization(people: Any, client_for: Any) -> None:
    admin = client_for(people.administrator)
    zeytin = actions.create_organization("Zeytin", actor=actor_of(people.administrator))
    admin.post(f"/settings/people/{people.customer.pk}/organisation/", {"organization": zeytin.pk})
    assert User.objects.get(pk=people.customer.pk).organization == zeytin
    admin.post(f"/settings/organisations/{zeytin.pk}/delete/")
    assert User.objects.get(pk=people.customer.pk).organization is None
