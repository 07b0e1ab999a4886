"""Writing mail on the desk: a draft that outlives the browser, undo, a reply that is stopped, a new mail, a forward."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import Page, expect

from divan.mail.tests.conftest import SUPPORT, Sink
from tests.browser.journey import sends_at_once
from tests.browser.test_editor import editor_of
from tests.processes.running import until
from tests.support.browser import OpenPage, accessibility_faults, hold_back, let_go, page_until, read_in
from tests.support.product import Product, free_port, running

pytestmark = pytest.mark.browser

ANY_MOMENT = re.compile(r"^\d{4}-\d\d-")


@pytest.fixture(scope="module")
def relay() -> Iterator[Sink]:
    """The mail server of the world outside."""
    sink = Sink(port=free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    yield sink
    controller.stop()


@pytest.fixture(scope="module")
def product(relay: Sink, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of our own, which hands its mail to that server."""
    address = f"smtp://127.0.0.1:{relay.port}?tls=none"
    with running(tmp_path_factory.mktemp("composing"), DIVAN_MAIL_RELAY=address) as started:
        yield started


def _agent(open_page: OpenPage) -> Page:
    page = open_page("baran@divan.example")
    read_in(page, "en")
    return page


def _mails(relay: Sink, address: str) -> list[EmailMessage]:
    given = zip(relay.received, relay.envelopes, strict=True)
    return [
        mail
        for mail, (_sender, recipients) in given
        if recipients == [address] and isinstance(mail, EmailMessage)
    ]


def _is_answered(relay: Sink, text: str) -> bool:
    """Whether one of the mails to Eda says this."""
    parts = [mail.get_body(("plain",)) for mail in _mails(relay, "eda@bahce.example")]
    return any(part is not None and text in part.get_content() for part in parts)


def _open(page: Page, subject: str) -> None:
    """The ticket with this subject, as soon as it is in the list."""
    inbox = "/inbox/unassigned/"
    until(lambda: subject in page.request.get(inbox).text(), f"{subject} did not arrive")
    page.goto(inbox)
    page.locator("#rows [data-row]", has_text=subject).click()
    expect(page.locator("#ticket-head h1")).to_have_text(subject)


def _is_saved(page: Page, mode: str) -> None:
    """The composer knows the version of its draft, so the server has it."""
    expect(page.locator(f"#composer-{mode} input[name=known]")).to_have_value(ANY_MOMENT)


def test_a_draft_follows_its_author_and_can_be_taken_back(product: Product, open_page: OpenPage) -> None:
    address = f"/tickets/{product.staged['waiting']}/"
    page = _agent(open_page)
    page.goto(address)
    editor_of(page)
    page.keyboard.type("Half of a thought")
    # To the last letter: a slow machine saves the beginning first.
    until(lambda: "Half of a thought" in page.request.get(address).text(), "the draft was not saved")
    page.context.close()  # a crash asks nobody

    other = _agent(open_page)
    other.goto(address)
    editor_of(other)
    expect(other.locator("#composer-reply [role=textbox]")).to_have_text("Half of a thought")
    other.keyboard.press("Control+End")
    other.keyboard.type(", and the rest.")
    other.keyboard.press("Control+Enter")
    waiting = other.locator("#latest [data-waiting]")
    expect(waiting).to_contain_text("Half of a thought, and the rest.")
    assert accessibility_faults(other, "#latest [data-waiting]") == []  # it waits for ten seconds only
    waiting.get_by_role("button").first.click()
    expect(waiting).to_have_count(0)
    expect(other.locator("#composer-reply textarea[name=body]")).to_have_value(
        "Half of a thought, and the rest."
    )


def test_what_is_sent_while_a_draft_is_being_saved_is_no_second_version(
    product: Product, open_page: OpenPage
) -> None:
    page = _agent(open_page)
    page.goto(f"/tickets/{product.staged['waiting']}/?mode=note")
    page.locator("#composer-note textarea").focus()
    editor = page.locator("#composer-note [role=textbox]")
    expect(editor).to_be_focused()
    held = hold_back(page, "**/draft/")
    page.keyboard.type("The first words")
    page_until(page, lambda: bool(held))
    page.keyboard.type(", and the last.")
    page.keyboard.press("Control+Enter")
    let_go(page, "**/draft/", held)
    expect(page.locator("#latest .message.note .prose")).to_have_text("The first words, and the last.")
    expect(editor).to_have_text("")


def test_an_answer_to_a_button_that_is_gone_finds_its_place(product: Product, open_page: OpenPage) -> None:
    page = _agent(open_page)
    page.goto(f"/tickets/{product.staged['waiting']}/")
    editor_of(page)
    page.keyboard.press("Control+A")  # a draft may stand there
    page.keyboard.type("Sent at once.")
    page.keyboard.press("Control+Enter")
    waiting = page.locator("#latest [data-waiting]")
    held = hold_back(page, "**/send-now/")
    waiting.get_by_role("button").last.click()
    # The page is told by its socket before it hears the answer to the button.
    expect(waiting).to_have_count(0)
    let_go(page, "**/send-now/", held)
    expect(page.locator("#latest .message.own .prose").last).to_have_text("Sent at once.")


