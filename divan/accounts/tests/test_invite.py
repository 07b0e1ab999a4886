"""An invitation from being sent to being over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from divan.accounts import actions
from divan.accounts.identity import actor_of
from divan.accounts.mailing import Letter
from divan.accounts.models import Invitation, Role, User
from divan.accounts.tests.doors import is_signed_in, link_in, sign_in
from divan.core import clock
from divan.core.errors import NotAllowed, Refused

CHOSEN = {"name": "Jan Kowalski", "password": "river-candle-88"}


@pytest.fixture
def admin(people: Any, client_for: Any) -> Client:
    return client_for(people.administrator)


def _send(admin: Client, people: Any, email: str = "jan@divan.example", role: str = "agent") -> Any:
    form = {"email": email, "name": "Jan", "role": role, "groups": [people.group.pk], "language": "pl"}
    return admin.post("/settings/invitations/", form)


def test_accepting_makes_a_staff_account(
    people: Any, admin: Client, client: Client, letters: list[Letter]
) -> None:
    assert _send(admin, people).status_code == 302
    assert (letters[0].kind, letters[0].language, letters[0].to) == ("invitation", "pl", "jan@divan.example")
    link = link_in(letters[0])
    assert b'value="Jan"' in client.get(link).content
    assert client.post(link, CHOSEN).status_code == 302
    assert is_signed_in(client)
    person = User.objects.by_email("jan@divan.example")
    assert person is not None
    assert (person.name, person.role.slug, person.language) == ("Jan Kowalski", "agent", "pl")
    assert [each.group for each in person.memberships.all()] == [people.group]
    again = Client()
    assert sign_in(again, "jan@divan.example", "river-candle-88").status_code == 302
    assert is_signed_in(again)


def test_a_group_that_no_database_can_hold_is_a_wrong_choice(people: Any, admin: Client) -> None:
    form = {"email": "jan@divan.example", "role": "agent", "groups": ["9" * 19], "language": "pl"}
    answer = admin.post("/settings/invitations/", form)
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_the_link_works_once(people: Any, admin: Client, client: Client, letters: list[Letter]) -> None:
    _send(admin, people)
    link = link_in(letters[0])
    client.post(link, CHOSEN)
    second = Client()
    assert second.get(link).status_code == 404
    assert second.post(link, {**CHOSEN, "password": "other-candle-99"}).status_code == 404
    assert not is_signed_in(second)


def test_the_link_ends_after_seven_days(
    people: Any, admin: Client, client: Client, letters: list[Letter]
) -> None:
    _send(admin, people)
    link = link_in(letters[0])
    with clock.at(clock.now() + timedelta(days=6, hours=23)):
        assert client.get(link).status_code == 200
    with clock.at(clock.now() + timedelta(days=7, minutes=1)):
        assert client.get(link).status_code == 404


def test_only_a_hash_of_the_token_is_kept(people: Any, admin: Client, letters: list[Letter]) -> None:
    _send(admin, people)
    token = link_in(letters[0]).strip("/").split("/")[-1]
    assert len(token) >= 40
    assert token not in str(Invitation.objects.values().get())


def test_a_weak_password_is_refused_and_the_link_stays_good(
    people: Any, admin: Client, client: Client, letters: list[Letter]
) -> None:
    _send(admin, people)
    link = link_in(letters[0])
    answer = client.post(link, {"name": "Jan", "password": "12345678"})
    assert answer.status_code == 422
    assert 'id="id_password_error"' in answer.content.decode()
    assert client.post(link, CHOSEN).status_code == 302


def test_sending_again_replaces_the_link(
    people: Any, admin: Client, client: Client, letters: list[Letter]
) -> None:
    _send(admin, people)
    invitation = Invitation.objects.get()
    admin.post(f"/settings/invitations/{invitation.pk}/resend/")
    assert client.get(link_in(letters[0])).status_code == 404
    assert client.get(link_in(letters[1])).status_code == 200


def test_taking_back_ends_it(people: Any, admin: Client, client: Client, letters: list[Letter]) -> None:
    _send(admin, people)
    admin.post(f"/settings/invitations/{Invitation.objects.get().pk}/revoke/")
    assert client.get(link_in(letters[0])).status_code == 404
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("token", ["", "%20", "None", "0" * 43])
def test_no_other_token_opens_anything(people: Any, admin: Client, client: Client, token: str) -> None:
    _send(admin, people)
    assert client.get(f"/invitations/{token}/").status_code == 404


def test_staff_cannot_be_invited_again(people: Any, admin: Client, letters: list[Letter]) -> None:
    answer = _send(admin, people, email=people.agent.email)
    assert answer.status_code == 422
    assert 'id="id_email_error"' in answer.content.decode()
    assert not letters


def test_a_known_customer_keeps_the_account_and_old_sessions_end(
    people: Any, admin: Client, client_for: Any, client: Client, letters: list[Letter]
) -> None:
    customer = client_for(people.customer)
    assert is_signed_in(customer)
    _send(admin, people, email=people.customer.email)
    client.post(link_in(letters[0]), CHOSEN)
    person = User.objects.get(pk=people.customer.pk)
    assert person.role.slug == "agent"
    assert not is_signed_in(customer)


def test_nobody_invites_above_themselves(people: Any) -> None:
    helper = actions.create_role(
        actions.roles.RoleSettings({"en": "Helper"}, True, ("people.manage",), 0),
        actor=actor_of(people.administrator),
    )
    person = actions.add_person("h@divan.example", "H", helper, actor=actor_of(people.administrator))
    with pytest.raises(NotAllowed):
        actions.invite(
            "x@divan.example", "", Role.objects.get(slug="administrator"), [], "en", actor=actor_of(person)
        )
    with pytest.raises(NotAllowed):
        actions.invite(
            "x@divan.example", "", Role.objects.get(slug="agent"), [], "en", actor=actor_of(people.agent)
        )


def test_accepting_what_was_taken_back_meanwhile_is_refused(people: Any) -> None:
    with pytest.raises(Refused):
        actions.accept_invitation("gone", name="X", password="river-candle-88")
