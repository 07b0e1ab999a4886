"""One visitor on another site, in Hebrew, and four experts: they come, speak, whisper, hand over and leave. All see the same
order, and no whisper reaches the visitor.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, WebSocket, expect

from tests.browser.test_journey_chat_widget import key, opened, shop, shown_on  # noqa: F401 - key is a fixture
from tests.support.browser import PHONE, OpenPage, accessibility_faults, read_in, shoot
from tests.support.product import Product

pytestmark = pytest.mark.browser

QUESTION, THANKS = "המדפסת מהבהבת באדום", "עכשיו היא מדפיסה, תודה"
TO_ALL, TO_ONE, NOTE = "Rumianek for all experts", "Krwawnik between us", "Szafirek goes along"
WHISPERS = (TO_ALL, TO_ONE, NOTE)
BARAN, ECE, DINA, ALMA = "Baran Yıldız", "Ece Demir", "דינה לוי", "Alma Berg"


@dataclass
class Visitor:
    """The visitor's page, and everything that its sockets were told."""

    page: Page
    question: str = QUESTION
    frames: list[str] = field(default_factory=list)

    def comes(self, website: str) -> None:
        self.page.on("websocket", self._listen)
        self.page.goto(website)
        self.frame = opened(self.page)
        self.frame.locator(".home .button.primary").click()
        for name, words in (("text", self.question), ("name", "נועם"), ("email", "noam@visitor.example")):
            self.frame.locator(f"#ask [name={name}]").fill(words)
        self.frame.locator("#ask .button.primary").click()
        expect(self.bubbles.filter(has_text=self.question)).to_be_visible()

    frame: Frame = field(init=False)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda content: self.frames.append(str(content)))

    @property
    def bubbles(self) -> Locator:
        return self.frame.locator("#log .bubble [data-part=text]")

    def says(self, words: str) -> None:
        self.frame.locator("#composer textarea").fill(words)
        self.frame.locator("#composer .button.primary").click()

    def ends(self) -> None:
        """Nobody finds the chat in a list later."""
        self.frame.click("#end")
        expect(self.frame.locator("#ended")).to_be_visible()

    def learned_no_whisper(self) -> None:
        """Neither from the frames of its sockets nor from its page."""
        assert self.frames
        for text in (self.frame.locator("html").inner_html(), " ".join(self.frames)):
            assert [words for words in WHISPERS if words.split()[0] in text] == []


@dataclass
class Expert:
    """A colleague at one page of the console, which is never loaded again."""

    page: Page
    name: str
    question: str = QUESTION

    def sits_down(self) -> None:
        read_in(self.page, "en")
        self.page.goto("/chats/")
        self.page.wait_for_function("window.htmx && document.querySelector('#list')")
        self.page.locator("#presence").click()
        self.page.locator("#presence-menu [data-presence=online]").click()
        expect(self.page.locator("#presence")).to_have_attribute("data-presence", "online")
        assert accessibility_faults(self.page) == []

    def gets_up(self) -> None:
        """Takes no more chats, so that whoever comes next finds nobody there."""
        self.page.locator("#presence").click()
        self.page.locator("#presence-menu [data-presence=away]").click()
        expect(self.page.locator("#presence")).to_have_attribute("data-presence", "away")

    @property
    def chat(self) -> Locator:
        return self.page.locator("[data-chat]:not([hidden])")

    @property
    def texts(self) -> Locator:
        """What was said to everybody."""
        return self.chat.locator(".bubble:not(.whisper) [data-text]")

    @property
    def whispers(self) -> Locator:
        return self.chat.locator(".bubble.whisper [data-text]")

    def takes_the_next(self) -> None:
        expect(self.row).to_be_visible()
        self.page.keyboard.press("a")
        expect(self.composer("reply")).to_be_focused()

    def invites(self, name: str) -> None:
        self.chat.locator(".cast a").click()
        dialog = self.page.locator("#chat-asking dialog")
        expect(dialog).to_be_visible()
        suggested = dialog.locator("label.choice", has_text=name)
        if suggested.count():
            suggested.click()
        else:
            dialog.locator("select[name=other]").select_option(label=name)
        dialog.locator("footer .button.primary").click()
        expect(self.chat.locator(".roster li", has_text=name)).to_be_visible()

    def joins(self) -> None:
        self.invitation.click()
        expect(self.composer("reply")).to_be_visible()

    @property
    def invitation(self) -> Locator:
        """The button that takes it."""
        return self.row.get_by_role("button", name="Join")

    @property
    def row(self) -> Locator:
        """The chat in the list."""
        return self.page.locator("[data-chat-row]", has_text=self.question)

    def says(self, words: str) -> None:
        self._writes("r", "reply", words)
        expect(self.texts.last).to_have_text(words)

    def whispers_that(self, words: str, *, to: str = "") -> None:
        self._to_the_keys()
        self.page.keyboard.press("w")
        select = self.chat.locator("select[name=whisper_to]")
        if to:
            select.select_option(label=to)
        self.composer("note").fill(words)
        self.composer("note").press("Enter")
        expect(self.whispers.last).to_have_text(words)

    def hands_over_to(self, name: str, note: str) -> None:
        self._chooses("/transfer/")
        dialog = self.page.locator("#chat-asking dialog")
        dialog.locator("select[name=whom]").select_option(label=name)
        dialog.locator("textarea[name=note]").fill(note)
        dialog.locator("footer .button.primary").click()
        expect(dialog).to_be_hidden()

    def leaves(self) -> None:
        self._chooses("/leave/")

    def _chooses(self, end: str) -> None:
        self.chat.locator("[popovertarget^=chat-menu]").click()
        self.chat.locator(f".menu a[href$='{end}'], .menu form[action$='{end}'] button").click()

    def _writes(self, letter: str, mode: str, words: str) -> None:
        self._to_the_keys()
        self.page.keyboard.press(letter)
        expect(self.composer(mode)).to_be_focused()
        self.page.keyboard.type(words)
        self.page.keyboard.press("Enter")

    def _to_the_keys(self) -> None:
        """Out of the text, where keys are heard."""
        self.chat.locator("[data-thread]").focus()

    def composer(self, mode: str) -> Locator:
        """The text area of the mode."""
        return self.chat.locator(f"[data-composer={mode}] .write")


