"""The list of chats is drawn again while people work in it, and never under a pointer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.test_journey_chat import BARAN, ECE, Expert, Visitor
from tests.browser.test_journey_chat_widget import key, shop, shown_on  # noqa: F401 - key is a fixture
from tests.support.browser import PHONE, OpenPage, hold_back, let_go, page_until
from tests.support.product import Product

pytestmark = pytest.mark.browser
DARK, COLD = "האור הירוק כבה", "התנור קר"


@contextmanager
def _visitor(chromium: Browser, question: str) -> Iterator[Visitor]:
    context = chromium.new_context(locale="he", viewport=PHONE, reduced_motion="reduce")
    yield Visitor(context.new_page(), question)
    context.close()


def test_a_button_is_pressed_while_the_list_changes(
    open_page: OpenPage,
    chromium: Browser,
    product: Product,
    key: str,  # noqa: F811
) -> None:
    """Somebody new waits and stands above all others just then: what was pressed is what happens."""
    baran = Expert(open_page("baran@divan.example"), BARAN, DARK)
    ece = Expert(open_page("ece@divan.example"), ECE, DARK)
    with shop(product, key) as website, _visitor(chromium, DARK) as first, _visitor(chromium, COLD) as second:
        shown_on(open_page, website)
        for expert in (baran, ece):
            expert.sits_down()
        first.comes(website)
        baran.takes_the_next()
        first.says("גם האדום")
        expect(baran.page.locator("[data-chat-row] .snippet")).to_have_text("גם האדום")
        baran.invites(ECE)
        _holds_the_button(ece)
        with ece.page.expect_response(lambda answer: "/chats/?show=" in answer.url):
            second.comes(website)
        ece.page.mouse.up()
        expect(ece.composer("reply")).to_be_visible()
        expect(ece.page.locator("[data-chat-row]", has_text=COLD)).to_be_visible()
        expect(ece.invitation).to_have_count(0)
        for expert in (baran, ece):
            expert.gets_up()
        first.frame.click("#end")
        second.frame.click("#waiting summary")
        second.frame.click("#no-wait")
        for visitor in (first, second):
            expect(visitor.frame.locator("#ended")).to_be_visible()


def test_of_two_chats_the_one_that_was_pressed_last_is_shown(
    open_page: OpenPage,
    chromium: Browser,
    product: Product,
    key: str,  # noqa: F811
) -> None:
    baran = Expert(open_page("baran@divan.example"), BARAN, DARK)
    with shop(product, key) as website, _visitor(chromium, DARK) as first, _visitor(chromium, COLD) as second:
        shown_on(open_page, website)
        baran.sits_down()
        for visitor in (first, second):
            visitor.comes(website)
        page = baran.page
        dark, cold = (page.locator("[data-chat-link]", has_text=question) for question in (DARK, COLD))
        address = f"**{dark.get_attribute('href')}"
        held = hold_back(page, address)
        dark.click()
        page_until(page, lambda: bool(held))
        cold.click()
        expect(baran.texts.first).to_have_text(COLD)
        let_go(page, address, held)
        late = page.locator("[data-chat]", has=page.locator("[data-text]", has_text=DARK))
        expect(late).to_be_attached()
        expect(late).to_be_hidden()
        expect(baran.texts.first).to_have_text(COLD)
        baran.gets_up()
        for visitor in (first, second):
            visitor.frame.click("#waiting summary")
            visitor.frame.click("#no-wait")
            expect(visitor.frame.locator("#ended")).to_be_visible()


def _holds_the_button(expert: Expert) -> None:
    """Down, and not up again."""
    expert.invitation.hover()
    expert.page.mouse.down()
