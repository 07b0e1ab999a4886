"""Faces and pictures: an expert chooses a photo, a visitor on another site sees it, and a picture that they send is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, expect

from tests.browser.test_journey_chat_widget import (
    is_online,
    key,  # noqa: F401 - a fixture
    opened,
    shop,
    shown_on,
    takes_the_chat,
)
from tests.processes.running import until
from tests.support.browser import PHONE, OpenPage, accessibility_faults
from tests.support.pictures import picture
from tests.support.product import Product

pytestmark = pytest.mark.browser


# In one step, as a live refresh may put another in its place at any moment; out of sight, browsers may not fetch it.
DRAWN = """image => {
    image.scrollIntoView({block: "nearest"});
    return image.complete && image.naturalWidth > 0;
}"""


def is_drawn(image: Locator) -> None:
    """The browser has the picture; a broken one, and one without an address, has no width."""
    until(lambda: bool(image.evaluate(DRAWN)), f"{image} is not drawn")


def save(page: Page) -> None:
    page.locator("main form .button.primary").first.click()
    page.wait_for_load_state()


@pytest.fixture
def agent(open_page: OpenPage, tmp_path: Path) -> Iterator[Page]:
    """Baran with a photo, which he takes away again."""
    page = open_page("baran@divan.example")
    page.goto("/profile/")
    drawing, photo = tmp_path / "me.svg", tmp_path / "me.jpg"
    drawing.write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    photo.write_bytes(picture("JPEG", (900, 600)))
    page.locator("input[name=phone]").fill("+90 212 555 44 33")
    page.set_input_files("input[name=photo]", drawing)
    save(page)
    expect(page.locator("#id_photo_error")).to_be_visible()
    expect(page.locator("input[name=phone]")).to_have_value("+90 212 555 44 33")
    assert accessibility_faults(page) == []
    page.locator("input[name=phone]").fill("")
    page.set_input_files("input[name=photo]", photo)
    save(page)
    is_drawn(page.locator("main .avatar.large img"))
    is_drawn(page.locator(".side .avatar img"))
    assert accessibility_faults(page) == []
    yield page
    page.goto("/profile/")
    page.locator("input[name=remove_photo]").check()
    save(page)
    expect(page.locator("main .avatar.large img")).to_have_count(0)


def asks_with(frame: Frame, file: Path) -> None:
    """A question, with a file to it."""
    frame.click(".home .button.primary")
    frame.fill("input[name=name]", "שיר אלון")
    frame.fill("input[name=email]", "shir.photos@bayit.example")
    frame.fill("#ask textarea[name=text]", "כך נראה האגרטל")
    frame.set_input_files("#ask-files", file)
    expect(frame.locator("#ask [data-part=size]")).not_to_be_empty()
    frame.click("#ask button.primary")


def test_a_face_and_a_picture_in_a_chat(
    open_page: OpenPage,
    chromium: Browser,
    product: Product,
    key: str,  # noqa: F811
    agent: Page,
    tmp_path: Path,
) -> None:
    file = tmp_path / "vase.png"
    file.write_bytes(picture("PNG", (640, 480)))
    is_online(agent)
    with shop(product, key) as website:
        shown_on(open_page, website)
        context = chromium.new_context(locale="he", viewport=PHONE, reduced_motion="reduce")
        page = context.new_page()
        page.goto(website)
        frame = opened(page)
        is_drawn(frame.locator("header .avatar img").first)
        asks_with(frame, file)
        sent = frame.locator("#log .bubble.own a.picture")
        is_drawn(sent.get_by_role("img", name="vase.png"))
        takes_the_chat(agent)
        is_drawn(frame.locator("#faces img"))
        is_drawn(frame.locator("#log .event img"))
        agent.goto(agent.locator("#chats a[data-chat-link]").first.get_attribute("href") or "")
        agent.locator("textarea.write:visible").first.fill("אני רואה")
        agent.keyboard.press("Enter")
        is_drawn(frame.locator("#log .bubble:not(.own) .avatar img"))
        assert accessibility_faults(page) == []
        with context.expect_page() as fetched:
            sent.click()
        expect(fetched.value.locator("img")).to_be_visible()
        frame.click("#end")
        expect(frame.locator("#rating")).to_be_in_viewport()
        context.close()
