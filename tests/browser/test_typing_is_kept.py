"""What somebody types stays while the page changes around it, and while the hand slips."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_live import note
from tests.support.browser import OpenPage, read_in
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


def test_tags_that_are_being_typed_survive_what_a_colleague_does(
    open_page: OpenPage, product: Product, page: Page
) -> None:
    colleague = open_page("ece@divan.example")
    colleague.goto(page.url)
    field = page.locator("#tags-field")
    page.get_by_role("button", name="Change the tags").click()
    expect(field).to_be_focused()
    before = field.input_value()
    page.keyboard.press("End")
    page.keyboard.type(", half a")
    note(colleague, product.staged["waiting"], "Meanwhile")
    expect(page.locator("#latest")).to_contain_text("Meanwhile")
    expect(field).to_have_value(f"{before}, half a")
    page.keyboard.type(" word")
    page.keyboard.press("Enter")
    expect(page.locator("#facts .tag", has_text="half a word")).to_be_visible()
    # What was saved is not held back from the next change.
    page.locator("#facts .tag", has_text="half a word").get_by_role("button").click()
    expect(page.locator("#facts .tag", has_text="half a word")).to_have_count(0)
    expect(field).to_have_value(before)


def test_a_dialog_with_something_written_stays_when_the_hand_slips(page: Page) -> None:
    page.keyboard.press("f")
    dialog = page.locator("#deed-dialog[open]")
    text = dialog.locator("textarea")
    text.fill("Have you seen this before?")
    box = text.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 10)
    page.mouse.down()
    page.mouse.move(5, 5, steps=4)
    page.mouse.up()
    expect(text).to_have_value("Have you seen this before?")
    page.mouse.click(5, 5)
    expect(text).to_have_value("Have you seen this before?")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("f")
    expect(text).to_have_value("Have you seen this before?")
    text.fill("")
    page.mouse.click(5, 5)
    expect(dialog).to_have_count(0)


def test_the_palette_finds_words_however_they_are_typed(page: Page) -> None:
    read_in(page, "tr")
    page.reload()
    page.wait_for_function("window.htmx")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [role=combobox]")).to_be_focused()
    page.keyboard.type("ilet")
    option = page.locator("#palette [role=option]:not([hidden])", has_text="İlet").first
    expect(option).to_be_visible()
    read_in(page, "en")
