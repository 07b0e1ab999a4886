"""Every kind of page in a real browser: reachable for everybody, mirrored where it must be, never too wide."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from tests.support.browser import DESKTOP, PHONE, OpenPage, accessibility_faults, shoot
from tests.support.product import Product

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Sight:
    """A page as somebody sees it. `{story}` in the address is the number of a staged ticket."""

    name: str
    address: str
    email: str = ""


STRANGERS = [
    Sight("sign-in", "/sign-in/"),
    Sight("sign-up", "/sign-up/"),
    Sight("portal", "/"),
    Sight("new-ticket", "/new/"),
    Sight("missing", "/there/is/nothing/here/"),
]
MEMBERS = [
    Sight("my-tickets", "/my/tickets/", "celina@customer.example"),
    Sight("my-ticket", "/my/tickets/{story}/", "celina@customer.example"),
    Sight("profile", "/profile/", "celina@customer.example"),
    Sight("inbox", "/inbox/", "baran@divan.example"),
    Sight("ticket", "/tickets/{waiting}/", "baran@divan.example"),
    Sight("settings", "/settings/", "alma@divan.example"),
]
READERS = [("en", DESKTOP, False), ("fa", PHONE, True)]


@pytest.mark.parametrize(("language", "size", "dark"), READERS, ids=["en-wide-light", "fa-narrow-dark"])
@pytest.mark.parametrize("sight", [*STRANGERS, *MEMBERS], ids=lambda sight: sight.name)
def test_a_page_is_fit_for_everybody(
    sight: Sight, language: str, size: dict[str, int], dark: bool, open_page: OpenPage, product: Product
) -> None:
    page = open_page(sight.email, language=language, size=size, dark=dark)
    if sight.email:
        _read_in(page, language, product)
    page.goto(sight.address.format(**product.staged))
    shoot(page, f"{sight.name}-{language}-{'dark' if dark else 'light'}-{size['width']}")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "fa" else "ltr")
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0
    assert accessibility_faults(page) == []


def _read_in(page: Page, language: str, product: Product) -> None:
    """Members read in the language of their profile: choose it as they would, without a reload of the page."""
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "divan_csrf")
    answer = page.request.post(
        f"{product.url}/preferences/language/",
        form={"language": language, "csrfmiddlewaretoken": token},
        headers={"Referer": product.url},
    )
    assert answer.ok
