"""From a web form to the closing click, in two browsers and two languages on each way."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.journey import PAIRS, Desk, Pair, Visit, finds_nothing, name_of
from tests.processes.running import until
from tests.support.browser import OpenPage

pytestmark = pytest.mark.browser

PHOTO = b"\x89PNG\r\n\x1a\n" + bytes.fromhex(
    "0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8ffff3f0005fe02fea72d"
    "b0cd0000000049454e44ae426082"
)


@pytest.mark.parametrize("pair", PAIRS, ids=name_of)
def test_a_request_by_form_comes_to_its_end(pair: Pair, open_page: OpenPage, tmp_path: Path) -> None:
    desk = Desk(open_page("baran@divan.example"), pair)
    visit = Visit(open_page(language=pair.customer), pair)
    post = _Post(open_page("alma@divan.example"), pair)
    desk.opens_the_inbox()
    number = _asks_for_help(visit, _photo(tmp_path))
    desk.sees_it_arrive()
    link = post.reads_the_letter(1, number)
    desk.opens_it()
    expect(desk.page.locator("#context")).to_contain_text(pair.day_there)
    expect(desk.page.locator("#latest .message img")).to_be_visible()
    desk.takes_it()
    desk.notes()
    desk.replies()
    visit.follows(link)
    visit.sees_the_answer()
    answer = post.reads_the_letter(2, number)
    assert answer != link
    visit.follows(answer)
    visit.answers(pair.thanks)
    desk.hears(pair.thanks)
    desk.solves_it()
    visit.follows(post.reads_the_letter(3, number))
    visit.confirms()
    desk.sees_it_closed()
    visit.knows_nothing_of(pair.note)
    assert not [letter for letter in post.letters if pair.note in letter]
    assert desk.frames
    assert not [frame for frame in desk.frames if pair.note in frame]


def _photo(folder: Path) -> Path:
    photo = folder / "screen.png"
    photo.write_bytes(PHOTO)
    return photo


def _asks_for_help(visit: Visit, file: Path) -> str:
    """From the landing page through the form to the number, which is returned."""
    page, pair = visit.page, visit.pair
    page.goto("/")
    visit.reads()
    page.locator("main a[href='/forms/support/']").first.click()
    visit.reads()
    page.locator("input[name=name]").fill(pair.name)
    page.locator("input[name=email]").fill(pair.email)
    page.locator("input[name=subject]").fill(pair.subject)
    page.locator("textarea[name=body]").fill(pair.request)
    page.locator("input[name=answer_since]").fill(pair.day)
    _drop(page, file)
    page.locator("main form button.primary").click()
    number = page.locator("h1 .ref")
    expect(number).to_be_visible()
    visit.reads()
    return number.inner_text()


def _drop(page: Page, file: Path) -> None:
    """Let go of a file over the dropzone, as somebody who drags it from a folder."""
    zone = page.locator(".dropzone")
    zone.scroll_into_view_if_needed()
    box = zone.bounding_box()
    assert box
    devtools = page.context.new_cdp_session(page)
    place = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    dragged = {"items": [], "files": [str(file)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send("Input.dispatchDragEvent", {"type": kind, **place, "data": dragged})
    expect(page.locator("[data-upload] input[name=attachments]")).to_be_attached()
    expect(page.locator("[data-upload-name]")).to_have_text(file.name)


class _Post:
    """The administrator at "Outgoing mail", where letters lie that no server takes."""

    def __init__(self, page: Page, pair: Pair) -> None:
        self._page, self._pair = page, pair
        self.letters: list[str] = []

    def reads_the_letter(self, which: int, number: str) -> str:
        """Wait for the customer's letter number `which`, read it, and return where its button leads."""
        rows = self._page.locator("main .rows a", has_text=self._pair.email)
        until(lambda: self._list() and rows.count() == which, f"letter {which} is not there")
        finds_nothing(self._page)
        rows.first.click()
        expect(self._page.locator("main h1")).to_contain_text(f"[#{number}]")
        letter = self._page.frame_locator("iframe.mail-letter")
        self._is_readable(letter)
        self.letters += [letter.locator("body").inner_text(), self._page.content()]
        with self._page.expect_popup() as opened:
            letter.locator("a.go").click()
        beside = opened.value
        expect(beside.locator("h1")).to_have_text(self._pair.subject)
        link = beside.url
        beside.close()
        return link

    def _list(self) -> bool:
        return self._page.goto("/settings/mail/outgoing/") is not None

    def _is_readable(self, letter: FrameLocator) -> None:
        expect(letter.locator("h1")).to_be_visible()
        expect(letter.locator("html")).to_have_attribute("lang", self._pair.customer)
        expect(letter.locator("html")).to_have_attribute("dir", "rtl")
        finds_nothing(self._page)
