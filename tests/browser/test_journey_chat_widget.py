"""Chat on the page of another site, in Hebrew: from the button to the rating; as a form; and in our own portal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.browser.test_journey_embedding import refused_frame, site
from tests.support.browser import PHONE, OpenPage, accessibility_faults
from tests.support.product import Product

pytestmark = pytest.mark.browser
PAGE = """<!doctype html><html lang="he" dir="rtl"><meta name="viewport" content="width=device-width"><title>אדמה</title>
<main><h1>אדמה</h1></main><script src="{desk}/chat/loader.js" data-site="{key}" data-language="he" async></script></html>"""
QUESTION = "האגרטל הגיע שבור. ראו https://example.org/vase"


@pytest.fixture
def key(open_page: OpenPage) -> Iterator[str]:
    """A site whose group is open round the clock, whatever time it is; afterwards everything is as it was."""
    admin = open_page("alma@divan.example")
    admin.goto("/settings/hours/add/")
    admin.locator("input[name=name]").fill("Round the clock")
    for day in range(7):
        admin.locator(f"input[name=day_{day}]").fill("00:00-24:00")
    admin.locator("label:has(input[name=groups])", has_text="Support").locator("input").check()
    admin.locator("main form .button.primary").click()
    admin.wait_for_url(re.compile(r"/settings/hours/\d+/"))
    hours = admin.url
    admin.goto("/settings/chat/new/")
    admin.locator("input[name=name]").fill("Adama")
    admin.locator("select[name=group]").select_option(label="Support")
    admin.locator("input[name=colour]").fill("#b9623f")
    admin.locator("main form.stack .button.primary").first.click()
    expect(admin.locator("#chat-secret")).to_be_visible()
    assert accessibility_faults(admin) == []
    yield admin.locator("#chat-tag").inner_text().partition('data-site="')[2].partition('"')[0]
    admin.goto("/settings/chat/")
    admin.locator("main .rows a.grow").first.click()
    if admin.locator("input[name=in_portal]").is_checked():  # the portal shows one site at most
        admin.locator("input[name=in_portal]").uncheck()
        admin.locator("main form.stack").first.locator(".button.primary").first.click()
        admin.wait_for_load_state()
    admin.goto("/settings/chat/")
    admin.locator("main .rows button").first.click()
    admin.goto(hours)
    admin.locator("input[name=groups]:checked").uncheck()
    admin.locator("main form .button.primary").first.click()
    admin.wait_for_load_state()


def shown_on(open_page: OpenPage, origin: str = "") -> None:
    """Let that website show the site; without one, the portal."""
    admin = open_page("alma@divan.example")
    admin.goto("/settings/chat/")
    admin.locator("main .rows a.grow").first.click()
    if origin:
        admin.locator("textarea[name=origins]").fill(origin)
    else:
        admin.locator("input[name=in_portal]").check()
    form = admin.locator("main form.stack").first
    form.locator(".button.primary").first.click()
    admin.wait_for_load_state()


@contextmanager
def shop(product: Product, key: str) -> Iterator[str]:
    """Another website with the tag on its page; its address."""
    with site(PAGE.format(desk=product.url, key=key)) as address:
        yield address


def is_online(agent: Page) -> None:
    """The agent takes chats, with a page of the console open."""
    agent.goto("/chats/")
    token = agent.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))['x-csrftoken']")
    headers = {"x-csrftoken": token, "Referer": agent.url}
    answer = agent.request.post("/chats/presence/", form={"presence": "online"}, headers=headers)
    assert answer.ok


def opened(page: Page) -> Frame:
    """Press the button on the website; the page in the frame."""
    page.locator("[data-divan] button").click()
    expect(page.frame_locator("[data-divan] iframe").locator("body[data-at]")).to_be_visible()
    return next(one for one in page.frames if "/chat/frame/" in one.url)


def asks(frame: Frame, text: str = QUESTION) -> None:
    frame.click(".home .button.primary")
    frame.fill("#ask textarea[name=text]", text)
    frame.click("#ask button.primary")
    expect(frame.locator("#ask [data-error]")).to_be_visible()
    expect(frame.locator("input[name=name]")).to_be_focused()
    frame.fill("input[name=name]", "נועה ברק")
    frame.fill("input[name=email]", "noa.chat@bayit.example")
    frame.click("#ask button.primary")


def takes_the_chat(agent: Page) -> None:
    """Accept whoever has waited longest, and open that chat."""
    token = agent.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))['x-csrftoken']")
    answer = agent.request.post(
        "/chats/next/", headers={"x-csrftoken": token, "Referer": agent.url}, max_redirects=0
    )
    assert answer.status < 400
    agent.goto("/chats/")


def test_a_chat_on_another_site(
    open_page: OpenPage, chromium: Browser, product: Product, key: str, tmp_path: Path
) -> None:
    file = tmp_path / "vase.txt"
    file.write_text("broken")
    agent = open_page("baran@divan.example")
    is_online(agent)
    with shop(product, key) as website:
        shown_on(open_page, website)
        context = chromium.new_context(locale="he", viewport=PHONE, reduced_motion="reduce")
        page = context.new_page()
        page.goto(website)
        frame = opened(page)
        expect(frame.locator("html")).to_have_attribute("dir", "rtl")
        assert accessibility_faults(page) == []
        box = page.locator("[data-divan] iframe").bounding_box()
        assert box is not None
        assert (box["width"], box["height"]) == (PHONE["width"], PHONE["height"])
        asks(frame)
        expect(frame.locator("#waiting")).to_be_visible()
        link = frame.locator("#log .bubble.own a")
        expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
        takes_the_chat(agent)
        expect(frame.locator("#waiting")).to_be_hidden()
        expect(frame.locator("#who")).to_have_text("Baran Yıldız")
        frame.fill("#composer textarea", "אני כאן")
        frame.press("#composer textarea", "Enter")
        frame.set_input_files("#composer input[type=file]", file)
        expect(frame.locator("#composer [data-part=size]")).not_to_be_empty()
        frame.click("#composer button.primary")
        expect(frame.locator("#log .bubble.own[data-n]")).to_have_count(3)
        with page.expect_download() as fetched:
            frame.click("#log .file")
        assert Path(fetched.value.path()).read_text() == "broken"
        assert accessibility_faults(page) == []
        frame.click("#end")
        expect(frame.locator("#ended")).to_be_visible()
        expect(frame.locator("#composer")).to_be_hidden()
        frame.click("#mail-copy button")
        expect(frame.locator("#code")).to_be_visible()
        assert accessibility_faults(page) == []
        assert context.cookies(product.url) == []
        frame.press("body", "Escape")
        expect(page.locator("[data-divan] iframe")).to_be_hidden()
        expect(page.locator("[data-divan] button")).to_be_focused()
        context.close()


def test_a_site_that_may_not_show_it_has_no_button(chromium: Browser, product: Product, key: str) -> None:
    with shop(product, key) as foreign:
        page = chromium.new_page()
        blocked = refused_frame(page, foreign)
        expect(blocked.locator("#ask")).to_have_count(0)
        expect(page.locator("[data-divan] button")).to_have_count(0)
        page.close()


def test_nobody_is_there_and_a_reload_keeps_a_chat_in_the_portal(
    open_page: OpenPage, product: Product, key: str
) -> None:
    shown_on(open_page)
    agent = open_page("baran@divan.example")
    is_online(agent)
    page = open_page("celina@customer.example", language="pl", dark=True)
    page.goto("/")
    frame = opened(page)
    frame.click(".home .button.primary")
    expect(frame.locator("input[name=email]")).to_be_hidden()
    frame.fill("#ask textarea[name=text]", "Wazon przyszedł rozbity.")
    frame.click("#ask button.primary")
    expect(frame.locator("#log .bubble.own[data-n]")).to_have_count(1)
    page.reload()
    frame = opened(page)
    expect(frame.locator("#log .bubble.own[data-n]")).to_have_count(1)
    assert accessibility_faults(page) == []
    frame.click("#waiting summary")
    frame.click("#no-wait")
    expect(frame.locator("#ended")).to_be_visible()
    token = agent.evaluate("JSON.parse(document.body.getAttribute('hx-headers'))['x-csrftoken']")
    headers = {"x-csrftoken": token, "Referer": agent.url}
    assert agent.request.post("/chats/presence/", form={"presence": "away"}, headers=headers).ok
    frame.click("#ended [data-act=again]")
    # The page asks again whether anybody is there; whoever is quicker hears that when they send.
    expect(frame.locator("body")).to_have_attribute("data-takes-chats", "0")
    frame.click(".home .button.primary")
    frame.fill("#ask textarea[name=text]", "A drugi?")
    frame.click("#ask button.primary")
    expect(frame.locator("#number")).not_to_be_empty()
