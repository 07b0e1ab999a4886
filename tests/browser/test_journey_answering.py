"""An agent answers a customer with an article that somebody wrote in another language, and sees that it was read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.journey import sends_at_once
from tests.browser.test_editor import editor_of
from tests.processes.running import until
from tests.support.browser import PHONE, OpenPage, accessibility_faults, read_in, shoot

pytestmark = pytest.mark.browser

ENGLISH, HEBREW = "Cleaning the fuser roller", "ניקוי גליל הקיבוע"
SUBJECT = "המדפסת מורחת את הגליל fuser"
PAGE = "---\npublished: yes\nvisibility: public\ntitle: {title}\nlanguage: {language}\n---\n\n## {heading} {{#cold}}\n\n{text}\n"


def _archive() -> bytes:
    """One article in two languages, and one for the staff."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as files:
        for name, title, heading, text in (
            ("fuser.en", ENGLISH, "Let it cool", "Wait for ten minutes, then wipe the fuser roller."),
            ("fuser.he", HEBREW, "תנו לו להתקרר", "המתינו עשר דקות ונגבו את גליל fuser."),
        ):
            language = name.rpartition(".")[2]
            files.writestr(
                f"Rollers/{name}.md", PAGE.format(title=title, heading=heading, text=text, language=language)
            )
        inner = PAGE.format(
            title="Who repairs a fuser", heading="Firm", text="Fuser: call Nil.", language="en"
        )
        files.writestr("Rollers/repair.en.md", inner.replace("public\n", "internal\n"))
    return made.getvalue()


def _brings_articles(page: Page) -> None:
    page.goto("/settings/knowledge/")
    page.locator("#archive").set_input_files(
        {"name": "rollers.zip", "mimeType": "application/zip", "buffer": _archive()}
    )
    page.locator("form[action$='/import/'] .button.primary").click()
    expect(page.locator("#outcomes [data-result]")).to_have_count(3)


def _asks(page: Page, subject: str) -> None:
    """The customer writes in Hebrew, and names the part in English as the machine does."""
    page.goto("/forms/contact/")
    page.locator("input[name=name]").fill("נועה ברק")
    page.locator("input[name=email]").fill("noa.fuser@bayit.example")
    page.locator("input[name=subject]").fill(subject)
    page.locator("textarea[name=body]").fill("שלום, גליל fuser מלוכלך. איך מנקים אותו?")
    page.locator("main form button.primary").click()
    expect(page.locator("h1 .ref")).to_be_visible()


def _opens(page: Page, subject: str) -> None:
    inbox = "/inbox/unassigned/"
    until(lambda: subject in page.request.get(inbox).text(), "the request did not arrive")
    page.goto(inbox)
    page.locator("#rows [data-row]", has_text=subject).click()
    expect(page.locator("#ticket-head h1")).to_have_text(subject)


def _is_indexed(page: Page, *wanted: str) -> None:
    """The worker has read what is to be suggested: an open page asks for it only once."""
    address = f"{_address(page)}answers/"

    def is_suggested() -> bool:
        text = page.request.get(address).text()
        return all(words in text for words in wanted)

    until(is_suggested, "the answers are not indexed")
    page.reload()


def _answers(page: Page) -> Locator:
    """What is suggested, asked for when it is scrolled to: what stands above it comes later, and pushes it down."""
    panel = page.locator("#answers")

    def is_there() -> bool:
        panel.evaluate("panel => panel.scrollIntoView({block: 'nearest'})")
        return panel.locator("> *").count() > 0

    until(is_there, "nothing was suggested")
    return panel


def _finds(page: Page, words: str) -> None:
    """Two question marks, a few letters in the agent's own language, and what is inserted is said before."""
    page.keyboard.type("??")
    box = page.locator("#articles[open]")
    expect(box.locator("[role=combobox]")).to_be_focused()
    first = box.locator("[role=option]").first
    expect(first).to_have_attribute("aria-selected", "true")
    page.keyboard.type(
        f"{words}\n"
    )  # in one go, before the answer: what was found for other words is not inserted
    expect(first).to_contain_text(ENGLISH)
    expect(first).to_contain_text(HEBREW)
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box.locator("#articles-said")).not_to_be_empty()
    expect(box.locator("[role=option]", has_text="Who repairs")).to_have_count(0)
    assert accessibility_faults(page) == []
    shoot(page, "answering-picker")