def test_a_reply_is_stopped_when_the_customer_wrote_meanwhile(
    product: Product, open_page: OpenPage, relay: Sink
) -> None:
    page = _agent(open_page)
    _write_in(product, "eda@bahce.example", "Hose leaks", "It leaks at the tap.")
    _open(page, "Hose leaks")
    # What is new does not get to this page: its author knows only what stood there when it was opened.
    page.route("**/changes/**", lambda route: route.fulfill(status=204))
    editor_of(page)
    page.keyboard.type("Please tighten the ring.")
    _is_saved(page, "reply")
    number = page.locator("#ticket-head .ref").first.inner_text()
    _write_in(product, "eda@bahce.example", f"Re: [#{number}] Hose leaks", "Found it, the ring was loose.")
    address = page.url
    until(lambda: "the ring was loose" in page.request.get(address).text(), "the second mail did not arrive")
    page.keyboard.press("Control+Enter")
    stopped = page.locator("#composer-reply [data-form-errors]")
    expect(stopped).to_be_visible()
    expect(page.locator("#composer-reply textarea[name=body]")).to_have_value("Please tighten the ring.")
    expect(page.locator("#latest")).to_contain_text("the ring was loose")
    assert accessibility_faults(page) == []

    expect(page.locator("#composer-reply [role=textbox]")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Good that you found it.")
    page.keyboard.press("Control+Enter")
    sends_at_once(page)
    until(lambda: _is_answered(relay, "Good that you found it."), "the reply did not reach Eda")
    expect(stopped).to_have_count(0)


def test_a_new_mail_and_a_forward_reach_whom_they_name(
    product: Product, open_page: OpenPage, relay: Sink
) -> None:
    page = _agent(open_page)
    page.goto("/compositions/new/")
    page.locator("#composer-new-to").fill("Ada Nowak <ada@nowa.example>")
    page.locator("[name=cc]").fill("bora@nowa.example")
    page.locator("[name=subject]").fill("Your invoice")
    page.locator("textarea.write").focus()
    expect(page.locator("[role=textbox]")).to_be_focused()
    page.keyboard.type("It comes next week.")
    _is_saved(page, "new")
    assert accessibility_faults(page) == []
    page.keyboard.press("Control+Enter")
    page.locator("[data-state=waiting] form").last.get_by_role("button").click()
    until(lambda: bool(_mails(relay, "ada@nowa.example")), "the mail did not reach Ada")
    until(lambda: bool(_mails(relay, "bora@nowa.example")), "the copy did not reach Bora")
    mail = _mails(relay, "ada@nowa.example")[0]
    assert "ada@nowa.example" in str(mail["To"])
    assert "bora@nowa.example" in str(mail["Cc"])

    page.goto("/inbox/open/")
    page.locator("#rows [data-row]", has_text="Your invoice").click()
    expect(page.locator("#ticket-head h1")).to_have_text("Your invoice")
    page.locator("[data-thread]").focus()
    page.keyboard.press("v")
    expect(page.locator("#composer-forward")).to_be_visible()
    page.locator("#composer-forward [name=to]").fill("supplier@papier.example")
    page.locator("#composer-forward [role=textbox]").click()
    page.keyboard.type("Can you confirm the week?")
    page.keyboard.press("Control+Enter")
    waiting = page.locator("#latest [data-waiting]")
    waiting.get_by_role("button").last.click()
    until(lambda: bool(_mails(relay, "supplier@papier.example")), "the forward did not go out")
    expect(page.locator("#latest .message.note", has_text="Can you confirm the week?")).to_be_visible()
    assert len(_mails(relay, "ada@nowa.example")) == 1


def test_recipients_are_completed_by_keyboard(product: Product, open_page: OpenPage) -> None:
    page = _agent(open_page)
    page.goto("/compositions/new/")
    field = page.locator("#composer-new-to")
    field.press_sequentially("celi")
    expect(page.locator(".people-found [role=option]").first).to_have_attribute("aria-selected", "true")
    assert accessibility_faults(page) == []
    field.press("Enter")
    expect(field).to_have_value(re.compile("@.*, $"))
    expect(field).to_have_attribute("aria-expanded", "false")


def _write_in(product: Product, sender: str, subject: str, text: str) -> None:
    """A customer's mail, handed to the receiver."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, SUPPORT, subject
    mail.set_content(text)
    with smtplib.SMTP("127.0.0.1", product.smtp_port) as server:
        server.send_message(mail)
