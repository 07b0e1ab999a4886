"""The loader: small, without cookies, for any site."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from divan.chat.tests.sites import a_site
from divan.chat.views.widget_scripts import MODULES
from tests.support.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_loader_is_small_and_sets_no_cookie(people: Cast) -> None:
    response = Client().get("/chat/loader.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response.cookies == {}
    assert len(response.content) < 5_000


@pytest.mark.parametrize("name", MODULES)
def test_the_modules_beside_it_may_be_loaded_by_any_site(people: Cast, name: str) -> None:
    response = Client().get(f"/chat/{name}.js")
    assert response.headers["Content-Type"].startswith("text/javascript")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.cookies == {}


def test_customers_find_the_chat_of_the_portal(client_for, people: Cast) -> None:
    site = a_site(people, origins=(), in_portal=True)
    page = client_for(people.customer).get("/").content.decode()
    assert f'data-site="{site.key}"' in page
    assert re.search(r'data-identity="[^"]+"', page)
    stranger = Client().get("/").content.decode()
    assert f'data-site="{site.key}"' in stranger
    assert 'data-identity=""' in stranger


def test_without_a_site_the_portal_has_no_chat(client_for, people: Cast) -> None:
    a_site(people)
    assert "chat/loader.js" not in client_for(people.customer).get("/").content.decode()