def test_a_hebrew_customer_is_answered_with_a_translated_article(open_page: OpenPage) -> None:
    _brings_articles(open_page("alma@divan.example"))
    customer = open_page(language="he", size=PHONE)
    _asks(customer, f"{SUBJECT}, 1")
    page = open_page("baran@divan.example")
    read_in(page, "en")
    _opens(page, f"{SUBJECT}, 1")
    _is_indexed(page, ENGLISH, "Who repairs")

    panel = _answers(page)
    expect(panel.locator("[data-article]", has_text=ENGLISH)).to_be_visible()
    expect(panel.locator("[data-kept-back]", has_text="Who repairs")).to_be_visible()
    assert accessibility_faults(page) == []

    editor_of(page)
    page.keyboard.type("שלום, ")
    _finds(page, "clean roll")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    written = page.locator("#composer-reply [role=textbox]")
    link = written.locator("a")
    expect(link).to_have_text("תנו לו להתקרר")
    expect(link).to_have_attribute("href", re.compile(r"/help/he/fuser/#s-cold$"))
    expect(written).to_be_focused()
    expect(written).not_to_contain_text("??")
    page.keyboard.press("Control+Enter")
    sends_at_once(page)
    sent = page.locator("#latest .message.own .prose a")
    expect(sent).to_have_attribute("href", re.compile(r"/help/he/fuser/\?from=[\w-]{20}#s-cold$"))

    told = page.locator("#latest .event", has_text=ENGLISH)
    expect(told).to_have_count(0)
    customer.goto(sent.get_attribute("href") or "")
    expect(customer.locator("h1")).to_have_text(HEBREW)
    assert accessibility_faults(customer) == []
    shoot(customer, "answering-read")
    expect(told).to_have_count(1)  # the article page waits a moment before it tells
    assert accessibility_faults(page) == []
    shoot(page, "answering-told")


