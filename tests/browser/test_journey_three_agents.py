"""Three agents on one ticket: they see each other, one is stopped, one is asked, two talk aside. The customer, who has
the ticket open all the while, learns no private word: not on the page, not over its socket, not by mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, WebSocket, expect

from tests.browser.test_editor import editor_of
from tests.processes.running import until
from tests.support.browser import OpenPage, accessibility_faults, read_in
from tests.support.product import Product

pytestmark = pytest.mark.browser

BARAN, ECE, DINA = "Baran Yıldız", "Ece Demir", "דינה לוי"
DRAFT, NOTE, QUESTION = "Wiesiolek draft", "Szafirek note", "Mikolajek question"
SUBJECT, SIDE, ANSWER = "Rumianek subject", "Krwawnik aside", "Tymianek answer"
PRIVATE = (DRAFT, NOTE, QUESTION, SUBJECT, SIDE, ANSWER)
PUBLIC = "The drum is on its way."


@dataclass
class Customer:
    """The customer's page, and everything that its socket was told."""

    page: Page
    frames: list[str] = field(default_factory=list)

    def opens(self, number: str) -> None:
        self.page.on("websocket", self._listen)
        self.page.goto(f"/my/tickets/{number}/")
        self.page.wait_for_function("window.htmx")

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda content: self.frames.append(str(content)))

    def learned_nothing(self) -> None:
        """Not from what stands there, nor from what comes when everything is asked for again, nor on paper."""
        said = self.page.content()
        self.page.reload()
        self.page.emulate_media(media="print")
        for text in (
            said,
            self.page.content(),
            self.page.locator("body").inner_text(),
            " ".join(self.frames),
        ):
            assert [word for word in PRIVATE if word.split()[0] in text] == []
        assert not re.search(r"(desk|presence|thread|inbox):", " ".join(self.frames))


@pytest.fixture
def number(product: Product, open_page: OpenPage) -> str:
    """A new ticket of the customer's."""
    page = open_page("celina@customer.example")
    page.goto("/forms/contact/")
    page.locator("main input[name=subject]").fill("The printer again")
    page.locator("main textarea[name=body]").fill("It prints empty pages.")
    page.locator("main form button[type=submit], main form button:not([type])").last.click()
    expect(page.locator("main")).to_contain_text(re.compile(r"DVN-\d+"))
    found = re.search(r"DVN-\d+", page.locator("main").inner_text())
    assert found
    return found[0]


def _at_desk(open_page: OpenPage, email: str, number: str) -> Page:
    page = open_page(email)
    read_in(page, "en")
    page.goto(f"/tickets/{number}/")
    page.wait_for_function("window.htmx")
    return page


def _is_seen(page: Page, name: str, state: str) -> None:
    """The avatar of a colleague in the header of the ticket."""
    expect(page.locator(f"#presence [title='{name}'] [data-presence={state}]")).to_be_visible()


def test_three_agents(product: Product, open_page: OpenPage, number: str) -> None:
    customer = Customer(open_page("celina@customer.example"))
    customer.opens(number)
    baran = _at_desk(open_page, "baran@divan.example", number)
    ece = _at_desk(open_page, "ece@divan.example", number)
    _they_see_each_other(baran, ece)
    _a_reply_is_stopped(baran, ece)
    _a_note_mentions_and_a_question_is_asked(baran, ece)
    dina = _two_talk_aside(baran, open_page, number)
    customer.learned_nothing()
    _her_notifications(customer.page)
    _the_mails(open_page, number)
    dina.goto(f"/tickets/{number}/")
    _is_seen(baran, DINA, "on")
    dina.context.close()
    expect(baran.locator(f"#presence [title='{DINA}']")).to_have_count(0)


def _they_see_each_other(baran: Page, ece: Page) -> None:
    _is_seen(baran, ECE, "on")
    _is_seen(ece, BARAN, "on")
    expect(baran.locator("#writing")).to_be_hidden()
    editor_of(ece).keyboard.type(PUBLIC)
    _is_seen(baran, ECE, "writing")
    expect(baran.locator("#writing")).to_contain_text(ECE)
    assert accessibility_faults(baran) == []


def _a_reply_is_stopped(baran: Page, ece: Page) -> None:
    """What a colleague answers meanwhile is shown before the own answer goes out; what was typed stays."""
    editor_of(baran).keyboard.type(DRAFT)
    ece.keyboard.press("Control+Enter")
    expect(baran.locator("#latest .message.own", has_text=PUBLIC)).to_be_visible()
    expect(baran.locator("#writing")).to_be_hidden()
    baran.keyboard.press("Control+Enter")
    expect(baran.locator("#composer-reply [data-form-errors]")).to_be_visible()
    expect(baran.locator("#composer-reply textarea[name=body]")).to_have_value(DRAFT)
    expect(baran.locator("#latest .message", has_text=DRAFT)).to_have_count(0)
    # The composer that came back takes the focus last of all, also away from where a key has just led.
    expect(baran.locator("#composer-reply [role=textbox]")).to_be_focused()


