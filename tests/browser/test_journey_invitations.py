"""Invitations to chat on another website, in Hebrew; a chat there that survives a reload without any storage for frames."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, BrowserContext, Frame, Locator, Page, Request, expect

from tests.browser.test_journey_embedding import refused_frame, site
from tests.support.browser import DESKTOP, PHONE, OpenPage, accessibility_faults, shoot
from tests.support.product import Product

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="he" dir="rtl"><meta name="viewport" content="width=device-width"><title>פרדס</title>
<main><h1>פרדס</h1><input aria-label="חיפוש"></main>
<script src="{desk}/chat/loader.js" data-site="{key}" data-language="he" async></script></html>"""
TEXT = "שאלות על המחירים? אנחנו כאן."
NO_STORAGE = """if (location.pathname.startsWith("/chat/frame/")) {
  for (const name of ["localStorage", "sessionStorage"])
    Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });
}"""
DAY = 24 * 60 * 60 * 1000


@dataclass(frozen=True)
class Orchard:
    """A website with our tag on each of its pages, and the page with its settings."""

    url: str
    settings: str


@pytest.fixture
def orchard(open_page: OpenPage, product: Product) -> Iterator[Orchard]:
    """The website of a site whose group is open round the clock, with an agent there; afterwards all is as it was."""
    admin, agent = open_page("alma@divan.example"), open_page("baran@divan.example")
    with _open_always(admin), _site(admin) as (settings_page, key):
        _is(agent, "online")
        with site(PAGE.format(desk=product.url, key=key)) as address:
            admin.goto(settings_page)
            admin.locator("textarea[name=origins]").fill(address)
            _saves(admin)
            yield Orchard(address, settings_page)
        _is(agent, "away")


@contextmanager
def _open_always(admin: Page) -> Iterator[None]:
    admin.goto("/settings/hours/add/")
    admin.locator("input[name=name]").fill("All the week")
    for day in range(7):
        admin.locator(f"input[name=day_{day}]").fill("00:00-24:00")
    admin.locator("label:has(input[name=groups])", has_text="Support").locator("input").check()
    admin.locator("main form .button.primary").click()
    admin.wait_for_url(re.compile(r"/settings/hours/\d+/"))
    hours = admin.url
    yield
    admin.goto(hours)
    admin.locator("input[name=groups]:checked").uncheck()
    _saves(admin)


@contextmanager
def _site(admin: Page) -> Iterator[tuple[str, str]]:
    """The address of its settings, and its key."""
    admin.goto("/settings/chat/new/")
    admin.locator("input[name=name]").fill("Orchard")
    admin.locator("select[name=group]").select_option(label="Support")
    admin.locator("select[name=purpose]").select_option("sales")
    _saves(admin)
    expect(admin.locator("#chat-secret")).to_be_visible()
    key = admin.locator("#chat-tag").inner_text().partition('data-site="')[2].partition('"')[0]
    admin.goto("/settings/chat/")
    row = admin.locator("main .rows li:has(button)", has_text="Orchard").first
    yield str(row.locator("a.grow").get_attribute("href")), key
    admin.goto("/settings/chat/")
    row.locator("button").click()
    admin.wait_for_load_state()


def _saves(admin: Page) -> None:
    admin.locator("main form .button.primary").first.click()
    admin.wait_for_load_state()


def _is(agent: Page, presence: str) -> None:
    """The agent chooses it, with a page of the console open."""
    agent.goto("/chats/")
    token = agent.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))['x-csrftoken']")
    headers = {"x-csrftoken": token, "Referer": agent.url}
    assert agent.request.post("/chats/presence/", form={"presence": presence}, headers=headers).ok


def _adds_a_rule(admin: Page, orchard: Orchard) -> None:
    """After twenty seconds on the pages about prices, at most once a week."""
    admin.goto(f"{orchard.settings}rules/new/")
    admin.locator("input[name=name]").fill("Prices")
    admin.locator("input[name=name_en]").fill("Questions about prices?")
    admin.locator("input[name=name_he]").fill(TEXT)
    admin.locator("textarea[name=pages]").fill("/prices*\n/מחירים/*")
    admin.locator("input[name=seconds]").fill("20")
    assert accessibility_faults(admin) == []
    _saves(admin)
    expect(admin.locator("#invitations")).to_be_visible()
    assert accessibility_faults(admin) == []


