"""Every kind of page in a real browser: reachable for everybody, mirrored where it must be, never too wide."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.support.browser import DESKTOP, PHONE, OpenPage, accessibility_faults, read_in, shoot
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
        read_in(page, language)
    page.goto(sight.address.format(**product.staged))
    shoot(page, f"{sight.name}-{language}-{'dark' if dark else 'light'}-{size['width']}")
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "fa" else "ltr")
    too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert too_wide <= 0
    assert accessibility_faults(page) == []
