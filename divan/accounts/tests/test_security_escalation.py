"""Class 33: whoever may manage people does not become more than they are by it."""

from __future__ import annotations

import pytest

from divan.accounts import actions
from divan.accounts.actions.roles import RoleSettings
from divan.accounts.mailing import Letter
from divan.accounts.models import Membership, Role, User
from divan.accounts.tests.doors import link_in
from divan.core.actors import Actor, Right
from divan.core.errors import NotAllowed, Refused
from tests.support.cast import PASSWORD, Cast, actor


def _personnel(people: Cast) -> tuple[User, Actor]:
    """Somebody who manages people and works in no group."""
    role = actions.create_role(
        RoleSettings(
            names={"en": "Personnel"}, is_staff=True, permissions=("people.manage",), all_groups=Right.NONE
        ),
        actor=actor(people.administrator),
    )
    person = actions.add_person("hal@divan.example", "Hal", role, actor=actor(people.administrator))
    return person, actor(person)


def test_nobody_lets_themselves_into_a_group(people: Cast) -> None:
    person, personnel = _personnel(people)
    with pytest.raises(NotAllowed):
        actions.add_member(people.group, person, Right.SEE, actor=personnel)
    assert not Membership.objects.filter(user=person).exists()


def test_nobody_takes_away_more_than_they_hold(people: Cast) -> None:
    _person, personnel = _personnel(people)
    with pytest.raises(NotAllowed):
        actions.remove_member(people.group, people.agent, actor=personnel)
    assert Membership.objects.get(group=people.group, user=people.agent).right == Right.ALL


def test_nobody_invites_a_second_self_into_a_group(people: Cast, letters: list[Letter]) -> None:
    _person, personnel = _personnel(people)
    role = Role.objects.get(slug="agent")
    with pytest.raises(NotAllowed):
        actions.invite("second@divan.example", "", role, [people.group], "en", actor=personnel)
    assert not letters


def test_what_is_held_can_be_given(people: Cast) -> None:
    person, _personnel_before = _personnel(people)
    chief = actor(people.administrator)
    actions.add_member(people.group, person, Right.CHANGE, actor=chief)
    given = actions.add_member(people.group, people.other_agent, Right.REPLY, actor=actor(person))
    assert given.right == Right.REPLY


def test_an_old_invitation_does_not_unseat_the_last_administrator(
    people: Cast, letters: list[Letter]
) -> None:
    chief = actor(people.administrator)
    agent, administrator = Role.objects.get(slug="agent"), Role.objects.get(slug="administrator")
    actions.invite(people.customer.email, "", agent, [], "en", actor=chief)
    token = link_in(letters[0]).strip("/").split("/")[-1]
    actions.change_role(people.customer, administrator, actor=chief)
    actions.change_role(people.administrator, agent, actor=chief)
    with pytest.raises(Refused):
        actions.accept_invitation(token, name="Celina", password=PASSWORD)
    assert User.objects.get(pk=people.customer.pk).role == administrator