def _visitor(
    chromium: Browser, size: dict[str, int] = DESKTOP, scheme: Literal["light", "dark"] = "light"
) -> BrowserContext:
    return chromium.new_context(locale="he", viewport=size, color_scheme=scheme, reduced_motion="reduce")


def _page(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page whose time the test moves, and what it asks of invitations."""
    page, asked = context.new_page(), []

    def note(request: Request) -> None:
        if "/offer/" in request.url:
            asked.append(request.url.partition("/chat/frame/")[2].partition("/")[2].partition("?")[0])

    page.on("request", note)
    page.clock.install()
    return page, asked


def _looks_at(page: Page, address: str, seconds: int) -> None:
    """Open a page of the website and look at it for so long."""
    page.goto(address)
    expect(page.locator("[data-divan] button[aria-expanded]")).to_be_visible()
    expect(page.locator("[data-divan] p[role=status]")).to_be_attached()
    page.clock.run_for(seconds * 1000)


def _bubble(page: Page) -> Locator:
    return page.locator("[data-divan] [role=region]")


@contextmanager
def _told(page: Page) -> Iterator[None]:
    """The help desk hears of an answer from our frame, which goes when its page is left."""
    with page.expect_response("**/offer/answer/**"):
        yield


def _in_the_box(page: Page) -> Frame:
    expect(page.frame_locator("[data-divan] iframe").locator("body[data-at]")).to_be_visible()
    return next(one for one in page.frames if "/chat/frame/" in one.url)


def _asks(frame: Frame, words: str) -> None:
    frame.fill("#ask textarea[name=text]", words)
    frame.fill("input[name=name]", "דנה לוי")
    frame.fill("input[name=email]", "dana.prices@pardes.example")
    frame.click("#ask button.primary")
    expect(frame.locator("#log .bubble.own[data-n]")).to_have_count(1)


def test_nobody_is_asked_twice_and_a_no_counts(
    open_page: OpenPage, chromium: Browser, orchard: Orchard
) -> None:
    admin = open_page("alma@divan.example")
    _adds_a_rule(admin, orchard)
    context = _visitor(chromium)
    page, asked = _page(context)
    _looks_at(page, f"{orchard.url}/about/", 300)
    _looks_at(page, f"{orchard.url}/prices/", 15)
    page.locator("input").focus()
    assert asked == []
    page.clock.run_for(10_000)
    expect(_bubble(page)).to_contain_text(TEXT)
    expect(_bubble(page)).to_have_css("direction", "rtl")
    expect(page.locator("input")).to_be_focused()
    assert accessibility_faults(page) == []
    shoot(page, "invitation-he")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(_bubble(page).locator("button").last).to_be_focused()
    with _told(page):
        page.keyboard.press("Enter")
    expect(_bubble(page)).to_have_count(0)
    expect(page.locator("[data-divan] button[aria-expanded]")).to_be_focused()
    for address in ("/prices/", "/prices/large/", "/%D7%9E%D7%97%D7%99%D7%A8%D7%99%D7%9D/"):
        _looks_at(page, f"{orchard.url}{address}", 300)
    page.clock.fast_forward(20 * DAY)
    _looks_at(page, f"{orchard.url}/prices/", 300)
    assert asked == ["offer/", "offer/answer/"]
    _looks_at(page, f"{orchard.url}/about/", 5)
    page.clock.fast_forward(11 * DAY)
    _looks_at(page, f"{orchard.url}/%D7%9E%D7%97%D7%99%D7%A8%D7%99%D7%9D/", 30)
    expect(_bubble(page)).to_contain_text(TEXT)
    with _told(page):
        page.keyboard.press("Escape")
    expect(_bubble(page)).to_have_count(0)
    assert context.cookies() == []
    context.close()
    admin.goto(orchard.settings)
    expect(admin.locator("section[aria-labelledby=invitations]")).to_contain_text(
        "asked 2, accepted 0, declined 2, chats 0"
    )


def test_a_yes_opens_the_question_and_the_chat_knows_it(
    open_page: OpenPage, chromium: Browser, orchard: Orchard
) -> None:
    admin, agent = open_page("alma@divan.example"), open_page("baran@divan.example")
    _adds_a_rule(admin, orchard)
    context = _visitor(chromium, PHONE, "dark")
    page, asked = _page(context)
    _looks_at(page, f"{orchard.url}/prices/", 25)
    expect(_bubble(page)).to_be_visible()
    box = _bubble(page).bounding_box()
    assert box is not None
    assert box["width"] <= 280
    assert box["height"] <= 180
    assert accessibility_faults(page) == []
    shoot(page, "invitation-phone")
    _bubble(page).locator("button").first.click()
    frame = _in_the_box(page)
    expect(frame.locator("#ask")).to_be_visible()
    expect(frame.locator("input[name=name]")).to_be_focused()
    expect(_bubble(page)).to_have_count(0)
    _asks(frame, "כמה עולה ארגז תפוזים?")
    agent.goto("/chats/")
    token = agent.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))['x-csrftoken']")
    headers = {"x-csrftoken": token, "Referer": agent.url}
    assert agent.request.post("/chats/next/", headers=headers, max_redirects=0).status < 400
    agent.goto("/chats/")
    agent.locator("[data-chat-row]", has_text="דנה לוי").locator("a").click()
    expect(agent.locator("aside.context:visible")).to_contain_text("Prices")
    frame.click("#end")
    expect(frame.locator("#ended")).to_be_visible()
    page.clock.fast_forward(2 * 60 * 1000)
    _looks_at(page, f"{orchard.url}/prices/", 300)
    assert asked == ["offer/", "offer/answer/"]
    context.close()
    admin.goto(orchard.settings)
    expect(admin.locator("section[aria-labelledby=invitations]")).to_contain_text(
        "asked 1, accepted 1, declined 0, chats 1"
    )


def test_without_storage_for_frames_a_reload_resumes_the_chat(chromium: Browser, orchard: Orchard) -> None:
    context = _visitor(chromium)
    context.add_init_script(NO_STORAGE)
    page = context.new_page()
    page.goto(orchard.url)
    page.locator("[data-divan] button").click()
    frame = _in_the_box(page)
    frame.click(".home .button.primary")
    _asks(frame, "האם יש משלוחים לחיפה?")
    page.reload()
    page.locator("[data-divan] button").click()
    frame = _in_the_box(page)
    expect(frame.locator("#log .bubble.own[data-n]")).to_have_count(1)
    frame.click("#end")
    expect(frame.locator("#ended")).to_be_visible()
    frame.click("#ended [data-act=again]")
    expect(frame.locator(".home")).to_be_visible()
    page.wait_for_function("!Object.keys(sessionStorage).length && !Object.keys(localStorage).length")
    page.reload()
    page.locator("[data-divan] button").click()
    expect(_in_the_box(page).locator(".home")).to_be_visible()
    context.close()


def test_a_website_that_may_not_show_it_loads_no_module(
    chromium: Browser, product: Product, orchard: Orchard
) -> None:
    context = _visitor(chromium)
    context.add_init_script(NO_STORAGE)
    page = context.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(orchard.url)
    tag = page.locator("script[data-site]").get_attribute("data-site")
    loaded.clear()
    with site(PAGE.format(desk=product.url, key=tag)) as foreign:
        refused_frame(page, foreign)
    assert not [one for one in loaded if one.endswith(("keeping.js", "inviting.js"))]
    context.close()


@pytest.fixture
def home(open_page: OpenPage) -> Page:
    """A page from which our modules may be loaded."""
    page = open_page()
    page.goto("/sign-in/")
    return page


_pattern = st.text("ab/*", max_size=12)
_path = st.text("ab/", max_size=16)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(_pattern, _path), min_size=100, max_size=200))
@example(
    [("/prices*", "/prices"), ("/prices", "/prices/"), ("*", ""), ("a*a", "a"), ("", ""), ("*a*", "bab")]
)
@example([("*a" * 60 + "*b", "a" * 4000)])
def test_a_star_stands_for_anything(home: Page, cases: list[tuple[str, str]]) -> None:
    found = home.evaluate(
        "async (cases) => { const { fits } = await import('/chat/inviting.js'); return cases.map(([a, b]) => fits(a, b)); }",
        cases,
    )
    assert found == [_fits(pattern, path) for pattern, path in cases]


def _fits(pattern: str, path: str) -> bool:
    """The same by the book: rows of which letters of the path each piece of the pattern can have eaten."""
    reached = {0}
    for letter in pattern:
        if letter == "*":
            reached = set(range(min(reached), len(path) + 1)) if reached else set()
        else:
            reached = {at + 1 for at in reached if path[at : at + 1] == letter}
    return len(path) in reached
