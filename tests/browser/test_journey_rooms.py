"""Two colleagues talk in a room, one of them from right to left: what each of them writes is there at once on the other
side, once, and is read; what it says goes to a ticket only when somebody wants that.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import PHONE, OpenPage, accessibility_faults, read_in
from tests.support.product import Product

pytestmark = pytest.mark.browser

BARAN, DINA = "baran@divan.example", "dina@divan.example"
HELLO, ANSWER, NAMED = (
    "Is the drum in, 100%?",
    "כן, התוף הגיע.",
    "<b>Thank you</b> https://divan.example/drum.",
)


def _opens_direct(page: Page, name: str) -> str:
    """With the finder of the dialog; the address of the conversation."""
    page.goto("/rooms/")
    page.locator("[data-open=new-message]").click()
    dialog = page.locator("#new-message")
    dialog.locator("input[type=search]").fill(name)
    expect(dialog.locator("#people-found button")).to_have_count(1)
    assert accessibility_faults(page) == []
    dialog.locator("#people-found button").click()
    page.wait_for_url(re.compile(r"/rooms/\d+/$"))
    return page.url


def _is_live(page: Page) -> None:
    """It is connected, and knows who else is in the room."""
    page.wait_for_selector("#room-lines[data-live]")


def _says(page: Page, text: str) -> None:
    page.locator("#composer-room textarea").fill(text)
    page.keyboard.press("Enter")


def _line(page: Page, text: str) -> Locator:
    """The one bubble with that text that is stored."""
    return page.locator(".bubble[id^=line-]", has_text=text)


@pytest.fixture
def both(open_page: OpenPage, product: Product) -> tuple[Page, Page]:
    """Baran reads English at a desk, Dina Hebrew on a phone, in their conversation."""
    baran, dina = open_page(BARAN), open_page(DINA, language="he", size=PHONE)
    read_in(baran, "en")
    address = _opens_direct(baran, "דינה")
    dina.goto("/rooms/")
    read_in(dina, "he")
    dina.goto(address)
    for page in (baran, dina):
        _is_live(page)
    return baran, dina


def test_what_one_writes_the_other_reads_at_once(both: tuple[Page, Page]) -> None:
    baran, dina = both
    assert dina.locator("html").get_attribute("dir") == "rtl"
    baran.locator("#composer-room textarea").press_sequentially("Is")
    expect(dina.locator("#room-typing bdi")).to_have_text("Baran Yıldız")
    _says(baran, HELLO)
    expect(_line(dina, HELLO)).to_have_count(1)
    expect(dina.locator("#room-typing")).to_be_hidden()
    expect(_line(baran, HELLO)).to_have_count(1)
    expect(baran.locator(".sending")).to_have_count(0)
    _says(dina, ANSWER)
    expect(_line(baran, ANSWER)).to_have_count(1)
    expect(baran.locator("#room-seen bdi")).to_have_text("דינה לוי")
    _says(baran, NAMED)
    said = _line(dina, "<b>Thank you</b>")
    expect(said.locator("a")).to_have_attribute("href", "https://divan.example/drum")
    for page in both:
        assert accessibility_faults(page) == []
        page.reload()
        _is_live(page)
        texts = page.locator(".bubble[id^=line-] .said").all_inner_texts()
        assert [text for text in texts if text in (HELLO, ANSWER)] == [HELLO, ANSWER]
        assert accessibility_faults(page) == []
    box = dina.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert box, "a phone has to scroll sideways"


def test_a_name_is_offered_and_told(both: tuple[Page, Page]) -> None:
    baran, dina = both
    dina.goto("/inbox/")
    field = baran.locator("#composer-room textarea")
    field.press_sequentially("Look, @די")
    expect(baran.locator("#room-names [role=option]")).to_have_text("דינה לוי")
    baran.keyboard.press("Enter")
    expect(field).to_have_value("Look, @דינה לוי ")
    baran.keyboard.press("Enter")
    expect(_line(baran, "@דינה לוי")).to_have_count(1)
    expect(dina.locator(".nav [href='/notifications/'] .count, .bell .count").first).to_be_attached()
    dina.goto("/notifications/")
    dina.locator("section:has(#named-title) a.button").first.click()
    expect(_line(dina, "@דינה לוי")).to_have_count(1)


def test_nothing_is_lost_while_the_connection_is(both: tuple[Page, Page]) -> None:
    baran, dina = both
    baran.context.set_offline(True)
    # The browser tells the page a moment later; until then its line would still go out.
    expect(baran.locator("[data-connection] [data-when=offline]")).to_be_visible()
    _says(baran, "Written on a train")
    expect(baran.locator(".sending", has_text="Written on a train")).to_be_visible()
    baran.context.set_offline(False)
    expect(_line(dina, "Written on a train")).to_have_count(1)
    expect(_line(baran, "Written on a train")).to_have_count(1)


def test_lines_go_to_a_ticket_on_purpose(both: tuple[Page, Page], product: Product) -> None:
    baran, _dina = both
    _says(baran, "The drum has to be changed")
    expect(_line(baran, "The drum has to be changed")).to_have_count(1)
    baran.locator(".talk > .bar a[href$='/attach/']").click()
    baran.locator("label", has_text="The drum has to be changed").last.locator("input").check()
    assert accessibility_faults(baran) == []
    baran.locator("#attach-lines form button").last.click()
    expect(baran.locator("#note-preview")).to_contain_text("The drum has to be changed")
    assert accessibility_faults(baran) == []
    number = product.staged["waiting"]
    baran.locator("#attach-lines input[name=number]").fill(number)
    baran.locator("#attach-lines form button").last.click()
    baran.wait_for_url(re.compile(f"/tickets/{number}/"))
    expect(baran.locator(".message.note", has_text="The drum has to be changed")).to_be_visible()


SAY = """async (numbers) => {
  const form = document.getElementById("composer-room");
  for (const number of numbers) {
    const sent = new FormData(form);
    sent.set("body", `Line ${number} of many`);
    sent.set("client_key", `many-${number}`);
    await fetch(form.action, { method: "POST", body: sent });
  }
}"""
TOP_OF = "(line) => document.getElementById(line).getBoundingClientRect().top"


def test_earlier_lines_come_in_where_one_reads(open_page: OpenPage) -> None:
    page = open_page(BARAN)
    page.goto("/rooms/new/")
    page.locator("main input[name=name]").fill("Earlier lines")
    page.locator("main label", has_text="דינה").locator("input").check()
    page.locator("main form.people-choice button").click()
    page.wait_for_selector("#composer-room")
    page.evaluate(SAY, list(range(1, 56)))
    page.reload()
    _is_live(page)
    expect(page.locator("#room-lines .bubble")).to_have_count(50)
    link = page.locator("#earlier a")
    link.focus()
    before = page.evaluate(TOP_OF, "line-6")
    page.keyboard.press("Enter")
    expect(page.locator("#room-lines .bubble")).to_have_count(55)
    expect(page.locator("#room-lines")).to_be_focused()  # the last thing that is done with them
    days = page.locator("#room-lines .day").all_inner_texts()
    assert len(set(days)) == len(days)
    assert abs(page.evaluate(TOP_OF, "line-6") - before) <= 40  # the link that stood above it has gone
    assert accessibility_faults(page) == []
