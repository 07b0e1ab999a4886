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
AGENT, CHIEF = "baran@divan.example", "alma@divan.example"
DESK = [
    Sight("story", "/tickets/{story}/", AGENT),
    Sight("report", "/tickets/{story}/report/", AGENT),
    Sight("macro-deed", "/tickets/{waiting}/macro/", AGENT),
    Sight("refer-deed", "/tickets/{waiting}/refer/", AGENT),
    Sight("split-deed", "/tickets/{waiting}/split/", AGENT),
    Sight("view-builder", "/inbox/views/new/", AGENT),
    Sight("columns", "/inbox/look/mine/", AGENT),
    Sight("saved-replies", "/replies/", AGENT),
    Sight("macro", "/macros/new/", AGENT),
    Sight("product", "/products/new/", AGENT),
]
SETTINGS = [
    Sight("form-builder", "/settings/forms/{form}/", CHIEF),
    Sight("form-embedding", "/settings/forms/{form}/embedding/", CHIEF),
    Sight("form-translations", "/settings/forms/{form}/translations/", CHIEF),
    Sight("field", "/settings/fields/add/", CHIEF),
    Sight("priorities", "/settings/priorities/", CHIEF),
    Sight("rates", "/settings/rates/", CHIEF),
    Sight("hours", "/settings/hours/add/", CHIEF),
    Sight("script", "/settings/scripts/{script}/", CHIEF),
]
READERS = [("en", DESKTOP, False), ("fa", PHONE, True)]

# Words that stand under each other letter by letter: a control with a text has room for some of it.
SQUEEZED = """[...document.querySelectorAll("main :is(a, button, summary)")].filter(
    e => e.checkVisibility() && !e.closest(".sr, .skip") && e.innerText.trim().length > 7
        && e.getBoundingClientRect().width < 40
).map(e => e.innerText)"""


@pytest.mark.parametrize(("language", "size", "dark"), READERS, ids=["en-wide-light", "fa-narrow-dark"])
@pytest.mark.parametrize("sight", [*STRANGERS, *MEMBERS, *DESK, *SETTINGS], ids=lambda sight: sight.name)
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
    assert page.evaluate(SQUEEZED) == []
    assert accessibility_faults(page) == []
