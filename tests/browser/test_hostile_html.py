"""Every hostile mail in a real browser under the product's own policy: nothing runs, leaves, is sent or moves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Error,
    Page,
    Request,
    Route,
)

from tests.support.browser import DESKTOP, PATIENCE_MS, accessibility_faults, sign_in
from tests.support.hostile_html import CASES, EVIL, RUN
from tests.support.product import Product, running

pytestmark = pytest.mark.browser

STAGING = [["-m", "tests.support.hostile_stage"]]
# What a mail may never bring into a page of ours, and into its own frame.
FORBIDDEN = (
    "script, style, link, meta, base, form, input, button, select, textarea, iframe, object, embed, svg, math, "
    "video, audio, source, dialog, details, template, slot, [id], [class], [name], [ping], [srcset], [background]"
)
# What the browser says of a page that is left for one that does not fade in.
FADING = "Transition was aborted"
OUTSIDE = ("#ticket-head", "#context", "#dock", ".side", "#thread")
IN_THE_PAGE = """forbidden => [...document.querySelectorAll(".message .prose")].flatMap(body => [
    ...body.querySelectorAll(forbidden),
    ...[...body.querySelectorAll("*")].filter(node =>
        getComputedStyle(node).position !== "static" || node.hasAttribute("style") ||
        [...node.attributes].some(one => /^(on|hx-|data-)/.test(one.name)) ||
        (node.href && !/^(https?|mailto|tel):/.test(node.href)))
]).map(node => node.outerHTML.slice(0, 200))"""
IN_THE_FRAMES = """forbidden => [...document.querySelectorAll("iframe[data-fit]")].flatMap(frame => [
    ...frame.contentDocument.querySelectorAll(`body :is(${forbidden}):not(.letter, .notice)`),
    ...[...frame.contentDocument.querySelectorAll("body *")].filter(node =>
        frame.contentWindow.getComputedStyle(node).position !== "static" ||
        [...node.attributes].some(one => /^(on|hx-|data-)/.test(one.name)) ||
        (node.href && !/^(https?|mailto|tel):/.test(node.href)))
]).map(node => node.outerHTML.slice(0, 200))"""
OPEN_THE_FRAMES = """() => document.querySelectorAll("iframe[data-fit]").forEach(frame => {
    frame.closest("details").open = true;
    frame.loading = "eager";
})"""
SHOW_PICTURES = """() => document.querySelectorAll("iframe[data-fit]").forEach(frame => {
    frame.src = frame.getAttribute("src") + "?pictures=1";
})"""
FRAMES_ARE_READY = """wanted => [...document.querySelectorAll("iframe[data-fit]")].every(frame => {
    const inner = frame.contentDocument;
    return inner && inner.readyState === "complete" && inner.URL.endsWith(wanted);
})"""
FRAMES_STICK_OUT = """() => [...document.querySelectorAll("iframe[data-fit]")].filter(frame => {
    const inner = frame.getBoundingClientRect();
    const outer = frame.closest(".letter").getBoundingClientRect();
    return inner.left < outer.left || inner.right > outer.right || inner.bottom > outer.bottom;
}).length"""
PLACES = """selectors => selectors.map(selector => {
    const place = document.querySelector(selector).getBoundingClientRect();
    return [selector, place.x, place.y, place.width, place.height].join(" ");
})"""


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product that has received every hostile mail."""
    with running(tmp_path_factory.mktemp("hostile"), staging=STAGING) as started:
        yield started


