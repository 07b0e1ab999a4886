"""What could not be done is said on the page, and what was written is still there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.test_editor import editor_of
from tests.support.browser import DESKTOP, PATIENCE_MS, read_in, sign_in
from tests.support.product import Product

pytestmark = pytest.mark.browser


@pytest.fixture
def page(chromium: Browser, product: Product) -> Iterator[Page]:
    """A ticket; what the browser writes down about failed requests is no fault here."""
    context = chromium.new_context(base_url=product.url, viewport=DESKTOP, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    sign_in(page, "baran@divan.example")
    read_in(page, "en")
    page.goto(f"/tickets/{product.staged['waiting']}/")
    yield page
    context.close()


def _fails(route: Route) -> None:
    route.fulfill(status=500, body="")


def _breaks_off(route: Route) -> None:
    route.abort()


@pytest.mark.parametrize(
    ("way", "said"),
    [(_fails, "This could not be done."), (_breaks_off, "The server cannot be reached.")],
)
def test_a_note_that_the_server_did_not_take_is_told_of_and_goes_out_the_next_time(
    page: Page, way: object, said: str
) -> None:
    page.route("**/send/", way)
    editor_of(page, "note")
    page.keyboard.press("Control+A")  # a draft may stand there
    page.keyboard.type(f"Not heard at first: {said}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-toasts]")).to_contain_text(said)
    expect(page.locator("#composer-note [role=textbox]")).to_have_text(f"Not heard at first: {said}")
    page.unroute("**/send/")
    page.locator("#composer-note [data-key='mod+enter']").click()
    expect(page.locator("#latest .message.note .prose").last).to_have_text(f"Not heard at first: {said}")


def test_a_dialog_that_does_not_come_is_told_of_and_a_live_part_is_not(page: Page) -> None:
    page.route("**/refer/**", _fails)
    page.route("**/panels/**", _fails)
    page.locator("#panels").dispatch_event("live")
    page.keyboard.press("f")
    expect(page.locator("[data-toasts]")).to_contain_text("This could not be done.")
    expect(page.locator("[data-toasts] [data-toast]")).to_have_count(1)