def test_one_visitor_and_four_experts(
    open_page: OpenPage,
    chromium: Browser,
    product: Product,
    key: str,  # noqa: F811
) -> None:
    with shop(product, key) as website:
        shown_on(open_page, website)
        names = {"baran": BARAN, "ece": ECE, "dina": DINA, "alma": ALMA}
        experts = [Expert(open_page(f"{name}@divan.example"), full) for name, full in names.items()]
        for expert in experts:
            expert.sits_down()
        page = chromium.new_context(locale="he", viewport=PHONE, reduced_motion="reduce").new_page()
        visitor = Visitor(page)
        visitor.comes(website)
        _they_talk(visitor, *experts)
        for expert in experts:
            expert.gets_up()
        visitor.ends()
        page.context.close()


def _they_talk(visitor: Visitor, baran: Expert, ece: Expert, dina: Expert, alma: Expert) -> None:
    baran.takes_the_next()
    baran.says("Merhaba, I am looking.")
    for guest in (ece, dina, alma):
        baran.invites(guest.name)
        guest.joins()
    for expert in (ece, dina, alma):
        expert.says(f"{expert.name} speaks.")
        expect(visitor.bubbles.last).to_have_text(f"{expert.name} speaks.")
    baran.whispers_that(TO_ALL)
    ece.whispers_that(TO_ONE, to=BARAN)
    expect(baran.whispers).to_have_text([TO_ALL, TO_ONE])
    for expert in (dina, alma):
        expect(expert.whispers).to_have_text([TO_ALL])
    assert accessibility_faults(baran.page) == []
    shoot(baran.page, "chat-console")
    baran.hands_over_to(ECE, NOTE)
    expect(ece.chat.locator(".roster li", has_text=ECE).locator("[href$='#i-star']")).to_be_visible()
    expect(ece.whispers.last).to_have_text(NOTE)
    dina.leaves()
    expect(ece.chat.locator(".event[data-kind=left]")).to_have_count(2)
    ece.says("Shake the drum, please.")
    # It stands on her own page before it is stored; what is said meanwhile may come before it.
    expect(visitor.bubbles.last).to_have_text("Shake the drum, please.")
    visitor.says(THANKS)
    for expert in (ece, alma):
        expect(expert.texts.last).to_have_text(THANKS)
    order = ece.texts.all_inner_texts()
    assert order[0] == QUESTION
    assert order == alma.texts.all_inner_texts() == visitor.bubbles.all_inner_texts()
    assert len(order) == 7
    visitor.learned_no_whisper()
