"""Who a site says its visitor is: what is signed counts, and nothing else."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from typing import Any

import pytest

from divan.chat.actions.sites import SiteDetails, create_site, renew_secret
from divan.chat.identities import sign_identity
from divan.chat.models import Chat, ChatSite
from divan.chat.tests.sites import SHOP, ask, somebody_is_there
from divan.core import clock
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop(people: Cast) -> tuple[ChatSite, str]:
    somebody_is_there(people)
    details = SiteDetails(name="Shop", group_id=people.group.pk, origins=(SHOP,))
    return create_site(details, actor=actor(people.administrator))


def coded(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def token(secret: str, *, header: Any = None, **claims: Any) -> str:
    """As the server of the shop makes it, with nothing of ours."""
    now = int(clock.now().timestamp())
    said = {"email": "noa@shop.example", "name": "Noa Barak", "iat": now, "exp": now + 600, **claims}
    parts = [header or {"alg": "HS256", "typ": "JWT"}, said]
    signed = ".".join(coded(json.dumps(part).encode()) for part in parts)
    return f"{signed}.{coded(hmac.digest(secret.encode(), signed.encode(), 'sha256'))}"


def test_the_shop_says_who_it_is(shop: tuple[ChatSite, str]) -> None:
    site, secret = shop
    started = ask(site, name="", email="", identity=token(secret))
    assert started.status_code == 200, started.content
    chat = Chat.objects.get()
    assert (chat.is_identified, chat.visitor_name, chat.visitor.email) == (
        True,
        "Noa Barak",
        "noa@shop.example",
    )


def test_a_name_is_one_line_that_turns_nothing_around_it(shop: tuple[ChatSite, str]) -> None:
    site, secret = shop
    said = token(secret, name="Noa\r\nBcc: all@shop.example\u2069\u202e\x00")
    assert ask(site, name="", email="", identity=said).status_code == 200
    assert Chat.objects.get().visitor_name == "Noa Bcc: all@shop.example"


def test_our_own_portal_signs_the_same_way(shop: tuple[ChatSite, str]) -> None:
    site, _secret = shop
    said = sign_identity(site, email="noa@shop.example", name="Noa", seconds=60)
    assert ask(site, name="", email="", identity=said).status_code == 200
    assert Chat.objects.get().is_identified


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": 1},
        {"exp": 10**12},
        {"iat": 10**11, "exp": 10**11 + 60},
        {"exp": "9999999999"},
        {"exp": True},
        {"email": "nobody"},
        {"email": None},
        {"name": ["Noa"]},
        {"name": "half an emoji \ud83d"},
        {"header": {"alg": "none"}},
        {"header": {"alg": "HS512"}},
        {"header": {"alg": "HS256", "crit": ["b64"]}},
        {"header": ["HS256"]},
    ],
)
def test_what_is_wrong_identifies_nobody(shop: tuple[ChatSite, str], claims: dict[str, Any]) -> None:
    site, secret = shop
    refused = ask(site, name="", email="", identity=token(secret, **claims))
    assert refused.status_code == 422
    assert set(json.loads(refused.content)["errors"]) == {"name", "email"}


@pytest.mark.parametrize("broken", ["", "a", "a.b", "..", "é.é.é", "a.b.c.d", "x" * 5000])
def test_what_is_no_token_identifies_nobody(shop: tuple[ChatSite, str], broken: str) -> None:
    site, _secret = shop
    assert ask(site, identity=broken).status_code == 200
    assert not Chat.objects.get().is_identified


def test_another_signature_identifies_nobody(shop: tuple[ChatSite, str], people: Cast) -> None:
    site, secret = shop
    unsigned = token(secret).rpartition(".")[0] + "."
    renew_secret(site.pk, actor=actor(people.administrator))
    for said in (token("0" * 64), unsigned, token(secret)):
        assert ask(site, name="", email="", identity=said).status_code == 422
    assert not Chat.objects.exists()


def subject(site: ChatSite, identity: str) -> str:
    """Whom the frame hears that a token names."""
    said: str = json.loads(ask(site, "known", identity=identity).content)["subject"]
    return said


def test_the_frame_learns_whose_chat_it_keeps(shop: tuple[ChatSite, str]) -> None:
    site, secret = shop
    started = json.loads(ask(site, name="", email="", identity=token(secret)).content)
    assert started["subject"] == subject(site, token(secret, email="Noa@Shop.example", name="N. Barak"))
    assert "noa" not in started["subject"]
    assert subject(site, token(secret, email="gil@shop.example")) != started["subject"]


def test_the_frame_of_another_site_knows_its_visitor_by_another_subject(
    shop: tuple[ChatSite, str], people: Cast
) -> None:
    site, secret = shop
    other = create_site(
        SiteDetails(name="Other", group_id=people.group.pk), actor=actor(people.administrator)
    )[0]
    said = sign_identity(other, email="noa@shop.example", name="Noa", seconds=60)
    assert subject(other, said)
    assert subject(other, said) != subject(site, token(secret))
    assert subject(site, said) == ""


def test_a_chat_of_who_only_says_who_they_are_is_nobodys(shop: tuple[ChatSite, str]) -> None:
    site, secret = shop
    assert json.loads(ask(site).content)["subject"] == ""
    assert subject(site, "") == subject(site, token("0" * 64)) == subject(site, token(secret, exp=1)) == ""
