"""Whose chat a browser keeps, in every tab and one after the other: on the page of the portal and of another site."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.test_journey_chat_widget import (
    QUESTION,
    asks,
    is_online,
    key,  # noqa: F401 - a fixture
    opened,
    shop,
    shown_on,
)
from tests.support.browser import PHONE, OpenPage, sign_in
from tests.support.product import Product, running

pytestmark = pytest.mark.browser
# The page comes back into sight, as after a look at another tab.
COMES_BACK = "document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of our own: chats that nobody returns to wait on here, and would be the next of other tests."""
    with running(tmp_path_factory.mktemp("belonging")) as started:
        yield started


def _signs_out(page: Page) -> None:
    """As the button of the portal does."""
    token = page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    headers = {"x-csrftoken": token, "Referer": page.url}
    assert page.request.post("/sign-out/", headers=headers, max_redirects=0).status < 400


def _asks_in_the_portal(frame: Frame) -> None:
    frame.click(".home .button.primary")
    frame.fill("#ask textarea[name=text]", "My card was charged twice.")
    frame.click("#ask button.primary")
    expect(frame.locator("#log .bubble.own[data-n]")).to_have_count(1)


def _shows_nothing(frame: Frame) -> None:
    expect(frame.locator("body")).to_have_attribute("data-at", "home")
    expect(frame.locator("#log .bubble")).to_have_count(0)
    assert frame.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('divan-chat:'))") == []


def test_who_comes_after_somebody_who_signed_out_has_not_their_chat(
    open_page: OpenPage,
    key: str,  # noqa: F811
) -> None:
    shown_on(open_page)
    is_online(open_page("baran@divan.example"))
    page = open_page()
    sign_in(page, "celina@customer.example")
    page.goto("/")
    frame = opened(page)
    _asks_in_the_portal(frame)
    frame.fill("#composer textarea", "And this is my number")
    page.evaluate("Divan.identify('')")  # as a website does that is not loaded again
    _shows_nothing(frame)
    expect(frame.locator("#composer textarea")).to_have_value("")
    page.reload()
    frame = opened(page)
    _asks_in_the_portal(frame)
    page.reload()
    frame = opened(page)
    expect(frame.locator("#log .bubble.own[data-n]")).to_have_count(1)
    _signs_out(page)
    page.goto("/")
    frame = opened(page)
    _shows_nothing(frame)
    frame.click(".home .button.primary")
    expect(frame.locator("#ask input[name=email]")).to_be_visible()


def test_a_second_chat_begins_anew_in_every_tab(
    open_page: OpenPage,
    key: str,  # noqa: F811
) -> None:
    shown_on(open_page)
    is_online(open_page("baran@divan.example"))
    first = open_page()
    second = first.context.new_page()
    for page in (first, second):
        page.goto("/")
    frame, other = opened(first), opened(second)
    asks(frame)
    expect(frame.locator("#waiting")).to_be_visible()
    expect(other.locator("#log .bubble.own[data-n]")).to_have_count(1)
    expect(other.locator("#waiting")).to_be_visible()
    number = frame.locator("#ticket bdi").inner_text()
    frame.click("#end")
    expect(frame.locator("#ended [data-part=how] bdi")).to_have_text(number)
    frame.click("#mail-copy button")
    expect(frame.locator("#code")).to_be_visible()
    frame.click("#ended [data-act=again]")
    for one in (frame, other):
        expect(one.locator("body")).to_have_attribute("data-at", "home")
        one.evaluate(COMES_BACK)
        expect(one.locator("#ended")).to_be_hidden()
    asks_again = frame.locator("#ask textarea[name=text]")
    frame.click(".home .button.primary")
    asks_again.fill(QUESTION)
    frame.click("#ask button.primary")
    expect(frame.locator("#waiting")).to_be_visible()
    expect(other.locator("#waiting")).to_be_visible()
    assert frame.locator("#ticket bdi").inner_text() != number
    frame.click("#end")
    expect(frame.locator("#ended")).to_be_visible()
    expect(frame.locator("#mail-copy [data-asks]")).to_be_visible()
    expect(frame.locator("#code")).to_be_hidden()


def test_what_failed_is_said_where_it_is_seen(
    open_page: OpenPage,
    chromium: Browser,
    product: Product,
    key: str,  # noqa: F811
) -> None:
    is_online(open_page("baran@divan.example"))
    with shop(product, key) as website:
        shown_on(open_page, website)
        context = chromium.new_context(locale="he", viewport=PHONE, reduced_motion="reduce")
        page = context.new_page()
        page.goto(website)
        frame = opened(page)
        asks(frame)
        expect(frame.locator("#waiting")).to_be_visible()
        page.route("**/chat/visit/end/*", lambda route: route.abort())
        frame.click("#end")
        expect(frame.locator("#refused")).to_be_visible()
        page.unroute("**/chat/visit/end/*")
        frame.click("#end")
        expect(frame.locator("#ended")).to_be_visible()
        expect(frame.locator("#refused")).to_be_hidden()
        page.route("**/chat/transcript/**", lambda route: route.abort())
        frame.click("[data-copy-as=txt]")
        expect(frame.locator("[data-errors]:has([data-copy-as]) > [data-part=error]")).to_be_visible()
        context.close()
