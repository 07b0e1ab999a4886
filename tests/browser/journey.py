"""One ticket on its way between two people who share no language: what both sides do, and what they see.

Nothing here depends on a word of the interface, so that every pair of languages walks the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, WebSocket, expect

from tests.support.browser import accessibility_faults, read_in

# The side on which the full stop stands tells in which direction a paragraph really runs.
DIRECTION = """paragraph => {
    const text = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
    const place = at => {
        const range = document.createRange();
        range.setStart(text, at);
        range.setEnd(text, at + 1);
        return range.getBoundingClientRect().x;
    };
    return place(text.length - 1) < place(0) ? "rtl" : "ltr";
}"""


@dataclass(frozen=True)
class Pair:
    """Who writes to whom. `day` is typed by the customer and read by the agent as `day_there`.

    The answer has one paragraph in the customer's language and one in the agent's.
    """

    agent: str
    customer: str
    name: str
    email: str
    subject: str
    request: str
    day: str
    day_there: str
    note: str
    answer: tuple[str, str]
    directions: tuple[str, str]
    thanks: str


ENGLISH_PERSIAN = Pair(
    agent="en",
    customer="fa",
    name="شیرین رستمی",
    email="shirin@khaneh.example",
    subject="چاپگر کاغذ سفید بیرون می‌دهد",
    request="سلام، از دیروز چاپگر HP-402 فقط کاغذ سفید بیرون می‌دهد.\n\nThe display says: toner low.",
    day="۱۴۰۴/۰۶/۱۲",
    day_there="3 Sep 2025",
    note="Third drum this year, ask for a discount.",
    answer=("سلام، غلتک تازه فردا می‌رسد.", "Please keep the old drum, we collect it."),
    directions=("rtl", "ltr"),
    thanks="غلتک رسید و چاپگر دوباره کار می‌کند، سپاس.",
)
TURKISH_HEBREW = Pair(
    agent="tr",
    customer="he",
    name="נועה ברק",
    email="noa@bayit.example",
    subject="המדפסת מוציאה דפים ריקים",
    request="שלום, מאתמול המדפסת HP-402 מוציאה רק דפים ריקים.\n\nEkranda toner az yazıyor.",
    day="3.9.2025",
    day_there="3 Eyl 2025",
    note="Bu yıl üçüncü tambur, indirim isteyelim.",
    answer=("שלום, התוף החדש יגיע מחר.", "Eski tamburu lütfen saklayın, biz alacağız."),
    directions=("rtl", "ltr"),
    thanks="התוף הגיע והמדפסת עובדת שוב, תודה.",
)
PAIRS = [ENGLISH_PERSIAN, TURKISH_HEBREW]


def name_of(pair: Pair) -> str:
    """The name of a pair in the list of tests."""
    return f"{pair.agent}-{pair.customer}"


def finds_nothing(page: Page) -> None:
    """Everybody can use the page as it is now."""
    faults = accessibility_faults(page)
    assert not faults, f"{page.url}: {faults}"


def sends_at_once(page: Page) -> None:
    """Have no wish to think again about the reply that waits to be sent.

    It looks the same while it waits, so that only the end of the waiting tells that it is on its way.
    """
    waiting = page.locator("#latest [data-waiting]")
    waiting.get_by_role("button").last.click()
    expect(waiting).to_have_count(0)


@dataclass
class Desk:
    """The agent at one page that is never loaded again."""

    page: Page
    pair: Pair
    frames: list[str] = field(default_factory=list)

    def opens_the_inbox(self) -> None:
        """Wait for what nobody works on yet."""
        self.page.on("websocket", self._listen)
        read_in(self.page, self.pair.agent)
        self.page.goto("/inbox/unassigned/")
        expect(self.page.locator("html")).to_have_attribute("lang", self.pair.agent)
        self.page.wait_for_function("document.querySelector('[data-list]') && window.htmx")
        self.page.evaluate("window.stayed = true")
        finds_nothing(self.page)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda content: self.frames.append(str(content)))

    def sees_it_arrive(self) -> None:
        """The ticket stands in the list by itself."""
        expect(self._row).to_be_visible()
        self.stays_on_the_page()

    @property
    def _row(self) -> Locator:
        return self.page.locator("#rows [data-row]", has_text=self.pair.subject)

    def opens_it(self) -> None:
        """Walk to it with J and open it with Enter."""
        for _step in range(self.page.locator("#rows [data-row]").count()):
            self.page.keyboard.press("j")
            if self._row.evaluate("row => row === document.activeElement"):
                break
        expect(self._row).to_be_focused()
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#ticket-head h1")).to_have_text(self.pair.subject)
        finds_nothing(self.page)

    def takes_it(self) -> None:
        """A and Enter: the first choice is to take it oneself."""
        self.page.keyboard.press("a")
        expect(self.page.locator("#assignee-search")).to_be_focused()
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#facts")).to_contain_text("Baran Yıldız")

    def notes(self) -> None:
        """N, and a word to the team only."""
        self._writes("n", self.pair.note)
        expect(self.page.locator("#latest .message.note .prose")).to_have_text(self.pair.note)

    def replies(self) -> None:
        """R, the answer, Ctrl and Enter, and no need to think again."""
        self._writes("r", *self.pair.answer)
        sends_at_once(self.page)
        expect(self.page.locator("#latest .message.own .prose p")).to_have_text(list(self.pair.answer))

    def _writes(self, key: str, *paragraphs: str) -> None:
        """Write with the keys, the first word at once: the editor takes the place of the text area meanwhile."""
        editor = self.page.locator("[data-composer]:not([hidden]) [contenteditable]")
        self.page.keyboard.press("Escape")
        self.page.keyboard.press(key)
        for number, paragraph in enumerate(paragraphs):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.type(paragraph)
            expect(editor).to_be_focused()
        self.page.keyboard.press("Control+Enter")
        # An empty composer comes in its place, and has the focus.
        expect(editor).to_have_text("")
        expect(editor).to_be_focused()

    def hears(self, text: str) -> None:
        """What the customer wrote stands in the open conversation by itself."""
        expect(self.page.locator("#latest .message:not(.own, .note) .letter > .prose").last).to_contain_text(
            text
        )
        self.stays_on_the_page()

    def solves_it(self) -> None:
        """E, because it was answered before."""
        self.page.keyboard.press("Escape")
        self.page.keyboard.press("e")
        expect(self.page.locator("#ticket-head form[action$='/reopen/']")).to_be_attached()
        expect(self.page.locator("#ticket-head [data-deed=close_ticket]")).to_be_attached()

    def sees_it_closed(self) -> None:
        """Nothing is left to be done; the page says so by itself."""
        expect(self.page.locator("#ticket-head [data-deed=close_ticket]")).not_to_be_attached()
        self.stays_on_the_page()
        finds_nothing(self.page)

    def stays_on_the_page(self) -> None:
        """Whatever is new came in without loading the page."""
        assert self.page.evaluate("window.stayed") is True


@dataclass
class Visit:
    """The customer in the portal; `seen` is every page as the browser had it."""

    page: Page
    pair: Pair
    seen: list[str] = field(default_factory=list)
    sockets: list[WebSocket] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("websocket", lambda socket: self.sockets.append(socket))

    def reads(self) -> None:
        """The page is in the customer's language and direction, and fit for everybody."""
        html = self.page.locator("html")
        expect(html).to_have_attribute("lang", self.pair.customer)
        expect(html).to_have_attribute("dir", "rtl")
        finds_nothing(self.page)
        self.seen.append(self.page.content())

    def follows(self, link: str) -> None:
        """Open a link of one of our mails."""
        self.page.goto(link)
        expect(self.page.locator("h1")).to_have_text(self.pair.subject)
        self.reads()

    def sees_the_answer(self) -> None:
        """Both paragraphs, each in the direction of its own language."""
        answer = self.page.locator(".message:not(.own) .letter > .prose p")
        expect(answer).to_have_text(list(self.pair.answer))
        assert [paragraph.evaluate(DIRECTION) for paragraph in answer.all()] == list(self.pair.directions)

    def answers(self, text: str) -> None:
        """Write in the conversation."""
        self.page.locator("form[action$='/reply/'] textarea").fill(text)
        self.page.locator("form[action$='/reply/'] button.primary").click()
        expect(self.page.locator(".message.own .letter > .prose").last).to_have_text(text)
        self.reads()

    def confirms(self) -> None:
        """One click: it works."""
        self.page.locator("form[action$='/confirm/'] button").click()
        expect(self.page.locator("form[action$='/confirm/']")).not_to_be_attached()
        expect(self.page.locator("form[action$='/reopen/']")).to_be_visible()
        self.reads()

    def knows_nothing_of(self, note: str) -> None:
        """No page ever held it, and guests are told nothing over a socket."""
        assert self.seen
        assert not [content for content in self.seen if note in content]
        assert self.sockets == []
