"""Rich text in a reply: typed by keyboard, under the strict content policy, in both directions."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, OpenPage, accessibility_faults, read_in, shoot
from tests.support.product import Product

pytestmark = pytest.mark.browser


def editor_of(page: Page, mode: str = "reply") -> Page:
    """Focus a composer by its key and wait for the editor to take the place of the text area."""
    page.locator("#ticket-head").wait_for()
    page.keyboard.press("r" if mode == "reply" else "n")
    expect(page.locator(f"#composer-{mode} [role=textbox]")).to_be_focused()
    return page


def test_a_formatted_reply_reaches_the_conversation(product: Product, open_page: OpenPage) -> None:
    page = open_page("baran@divan.example")
    page.goto(f"/tickets/{product.staged['waiting']}/")
    editor_of(page)
    page.keyboard.press("Control+b")
    page.keyboard.type("Steps:")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")
    page.locator("#composer-reply [data-tool=steps]").click()
    page.keyboard.type("چاپگر را خاموش کنید")
    page.keyboard.press("Enter")
    page.keyboard.type("دوباره روشن کنید")
    steps = page.locator("#composer-reply [role=textbox] ol")
    assert steps.evaluate("list => getComputedStyle(list).direction") == "rtl"
    assert accessibility_faults(page) == []
    shoot(page, "editor-ltr")
    page.keyboard.press("Control+Enter")
    sent = page.locator("#latest .message.own").last
    expect(sent.locator("strong")).to_have_text("Steps:")
    expect(sent.locator("ol li")).to_have_count(2)
    expect(page.locator("#composer-reply [role=textbox]")).to_have_text("")


def test_a_draft_keeps_its_markup(product: Product, open_page: OpenPage) -> None:
    page = open_page("baran@divan.example")
    page.goto(f"/tickets/{product.staged['waiting']}/")
    editor_of(page, "note")
    page.keyboard.press("Control+b")
    page.keyboard.type("Worn drum")
    page.locator("#composer-note [data-show-attach]").focus()
    page.reload()
    editor_of(page, "note")
    expect(page.locator("#composer-note [role=textbox] strong")).to_have_text("Worn drum")


def test_what_was_typed_stays_when_the_page_is_left_at_once(product: Product, open_page: OpenPage) -> None:
    """As by an ended session, whose sign-in page comes in the middle of a sentence."""
    page = open_page("baran@divan.example")
    page.goto(f"/tickets/{product.staged['waiting']}/")
    editor_of(page, "note")
    page.keyboard.press("Control+a")
    page.keyboard.type("Half a sentence")
    page.reload()
    editor_of(page, "note")
    expect(page.locator("#composer-note [role=textbox]")).to_have_text("Half a sentence")


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_the_toolbar_right_to_left_and_dark(
    size: dict[str, int] | None, product: Product, open_page: OpenPage
) -> None:
    page = open_page("baran@divan.example", size=size, dark=True)
    read_in(page, "fa")
    page.goto(f"/tickets/{product.staged['waiting']}/")
    editor_of(page)
    # The draft of the other size has followed its author here.
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.type("سلام، ")
    page.locator("#composer-reply [data-tool=list]").click()
    page.keyboard.type("کابل را بررسی کنید")
    page.locator("#composer-reply [data-tool=link]").click()
    page.keyboard.type("example.org/help")
    page.keyboard.press("Enter")
    link = page.locator("#composer-reply [role=textbox] a")
    expect(link).to_have_attribute("href", "https://example.org/help")
    shoot(page, f"editor-fa-dark-{'phone' if size else 'desktop'}")
    assert accessibility_faults(page) == []
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
