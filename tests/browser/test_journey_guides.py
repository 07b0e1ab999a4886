"""A script is walked and a list is kept beside a ticket, by what people see on pages that are never loaded again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.browser import OpenPage, accessibility_faults, read_in
from tests.support.product import Product

pytestmark = pytest.mark.browser

SCRIPT = "The modem has no line"
LAMP, RESTART = "Is the lamp on?", "Restart it, and wait for a minute."


class Writer:
    """The administrator, who sends what the forms of the settings would send."""

    def __init__(self, page: Page) -> None:
        page.goto("/settings/scripts/")
        self.page = page
        cookies = page.context.cookies()
        self.token = next(cookie["value"] for cookie in cookies if cookie["name"] == "divan_csrf")

    def sends(self, address: str, **values: str) -> str:
        """Fill in a form; returns the address that it leads to."""
        answer = self.page.request.post(
            address,
            form={**values, "csrfmiddlewaretoken": self.token},
            headers={"Referer": self.page.url},
        )
        assert answer.ok
        return answer.url

    def lines(self, address: str, kind: str) -> list[str]:
        """The addresses of the lines of that kind which a page offers to change."""
        self.page.goto(address)
        links = self.page.locator(f"main a[href*='/{kind}/']:not([href$='/new/'])").all()
        return [link.get_attribute("href") or "" for link in links]


def _write_the_script(page: Page) -> None:
    """The lamp: yes leads to a second step, and from there to the end."""
    writer = Writer(page)
    script = writer.sends("/settings/scripts/new/", name_en=SCRIPT, category="")
    for words in (LAMP, RESTART):
        writer.sends(f"{script}steps/new/", name_en=words)
    first, second = writer.lines(script, "steps")
    writer.sends(f"{first}answers/new/", name_en="Yes", leads_to=second.strip("/").rsplit("/", 1)[1])
    writer.sends(f"{second}answers/new/", name_en="It works", leads_to="")


class Reader:
    """Somebody at the open page of a ticket."""

    def __init__(self, page: Page, number: str) -> None:
        self.page, self.todo = page, page.locator("#checklist")
        read_in(page, "en")
        page.goto(f"/tickets/{number}/")
        page.evaluate("window.stayed = true")
        if self.todo.get_attribute("open") is None:  # folded while nothing is on the list
            self.todo.locator("summary").click()

    def presses(self, words: str) -> None:
        """A button of the script."""
        self.page.locator("#script").get_by_role("button", name=words).click()

    def stands_at(self, step: str) -> None:
        """What is to be asked now."""
        expect(self.page.locator("#script-step")).to_have_text(step)

    def has_noted(self, *lines: str) -> None:
        """The script is over, and the newest note of the conversation has these lines."""
        expect(self.page.locator("#script")).to_have_count(0)
        note = self.page.locator("#latest .message.note .prose").last
        for line in lines:
            expect(note).to_contain_text(line)

    def item(self, words: str, *, ticked: bool) -> Locator:
        """The newest item of the list with these words, with its tick or without."""
        return self.todo.get_by_role("checkbox", name=words, checked=ticked).last

    def sees(self, words: str, *, ticked: bool) -> None:
        """The item stands on the list."""
        expect(self.item(words, ticked=ticked)).to_be_visible()

    def chooses_in_the_palette(self, words: str) -> None:
        """Ctrl+K, some words of the command, and Enter."""
        self.page.keyboard.press("Escape")
        self.page.evaluate("document.activeElement.blur()")
        self.page.keyboard.press("Control+k")
        palette = self.page.locator("#palette[open]")
        expect(palette.locator("[role=combobox]")).to_be_focused()
        self.page.keyboard.type(words)
        expect(palette.locator("[role=option][aria-selected=true]")).to_contain_text(words)
        self.page.keyboard.press("Enter")
        expect(palette).not_to_be_attached()

    def has_stayed(self) -> None:
        """Whatever is new came in without loading the page."""
        assert self.page.evaluate("window.stayed") is True


@pytest.fixture
def number(open_page: OpenPage, product: Product) -> str:
    """A ticket on which the script is offered."""
    page = open_page("alma@divan.example")
    page.goto("/settings/scripts/")
    if page.get_by_text(SCRIPT).count() == 0:
        _write_the_script(page)
    return product.staged["waiting"]


def test_a_script_is_walked_to_its_end_and_to_an_early_one(open_page: OpenPage, number: str) -> None:
    agent = Reader(open_page("baran@divan.example"), number)
    agent.todo.get_by_role("button", name=SCRIPT).click()
    agent.stands_at(LAMP)
    agent.presses("Yes")
    agent.stands_at(RESTART)
    agent.presses("Back")
    agent.stands_at(LAMP)
    assert accessibility_faults(agent.page, "#panels") == []
    agent.presses("Yes")
    agent.stands_at(RESTART)
    agent.presses("It works")
    agent.has_noted(LAMP, "Yes", RESTART, "It works")
    agent.chooses_in_the_palette(SCRIPT)
    agent.stands_at(LAMP)
    agent.presses("Yes")
    agent.stands_at(RESTART)
    agent.presses("End the script")
    agent.has_noted(LAMP, "The script was ended early.")
    expect(agent.page.locator("#latest")).to_contain_text("ended early by Baran Yıldız")
    agent.has_stayed()


def test_an_item_is_added_and_ticked_before_the_eyes_of_a_colleague(open_page: OpenPage, number: str) -> None:
    agent = Reader(open_page("baran@divan.example"), number)
    colleague = Reader(open_page("ece@divan.example"), number)
    field = agent.page.locator("#new-item")
    for item in ("Ring the customer", "Order a drum"):
        field.press_sequentially(item)
        field.press("Enter")
        agent.sees(item, ticked=False)
        expect(field).to_have_value("")
        expect(field).to_be_focused()
        colleague.sees(item, ticked=False)
    colleague.page.locator("#new-item").press_sequentially("Ask for")
    agent.item("Ring the customer", ticked=False).click()
    for reader in (agent, colleague):
        reader.sees("Ring the customer", ticked=True)
        reader.sees("Order a drum", ticked=False)
        reader.has_stayed()
    expect(colleague.page.locator("#new-item")).to_have_value("Ask for")
    expect(agent.page.locator("#latest")).to_contain_text("ticked: Ring the customer")
