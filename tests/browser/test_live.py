"""A page that was made a moment ago learns what happened before it could listen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.browser import OpenPage
from tests.support.product import Product

pytestmark = pytest.mark.browser

WORDS = "Third drum this year"


def note(page: Page, number: str, words: str, verb: str = "note") -> None:
    """A colleague's note, or reply that goes out at once, from whatever page they are at."""
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "divan_csrf")
    answer = page.request.post(
        f"/tickets/{number}/{verb}/",
        form={"body": words, "csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
    )
    assert answer.ok


def test_a_page_shows_what_was_said_between_its_making_and_its_first_word_with_the_server(
    open_page: OpenPage, product: Product
) -> None:
    number = product.staged["waiting"]
    colleague, page = open_page("ece@divan.example"), open_page("baran@divan.example")
    colleague.goto(f"/tickets/{number}/")
    held: list[Route] = []
    page.route("**/ui/js/live*.js", lambda route: held.append(route))
    with page.expect_request("**/ui/js/live*.js"):
        page.goto(f"/tickets/{number}/", wait_until="commit")
    expect(page.locator("#thread")).to_be_attached()
    note(colleague, number, WORDS)
    expect(page.locator("#latest")).not_to_contain_text(WORDS)
    held[0].continue_()
    expect(page.locator("#latest")).to_contain_text(WORDS)
