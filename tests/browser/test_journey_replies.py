"""Words that are written once: a saved reply in Persian for a Persian customer, and a macro that is looked at first."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_editor import editor_of
from tests.processes.running import until
from tests.support.browser import PHONE, OpenPage, accessibility_faults, read_in, shoot

pytestmark = pytest.mark.browser

CUSTOMER, SUBJECT = "شیرین رستمی", "چاپگر روشن نمی‌شود، ۷"
TITLE, TEXT = "کمک نخست", "{{requester.name}} گرامی، شمارهٔ درخواست شما {{ticket.number}} است."
STEPS = ("دستگاه را خاموش کنید.", "دو دقیقه صبر کنید.")
ORGANISATION = "سازمان: {{organisation.name}}"


def _writes_a_reply(page: Page) -> None:
    """In Persian and in English, with numbered steps and a variable that not every ticket has."""
    page.goto("/replies/new/?language=fa")
    page.locator("input[name=title]").fill(TITLE)
    page.locator("#saved-reply > textarea").focus()
    expect(page.locator("#saved-reply [role=textbox]")).to_be_focused()
    page.keyboard.type(TEXT)
    page.keyboard.press("Enter")
    page.locator("[data-tool=steps]").click()
    for step in STEPS:
        page.keyboard.type(step)
        page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type(ORGANISATION)
    assert accessibility_faults(page) == []
    shoot(page, "replies-write")
    page.locator("#saved-reply > p.row .button.primary").click()
    expect(page.locator("nav.tabs a[aria-current] .icon")).to_be_visible()


def _makes_a_macro(page: Page) -> None:
    page.goto("/macros/new/")
    page.locator("input[name=name_en]").fill("Take it and wait")
    page.locator("select[name=reply]").select_option(label=TITLE)
    page.locator("select[name=assignee]").select_option("me")
    page.locator("select[name=status]").select_option("wait")
    page.locator("input[name=tags_added]").fill("first aid")
    assert accessibility_faults(page) == []
    shoot(page, "replies-macro")
    page.locator("form .button.primary").click()
    expect(page.locator("[data-macro]")).to_have_count(1)


def _asks(page: Page) -> None:
    page.goto("/forms/contact/")
    page.locator("input[name=name]").fill(CUSTOMER)
    page.locator("input[name=email]").fill("shirin.replies@khaneh.example")
    page.locator("input[name=subject]").fill(SUBJECT)
    page.locator("textarea[name=body]").fill("سلام، چاپگر از دیروز روشن نمی‌شود.")
    page.locator("main form button.primary").click()
    expect(page.locator("h1 .ref")).to_be_visible()


def _opens(page: Page) -> None:
    inbox = "/inbox/unassigned/"
    until(lambda: SUBJECT in page.request.get(inbox).text(), "the request did not arrive")
    page.goto(inbox)
    page.locator("#rows [data-row]", has_text=SUBJECT).click()
    expect(page.locator("#ticket-head h1")).to_have_text(SUBJECT)


def _finds(page: Page) -> None:
    page.keyboard.type("//")
    box = page.locator("#saved-replies[open]")
    expect(box.locator("[role=combobox]")).to_be_focused()
    page.keyboard.type("کمک")
    option = box.locator("[role=option]")
    expect(option).to_have_count(1)
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box.locator("#saved-replies-said")).not_to_be_empty()
    assert accessibility_faults(page) == []
    shoot(page, "replies-picker")
    page.keyboard.press("Enter")


def test_a_persian_customer_gets_a_saved_reply_and_a_macro_is_seen_before(open_page: OpenPage) -> None:
    _asks(open_page(language="fa", size=PHONE))
    page = open_page("baran@divan.example")
    read_in(page, "en")
    _writes_a_reply(page)
    _makes_a_macro(page)
    _opens(page)

    editor_of(page)
    written = page.locator("#composer-reply [role=textbox]")
    page.keyboard.type("a//b ")
    expect(page.locator("#saved-replies[open]")).to_have_count(0)
    _finds(page)
    expect(written).to_contain_text(f"{CUSTOMER} گرامی")
    expect(written.locator("ol li")).to_have_text(list(STEPS))
    page.wait_for_function("document.getSelection().toString().includes('⟦')")  # what is missing is selected
    page.keyboard.type("کتابخانه")
    expect(written).to_contain_text("سازمان: کتابخانه")
    expect(written).not_to_contain_text("⟦")

    page.keyboard.press("Escape")
    page.keyboard.press("y")
    dialog = page.locator("#deed-dialog[open]")
    expect(dialog.locator("[data-line]")).to_have_count(2)
    expect(dialog.locator("[data-preview-reply]")).to_contain_text(CUSTOMER)
    expect(dialog.locator("[data-missing]")).to_be_visible()
    assert accessibility_faults(page) == []
    shoot(page, "replies-preview")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(page.locator("#thread")).to_contain_text("Take it and wait")
    expect(page.locator("#composer-reply")).to_be_visible()
    editor_of(page)
    expect(written).to_contain_text("کتابخانه")
    expect(written.locator("ol")).to_have_count(2)
    expect(page.locator("#composer-reply button[name=then]").first).to_have_attribute("value", "wait")
