"""Mentioning in a side thread: typed by keyboard, told before it is sent what it does, and read by who was brought in."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import OpenPage, accessibility_faults, read_in

pytestmark = pytest.mark.browser


ECE, GITA = "Ece Demir", "Gita Rao"
SUBJECT, ASIDE = "Warranty of the drum", "Did we buy it twice?"


@pytest.fixture
def number(open_page: OpenPage) -> str:
    """A new ticket of somebody who asks for the first time."""
    page = open_page()
    page.goto("/forms/contact/")
    page.locator("main input[name=name]").fill("Orhan Ateş")
    page.locator("main input[name=email]").fill("orhan.aside@atolye.example")
    page.locator("main input[name=subject]").fill("The plotter stops")
    page.locator("main textarea[name=body]").fill("It stops after one page.")
    page.locator("main form button[type=submit], main form button:not([type])").last.click()
    found = re.search(r"DVN-\d+", page.locator("main").inner_text())
    assert found
    return found[0]


def _with_ece(page: Page, number: str) -> None:
    """A side thread of Baran and Ece, on its own page."""
    page.goto(f"/tickets/{number}/threads/open/")
    page.locator("main .chips label", has_text=ECE).click()
    page.locator("main input[name=subject]").fill(SUBJECT)
    page.locator("main textarea[name=body]").fill(ASIDE)
    page.locator("main form button:not([type=button])").last.click()
    page.locator("#side-threads a").click()
    page.wait_for_function("window.htmx")


def _mentions(page: Page, name: str, found: str) -> None:
    """Type "@" and the beginning of a name, and take the first that is found; all by keyboard."""
    page.keyboard.type("@")
    expect(page.locator("#mentions [role=combobox]")).to_be_focused()
    page.keyboard.type(name)
    expect(page.locator("#mentions-found [role=option]")).to_have_count(1)
    expect(page.locator("#mentions-found [aria-selected=true]")).to_contain_text(found)
    assert accessibility_faults(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("#composer-thread [role=textbox] [data-person]").last).to_have_text(f"@{found}")


def test_a_mention_brings_a_colleague_in(open_page: OpenPage, number: str) -> None:
    baran = open_page("baran@divan.example")
    read_in(baran, "en")
    _with_ece(baran, number)
    baran.locator("#composer-thread textarea").focus()
    expect(baran.locator("#composer-thread [role=textbox]")).to_be_focused()
    baran.keyboard.type("@")
    first = baran.locator("#mentions-found [role=option]").first
    expect(first).to_contain_text(ECE)
    expect(first.locator("small")).to_have_count(0)
    expect(baran.locator("#mentions-found [role=option]", has_text=GITA).locator("small")).to_be_visible()
    baran.keyboard.press("Escape")
    expect(baran.locator("#composer-thread [role=textbox]")).to_be_focused()
    # The cursor comes back a moment after the focus does.
    baran.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    baran.keyboard.press("Backspace")
    expect(baran.locator("#composer-thread [role=textbox]")).to_have_text("")
    _mentions(baran, "Ece", ECE)
    baran.keyboard.type("and ")
    _mentions(baran, "Git", GITA)
    baran.keyboard.type("look here")
    baran.keyboard.press("Control+Enter")
    message = baran.locator("#side-messages article, #side-messages .message").last
    expect(message.locator("[data-person]")).to_have_text([f"@{ECE}", f"@{GITA}"])
    expect(baran.locator("#side-thread .people")).to_contain_text(GITA)
    gita = open_page("gita@divan.example")
    gita.goto(baran.url)
    expect(gita.locator("#side-messages")).to_contain_text(ASIDE)
    expect(gita.locator("#side-messages [data-person]").last).to_have_text(f"@{GITA}")