@dataclass
class Watch:
    """Whatever a browser did that it should not have done."""

    origin: str
    fetched: list[Request] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a browser; other servers are answered here, so that nobody is really asked."""
        context.on("page", self._page)
        context.on("request", self._request)
        context.route(lambda address: not address.startswith(self.origin), self._elsewhere)

    def _page(self, page: Page) -> None:
        page.on("dialog", self._dialog)
        page.on("console", self._console)
        page.on("pageerror", self._failure)
        page.on("popup", lambda popup: self.told.append(f"opened {popup.url}"))

    def _dialog(self, dialog: Dialog) -> None:
        self.told.append(dialog.message)
        dialog.dismiss()

    def _console(self, line: ConsoleMessage) -> None:
        if line.type == "error":
            self.told.append(line.text)

    def _failure(self, error: Error) -> None:
        if FADING not in str(error):
            self.told.append(str(error))

    def _request(self, request: Request) -> None:
        if request.method != "GET":
            self.sent.append(f"{request.method} {request.url}")

    def _elsewhere(self, route: Route) -> None:
        self.fetched.append(route.request)
        route.fulfill(status=200, content_type="image/gif", body="")

    def saw_nothing(self, page: Page) -> None:
        """No script ran, nothing left for another server, nothing was sent, nobody was led away."""
        assert page.evaluate("window.hacked") is None
        assert self.told == []
        assert self.sent == []
        assert [request.url for request in self.fetched] == []


@pytest.fixture
def visit(chromium: Browser, product: Product) -> Iterator[tuple[Page, Watch]]:
    """A page that is watched."""
    context = chromium.new_context(base_url=product.url, viewport=DESKTOP, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    watch = Watch(product.url)
    watch.over(context)
    yield context.new_page(), watch
    context.close()


def _staged(product: Product) -> dict[str, Any]:
    return dict(json.loads((product.data / "staged.json").read_text()))


def _open(page: Page, watch: Watch, address: str) -> None:
    watch.sent.clear()
    page.goto(address)
    assert page.url.endswith(address)


def test_the_watch_sees_what_such_markup_does_where_nothing_holds_it(visit: tuple[Page, Watch]) -> None:
    page, watch = visit
    page.goto("about:blank")
    page.set_content(f"<img src={EVIL}/a.gif><img src=data: onerror='{RUN}'>")
    page.wait_for_function("window.hacked === 1")
    assert "1" in watch.told
    assert [request.url for request in watch.fetched] == [f"{EVIL}/a.gif"]


def test_the_collection_is_large_enough() -> None:
    assert len(CASES) >= 120


def test_the_page_of_a_ticket(visit: tuple[Page, Watch], product: Product) -> None:
    page, watch = visit
    sign_in(page, "baran@divan.example")
    harmless, *hostile = _staged(product)["tickets"]
    page.goto(f"/tickets/{harmless}/")
    places, shown = page.evaluate(PLACES, OUTSIDE), 0
    for number in hostile:
        _open(page, watch, f"/tickets/{number}/")
        shown += page.locator(".message:not(.own)").count()
        assert page.evaluate(IN_THE_PAGE, FORBIDDEN) == []
        assert page.evaluate(PLACES, OUTSIDE) == places
        watch.saw_nothing(page)
    assert shown == len(CASES)


def test_the_layout_of_a_mail_in_its_frame(visit: tuple[Page, Watch], product: Product) -> None:
    page, watch = visit
    sign_in(page, "baran@divan.example")
    frames, kinds, addresses = 0, set(), set()
    for number in _staged(product)["tickets"][1:]:
        _open(page, watch, f"/tickets/{number}/")
        places = page.evaluate(PLACES, OUTSIDE)
        page.evaluate(OPEN_THE_FRAMES)
        frames += page.locator("iframe[data-fit]").count()
        _stays_in_its_frame(page, watch, "/original/")
        page.evaluate(SHOW_PICTURES)
        page.wait_for_function(FRAMES_ARE_READY, arg="?pictures=1")
        kinds |= {request.resource_type for request in watch.fetched}
        addresses |= {request.url for request in watch.fetched}
        assert not any("referer" in request.headers for request in watch.fetched)
        watch.fetched.clear()
        _stays_in_its_frame(page, watch, "?pictures=1")
        assert page.evaluate(PLACES, OUTSIDE) == places
    assert frames > 0.95 * len(CASES)
    assert kinds == {"image"}, "what was asked for is fetched, and nothing else"
    assert f"{EVIL}/pixel.gif" in addresses


def _stays_in_its_frame(page: Page, watch: Watch, address: str) -> None:
    page.wait_for_function(FRAMES_ARE_READY, arg=address)
    assert page.evaluate(IN_THE_FRAMES, FORBIDDEN) == []
    assert page.evaluate(FRAMES_STICK_OUT) == 0
    watch.saw_nothing(page)


def test_what_a_reader_unfolded_stays_so_when_the_page_is_fetched_again(
    visit: tuple[Page, Watch], product: Product
) -> None:
    page, _watch = visit
    sign_in(page, "baran@divan.example")
    page.goto(f"/tickets/{_staged(product)['tickets'][0]}/")
    page.evaluate(OPEN_THE_FRAMES)
    page.wait_for_function(FRAMES_ARE_READY, arg="/original/")
    page.locator(".recipients").first.evaluate("line => line.open = true")
    height = page.locator("iframe[data-fit]").evaluate("frame => frame.getBoundingClientRect().height")
    assert 40 < height < 200, "two lines of words need no more"
    assert accessibility_faults(page) == []
    with page.expect_response(lambda answer: "/changes/" in answer.url):
        page.evaluate("document.body.addEventListener('htmx:oobAfterSwap', () => window.settled = true)")
        page.evaluate("htmx.trigger('#thread', 'live')")
    page.wait_for_function("() => window.settled")
    assert page.locator("details[open] iframe[data-fit]").count() == 1
    assert page.locator(".recipients[open]").count() == 1
    again = page.locator("iframe[data-fit]").evaluate("frame => frame.getBoundingClientRect().height")
    assert again == height


def test_the_page_of_a_guest(visit: tuple[Page, Watch], product: Product) -> None:
    page, watch = visit
    shown = 0
    for token in _staged(product)["tokens"][1:]:
        _open(page, watch, f"/t/{token}/")
        shown += page.locator(".message .prose").count()
        assert page.evaluate(IN_THE_PAGE, FORBIDDEN) == []
        assert page.locator("iframe").count() == 0
        watch.saw_nothing(page)
    assert shown >= len(CASES)


def test_our_own_mail_that_quotes_it(visit: tuple[Page, Watch], product: Product) -> None:
    page, watch = visit
    sign_in(page, "alma@divan.example")
    for letter in _staged(product)["letters"]:
        _open(page, watch, f"/settings/mail/outgoing/{letter}/letter/")
        assert page.locator("script, form, iframe, object, svg, [onerror], [onclick]").count() == 0
        watch.saw_nothing(page)
