"""Whoever is faster than the server gets what they meant: words, people, pictures and keys go where they belong."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_editor import editor_of
from tests.support.browser import OpenPage, hold_back, let_go, page_until, read_in
from tests.support.pictures import picture
from tests.support.product import Product

pytestmark = pytest.mark.browser


@pytest.fixture
def page(open_page: OpenPage, product: Product) -> Page:
    """A ticket."""
    page = open_page("baran@divan.example")
    read_in(page, "en")
    page.goto(f"/tickets/{product.staged['waiting']}/")
    page.wait_for_function("window.htmx")
    return page


def test_a_note_that_is_begun_while_a_reply_goes_out_stays_a_note(page: Page) -> None:
    held = hold_back(page, "**/send/")
    editor_of(page)
    page.keyboard.press("Control+A")  # a draft may stand there, and in the note too
    page.keyboard.type("To the customer.")
    page.keyboard.press("Control+Enter")
    page_until(page, lambda: bool(held))
    page.keyboard.press("Escape")
    editor_of(page, "note")
    page.keyboard.press("Control+A")
    page.keyboard.type("Between us: ")
    let_go(page, "**/send/", held)
    expect(page.locator("#latest [data-waiting]")).to_contain_text("To the customer.")
    page.keyboard.type("he is angry.")
    expect(page.locator("#composer-note textarea[name=body]")).to_have_value("Between us: he is angry.")
    expect(page.locator("#composer-reply")).to_be_hidden()
    expect(page.locator("#composer-reply textarea[name=body]")).to_have_value("")
    page.locator("#latest [data-waiting]").get_by_role("button").first.click()  # for the tests after this one
    expect(page.locator("#latest [data-waiting]")).to_have_count(0)


def test_enter_takes_who_was_typed_and_not_who_stood_there_before(page: Page) -> None:
    page.keyboard.press("a")
    expect(page.locator("#assignee-search")).to_be_focused()
    page.keyboard.type("ece")
    page.keyboard.press("Enter")
    expect(page.locator("#facts")).to_contain_text("Ece Demir")


def test_a_reply_waits_for_the_picture_in_it(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "drum.png"
    file.write_bytes(picture())
    on_its_way: list[Route] = []
    page.route("**/uploads/", lambda route: on_its_way.append(route))
    editor_of(page, "note")
    page.keyboard.press("Control+A")
    page.keyboard.type("See below: ")
    page.locator("#composer-note [data-picture-file]").set_input_files(file)
    page_until(page, lambda: bool(on_its_way))
    page.keyboard.press("Control+Enter")
    on_its_way[0].continue_()
    sent = page.locator("#latest .message.note", has_text="See below:")
    expect(sent.locator("img[alt='drum.png']")).to_be_attached()


def test_what_is_typed_on_when_the_field_is_gone_presses_no_keys(page: Page) -> None:
    page.get_by_role("button", name="Change the tags").click()
    field = page.locator("#tags-field")
    expect(field).to_be_focused()
    page.keyboard.type("in")
    field.evaluate("field => field.remove()")
    page.keyboard.press("c")
    expect(page.locator("#ticket-head")).to_be_visible()
    assert "/tickets/new/" not in page.url
