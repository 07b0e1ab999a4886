"""The pictures of the README, taken from the demonstration; `DIVAN_PICTURES=1` renews those in docs/pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, SHOTS, OpenPage, accessibility_faults
from tests.support.cast import PASSWORD
from tests.support.product import REPOSITORY, Product, running

pytestmark = pytest.mark.browser

# Small enough for a repository that is cloned often.
LARGEST_BYTES = 150_000
PICTURES = REPOSITORY / "docs" / "pictures"
WIDE = {"width": 1280, "height": 720}
NARROW = {"width": 1200, "height": 750}
NARROWER = {"width": 1080, "height": 720}
DEMONSTRATION = [
    ["-m", "divan.site.cli", "migrate"],
    ["-m", "divan.site.cli", "demo", "--password", PASSWORD],
]


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The demonstration, as `bin/run --demo` shows it."""
    with running(tmp_path_factory.mktemp("demonstration"), staging=DEMONSTRATION) as started:
        yield started


def test_inbox(open_page: OpenPage) -> None:
    page = open_page("owen@narin.example", size=NARROW)
    page.goto("/inbox/open/")
    page.locator("[data-row]", has_text="Grinder screams like a kettle").click()
    expect(page.locator("#latest .message").nth(2)).to_be_visible()
    _take(page, "inbox")


def test_ticket_from_right_to_left_in_the_dark(open_page: OpenPage) -> None:
    page = open_page("sara@narin.example", language="fa", size=WIDE, dark=True)
    page.goto("/inbox/")
    page.goto(page.locator("[data-row]").first.get_attribute("href") or "")
    expect(page.locator("#ticket-head")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    _take(page, "ticket")


def test_portal(open_page: OpenPage) -> None:
    page = open_page(size=NARROWER)
    page.goto("/")
    _take(page, "portal")


def test_form_on_a_phone(open_page: OpenPage) -> None:
    page = open_page(language="tr", size=PHONE)
    page.goto("/forms/support/")
    _take(page, "form")


def test_settings(open_page: OpenPage) -> None:
    page = open_page("nora@narin.example", size=WIDE)
    page.goto("/settings/groups/")
    _take(page, "settings")


def _take(page: Page, name: str) -> None:
    """What fits the screen, in build/shots and, if they are to be renewed, beside the documentation."""
    page.evaluate("document.fonts.ready")
    assert accessibility_faults(page) == []
    SHOTS.mkdir(parents=True, exist_ok=True)
    picture = SHOTS / f"readme-{name}.png"
    page.screenshot(path=picture)
    if os.environ.get("DIVAN_PICTURES"):
        assert picture.stat().st_size < LARGEST_BYTES
        PICTURES.mkdir(exist_ok=True)
        shutil.copy(picture, PICTURES / f"{name}.png")