def _a_note_mentions_and_a_question_is_asked(baran: Page, ece: Page) -> None:
    baran.keyboard.press("Escape")
    editor_of(baran, "note").keyboard.type(f"{NOTE} for @")
    expect(baran.locator("#mentions [role=combobox]")).to_be_focused()
    baran.keyboard.type("Ece")
    expect(baran.locator("#mentions-found [aria-selected=true]")).to_contain_text(ECE)
    assert accessibility_faults(baran) == []
    baran.keyboard.press("Enter")
    expect(baran.locator("#composer-note [role=textbox] [data-person]")).to_have_text(f"@{ECE}")
    baran.keyboard.press("Control+Enter")
    # Others may be told before the page that wrote it has its answer, and whoever is in a field is asked nothing.
    expect(baran.locator("#composer-note [role=textbox]")).to_have_text("")
    expect(baran.locator("#composer-note [role=textbox]")).to_be_focused()
    expect(ece.locator("#latest .message.note [data-person]")).to_have_text(f"@{ECE}")
    expect(ece.locator(".bell .count").first).to_be_visible()
    baran.locator("#thread").focus()
    baran.locator("[data-deed=refer_ticket]").first.evaluate("link => link.click()")
    dialog = baran.locator("#deed-dialog")
    option = dialog.locator("select[name=to] option", has_text=ECE).first
    dialog.locator("select[name=to]").select_option(option.get_attribute("value"))
    dialog.locator("textarea[name=question]").fill(QUESTION)
    dialog.locator("button[form=deed-form]").last.click()
    expect(dialog).to_be_hidden()  # the answer closes whatever dialog is open when it comes
    expect(ece.locator("#latest .message.note", has_text=QUESTION)).to_be_visible()
    expect(ece.locator("#referrals")).to_contain_text(ECE)


def _two_talk_aside(baran: Page, open_page: OpenPage, number: str) -> Page:
    """Dina is of another group: the side thread lets her see the ticket."""
    baran.locator("[data-deed=open_side_thread]").first.evaluate("link => link.click()")
    dialog = baran.locator("#deed-dialog")
    dialog.locator(".chips label", has_text=DINA).click()
    dialog.locator("input[name=subject]").fill(SUBJECT)
    dialog.locator("textarea[name=body]").fill(SIDE)
    assert accessibility_faults(baran) == []
    dialog.locator("button[form=deed-form]").last.click()
    panel = baran.locator("#side-threads")
    expect(panel).to_contain_text(SUBJECT)
    dina = _at_desk(open_page, "dina@divan.example", number)
    _is_seen(baran, DINA, "on")
    dina.locator("#side-threads .unread a").click()
    expect(dina.locator("#side-messages")).to_contain_text(SIDE)
    dina.wait_for_load_state()  # the editor comes by the first focus that its script hears
    dina.locator("#composer-thread textarea").focus()
    expect(dina.locator("#composer-thread [role=textbox]")).to_be_focused()
    dina.keyboard.type(ANSWER)
    dina.keyboard.press("Control+Enter")
    expect(dina.locator("#side-messages")).to_contain_text(ANSWER)
    assert accessibility_faults(dina) == []
    expect(panel.locator(".unread")).to_have_count(1)
    expect(baran.locator("#latest")).not_to_contain_text(ANSWER)
    return dina


def _her_notifications(page: Page) -> None:
    page.goto("/notifications/")
    text = page.locator("main").inner_text()
    assert [word for word in PRIVATE if word.split()[0] in text] == []


def _the_mails(open_page: OpenPage, number: str) -> None:
    """Every letter about the ticket, whoever it goes to."""
    alma = open_page("alma@divan.example")
    read_in(alma, "en")
    # The worker writes them after the page has shown what they say.
    until(lambda: any(PUBLIC in text for text in _letters(alma, number)), "the reply was not mailed")
    for text in _letters(alma, number):
        assert [word for word in PRIVATE if word.split()[0] in text] == []


def _letters(alma: Page, number: str) -> list[str]:
    alma.goto("/settings/mail/outgoing/")
    hrefs = {link.get_attribute("href") or "" for link in alma.locator("main a[href*='/outgoing/']").all()}
    letters = [href for href in hrefs if re.search(r"/outgoing/\d+/$", href)]
    said = [alma.request.get(href).text() + alma.request.get(f"{href}letter/").text() for href in letters]
    return [text for text in said if number in text]