def test_an_internal_article_goes_into_a_note_and_words_are_adapted(open_page: OpenPage) -> None:
    _brings_articles(open_page("alma@divan.example"))
    _asks(open_page(language="he"), f"{SUBJECT}, 2")
    page = open_page("baran@divan.example", dark=True)
    read_in(page, "he")
    _opens(page, f"{SUBJECT}, 2")
    _is_indexed(page, HEBREW, "data-kept-back")
    editor_of(page)  # once it has been fetched, nothing is inserted before it is there
    panel = _answers(page)
    panel.locator("[data-kept-back] [data-insert]").first.click()
    note = page.locator("#composer-note [role=textbox]")
    expect(note.locator("a")).to_have_attribute("href", re.compile(r"/help/en/repair/$"))
    expect(page.locator("#composer-reply")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    panel.locator("[data-article]", has_text=HEBREW).locator("[hx-get]").click()
    dialog = page.locator("#adapt-dialog[open]")
    expect(dialog.locator("[data-adapt-html]")).to_contain_text("המתינו עשר דקות")
    assert accessibility_faults(page) == []
    shoot(page, "answering-adapt-he-dark")
    dialog.locator("[data-adapt-insert]").click()
    reply = page.locator("#composer-reply")
    expect(reply.locator("[role=textbox]")).to_contain_text("המתינו עשר דקות")
    expect(reply.locator("[data-source]")).to_contain_text(HEBREW)
    assert accessibility_faults(page) == []
    shoot(page, "answering-adapted-he-dark")
    reply.locator("[data-source-remove]").press("Enter")
    expect(reply.locator("[data-source]")).to_have_count(0)
    expect(reply.locator("[role=textbox]")).to_be_focused()


def test_the_answer_to_a_solved_ticket_is_adapted(open_page: OpenPage) -> None:
    customer = open_page(language="he")
    _asks(customer, "Stapler jams, 4")
    page = open_page("baran@divan.example")
    read_in(page, "en")
    _opens(page, "Stapler jams, 4")
    editor_of(page)
    page.keyboard.type("Open the stapler.")
    page.keyboard.press("Enter")
    page.keyboard.type("Call +48 601 222 333 if it stays.")
    page.keyboard.press("Control+Enter")
    sends_at_once(page)
    expect(page.locator("#latest .message.own")).to_have_count(1)
    page.locator("#ticket-head [popovertarget=status]").click()
    page.locator("#do-solve_ticket button").click()
    expect(page.locator("#ticket-head form[action$='/reopen/']")).to_be_attached()

    _asks(customer, "Stapler jams, 5")
    _opens(page, "Stapler jams, 5")
    _is_indexed(page, "data-ticket-like")
    editor_of(page)
    _answers(page).locator("[data-ticket-like] [hx-get]").first.click()
    dialog = page.locator("#adapt-dialog[open]")
    expect(dialog.locator("[data-gaps]")).to_be_visible()
    expect(dialog.locator("textarea")).not_to_have_value(re.compile("601"))
    assert accessibility_faults(page) == []
    shoot(page, "answering-adapt-reply")
    dialog.locator("[data-adapt-insert]").click()
    written = page.locator("#composer-reply [role=textbox]")
    expect(written).to_contain_text("Open the stapler.")
    expect(written).to_be_focused()
    expect(page.locator("#composer-reply [data-source]")).to_have_count(1)


def _address(page: Page) -> str:
    """Where the open ticket lives; beside the list the address is the same."""
    return page.url.partition("?")[0]


def _reviewed(page: Page, wanted: int) -> None:
    """The administrator decides it on the page of the agent."""
    page.goto("/settings/people/?q=baran")
    page.locator("main a[href^='/settings/people/']", has_text="Baran").first.click()
    page.locator("#review-wanted").fill(str(wanted))
    assert accessibility_faults(page) == []
    page.locator("#review .button.primary").click()
    expect(page.locator("#review-wanted")).to_have_value(str(wanted))


def _notes(page: Page, address: str) -> None:
    """Somebody else writes on the ticket meanwhile."""
    page.goto(address)
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "divan_csrf")
    answer = page.request.post(
        f"{address}note/",
        form={"client_key": "meanwhile", "body": "A note.", "csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
    )
    assert answer.ok


@pytest.fixture
def chief(open_page: OpenPage) -> Iterator[Page]:
    """The administrator, who lets an agent's answers be reviewed for as long as the test lasts."""
    page = open_page("alma@divan.example")
    _reviewed(page, 1)
    yield page
    _reviewed(page, 0)


def test_the_answer_of_a_new_agent_is_reviewed(chief: Page, open_page: OpenPage) -> None:
    _brings_articles(chief)
    _asks(open_page(language="he"), f"{SUBJECT}, 3")
    agent = open_page("baran@divan.example", size=PHONE)
    read_in(agent, "fa")
    _opens(agent, f"{SUBJECT}, 3")
    address = agent.url
    _is_indexed(agent, "data-article")
    agent.locator("#ticket-head [data-context]").click()
    expect(_answers(agent).locator("[data-article]").first).to_be_visible()
    assert accessibility_faults(agent) == []
    shoot(agent, "answering-panel-fa-phone")
    agent.keyboard.press("Escape")
    editor_of(agent)
    agent.keyboard.type("؟؟")
    expect(agent.locator("#articles[open] [role=option]").first).to_be_visible()
    assert accessibility_faults(agent) == []
    shoot(agent, "answering-picker-fa-phone")
    agent.keyboard.press("Escape")
    agent.keyboard.press("Backspace")
    agent.keyboard.press("Backspace")
    agent.keyboard.type("لطفاً غلتک را تکان بدهید.")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("#latest [data-review]")).to_contain_text("لطفاً غلتک را")
    assert accessibility_faults(agent) == []
    shoot(agent, "review-author-fa-phone")

    reviewer = open_page("ece@divan.example")
    read_in(reviewer, "en")
    reviewer.goto("/reviews/")
    expect(reviewer.locator("[data-review]")).to_have_count(1)
    assert accessibility_faults(reviewer) == []
    shoot(reviewer, "review-queue")
    reviewer.goto(address)
    card = reviewer.locator("#latest [data-review]")
    card.locator("summary").last.click()
    card.locator("textarea[name=note]").fill("کدام غلتک؟")
    assert accessibility_faults(reviewer) == []
    shoot(reviewer, "review-ticket")
    _notes(chief, address)
    expect(reviewer.locator("#latest .message.note")).to_have_count(1)
    expect(card.locator("textarea[name=note]")).to_have_value("کدام غلتک؟")
    card.locator("[data-give-back]").press("Enter")
    expect(card).to_have_count(0)
    expect(reviewer.locator("#thread")).to_be_focused()

    agent.goto(address)
    expect(agent.locator("#composer-reply [data-form-errors]")).to_contain_text("کدام غلتک؟")
    editor_of(agent)
    agent.keyboard.press("Control+End")
    agent.keyboard.type(" همان که سیاه است.")
    agent.keyboard.press("Control+Enter")
    expect(agent.locator("#latest [data-review]")).to_contain_text("همان که سیاه است")

    reviewer.goto(address)
    card.locator("[data-approve]").click()
    expect(card).to_have_count(0)
    expect(reviewer.locator("#latest .message.own").last).to_contain_text("همان که سیاه است")
