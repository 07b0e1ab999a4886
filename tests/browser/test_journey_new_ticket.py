"""A ticket is written down while somebody is on the phone: by keyboard alone, and on a small screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, OpenPage, accessibility_faults, read_in

pytestmark = pytest.mark.browser

SUBJECT = "Called about the scanner"
TEXT = "It hums, and nothing else happens."
FOUND = "#requesters-found > [role=option]"


def _tab_to(page: Page, name: str) -> None:
    """Go on with the Tab key, as far as one form can be long."""
    for _press in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"the Tab key does not come to {name}")


def test_a_ticket_is_made_by_keyboard_for_somebody_found_by_a_part_of_their_name(open_page: OpenPage) -> None:
    page = open_page("baran@divan.example")
    page.goto("/inbox/")
    read_in(page, "en")
    page.reload()
    page.keyboard.press("c")
    requester = page.get_by_role("combobox", name="Requester")
    expect(requester).to_be_focused()
    page.keyboard.type("nowa")
    first = page.locator(FOUND).first
    expect(first).to_have_attribute("aria-selected", "true")
    expect(requester).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "")
    assert accessibility_faults(page) == []
    page.keyboard.press("Enter")
    expect(requester).to_have_value('"Celina Nowak" <celina@customer.example>')
    expect(requester).to_have_attribute("aria-expanded", "false")
    expect(page.locator("#likely-duplicates a").first).to_be_visible()
    _tab_to(page, "subject")
    page.keyboard.type(SUBJECT)
    _tab_to(page, "body")
    page.keyboard.type(TEXT)
    page.reload()
    expect(page.locator("[name=body]")).to_have_value(TEXT)
    expect(page.locator("[name=subject]")).to_have_value(SUBJECT)
    page.keyboard.type("Celina N")
    expect(page.locator(FOUND)).to_have_count(1)
    page.keyboard.press("Tab")
    expect(requester).to_have_value(re.compile("celina@"))
    _tab_to(page, "body")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    _tab_to(page, "type")
    page.keyboard.type("Inc")
    _tab_to(page, "mine")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tickets/DVN-*/")
    expect(page.locator("#context .person")).to_contain_text("celina@customer.example")
    expect(page.locator("#facts")).to_contain_text("Incident")
    expect(page.locator("#facts")).to_contain_text("Baran")
    page.goto("/tickets/new/")
    expect(page.locator("[name=body]")).to_have_value("")


def test_it_is_calm_on_a_phone_in_persian(open_page: OpenPage) -> None:
    page = open_page("baran@divan.example", size=PHONE)
    page.goto("/inbox/")
    read_in(page, "fa")
    page.goto("/tickets/new/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("details.fold")).not_to_have_attribute("open", "")
    assert accessibility_faults(page) == []
    page.locator("details.fold > summary").click()
    page.locator("#id_email").press_sequentially("nowa")
    expect(page.locator(FOUND).first).to_be_visible()
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    read_in(page, "en")
