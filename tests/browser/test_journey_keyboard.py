"""An agent clears a queue of thirty mixed tickets without touching the mouse."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.processes.running import until
from tests.support.browser import OpenPage, accessibility_faults, read_in, shoot
from tests.support.product import REPOSITORY, Product, environment, free_port

pytestmark = pytest.mark.browser

TICKETS = 30
# A queue of its own, from two customers and by several channels, and something to sort it by.
QUEUE = f"""
import django, json; django.setup()
from django.conf import settings
from divan.accounts import actions as accounts
from divan.accounts.models import User
from divan.conversations.models import Channel
from divan.core.actors import Right
from divan.tickets import actions
from tests.support.builders import open_ticket, reply
from tests.support.cast import actor
from types import SimpleNamespace
chief = actor(User.objects.get(email="alma@divan.example"))
agent = User.objects.get(email="baran@divan.example")
group = accounts.create_group({{"en": "Queue"}}, actor=chief)
accounts.add_member(group, agent, Right.ALL, actor=chief)
actions.add_category({{"en": "Printers"}}, actor=chief)
customers = [User.objects.get(email=email) for email in ("celina@customer.example", "farid@elsewhere.example")]
channels = [Channel.FORM, Channel.PHONE, Channel.PORTAL]
numbers = []
for which in range(1, {TICKETS} + 1):
    people = SimpleNamespace(customer=customers[which % 2], group=group)
    ticket = open_ticket(people, subject=f"Request {{which:02}}", channel=channels[which % 3])
    if which % 5 == 0:
        reply(ticket, agent, "We are on it.")
    numbers.append(ticket.number)
(settings.DATA / "queue.json").write_text(json.dumps({{"group": group.pk, "numbers": numbers}}))
"""


class Desk:
    """The page, and the keyboard as the only way to use it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.press = page.keyboard.press
        self.type = page.keyboard.type

    def row(self, which: int) -> Locator:
        return self.page.locator("#rows [data-row]", has_text=f"Request {which:02}")

    def goes_to(self, which: int) -> None:
        """Walk with J and K until the row has the focus."""
        self.leaves_the_field()
        rows = self.page.locator("#rows [data-row]")
        for _step in range(2 * TICKETS):
            here = rows.evaluate_all("rows => rows.findIndex(row => row === document.activeElement)")
            there = rows.evaluate_all(
                "(rows, which) => rows.findIndex(row => row.textContent.includes(which))",
                f"Request {which:02}",
            )
            if here == there:
                break
            self.press("k" if here > there else "j")
        expect(self.row(which)).to_be_focused()

    def opens(self, which: int) -> None:
        """To its row, and Enter; keys are pressed again once everything is in its place."""
        self.goes_to(which)
        self.has_settled()
        expect(self.row(which)).to_be_focused()
        self.press("Enter")
        expect(self.page.locator("#ticket-head h1")).to_have_text(f"Request {which:02}")
        self.has_settled()

    def has_settled(self) -> None:
        """What came in is in its place and hears."""
        coming = self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")
        expect(coming).to_have_count(0)

    def leaves_the_field(self) -> None:
        """Out of whatever is being typed in: the conversation has the focus."""
        if self.page.evaluate(
            "Boolean(document.activeElement.closest('input, textarea, [contenteditable=true]'))"
        ):
            self.press("Escape")

    def commands(self, words: str) -> None:
        """The palette: some words of the command, and Enter."""
        self.leaves_the_field()  # in the editor Ctrl+K makes a link
        self.press("Control+k")
        palette = self.page.locator("#palette[open]")
        expect(palette.locator("[role=combobox]")).to_be_focused()
        self.type(words)
        expect(palette.locator("[role=option][aria-selected=true]")).to_contain_text(words)
        self.press("Enter")
        expect(palette).not_to_be_attached()

    def asks(self, key: str) -> Locator:
        """The dialog of a deed, which its key has opened."""
        self.leaves_the_field()
        self.press(key)
        dialog = self.page.locator("#deed-dialog[open]")
        expect(dialog).to_be_visible()
        return dialog

    def writes(self, key: str, text: str) -> None:
        """Into the composer of that key."""
        self.leaves_the_field()
        self.press(key)
        expect(self.page.locator("[data-composer]:not([hidden]) [contenteditable]")).to_be_focused()
        self.type(text)

    def has_sent(self) -> None:
        """An empty composer has come in the place of the one that was sent, and has the focus."""
        editor = self.page.locator("[data-composer]:not([hidden]) [contenteditable]")
        expect(editor).to_have_text("")
        expect(editor).to_be_focused()

    def tabs_to(self, control: Locator) -> None:
        """With the Tab key, which must lead there."""
        for _step in range(20):
            if control.evaluate("control => control === document.activeElement"):
                break
            self.press("Tab")
        expect(control).to_be_focused()

    def says(self, selector: str, text: str) -> None:
        expect(self.page.locator(selector).last).to_contain_text(text)


@pytest.fixture
def queue(product: Product) -> dict[str, object]:
    """Thirty tickets in a group of their own."""
    surroundings = {**environment(product.data, free_port(), free_port())}
    subprocess.run([sys.executable, "-c", QUEUE], cwd=REPOSITORY, env=surroundings, check=True)
    return dict(json.loads((product.data / "queue.json").read_text()))


def _rows(data: Path, query: str, *values: object) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data / "divan.sqlite3", timeout=30)) as connection:
        return connection.execute(query, values).fetchall()


def _facts(data: Path, number: object) -> tuple[object, ...]:
    """What is stored of a ticket: status, reason, category, whether somebody has it."""
    query = "SELECT status, close_reason, category_id IS NOT NULL, assignee_id IS NOT NULL FROM tickets_ticket WHERE number = ?"
    return _rows(data, query, number)[0]


def _sorts(desk: Desk) -> None:
    """Assignee, tag, category and priority of the first ticket, by keys and by the palette."""
    desk.opens(1)
    desk.press("a")
    expect(desk.page.locator("#assignee-search")).to_be_focused()
    desk.press("Enter")
    desk.says("#facts", "Baran Yıldız")
    desk.commands("Change the tags")
    expect(desk.page.locator("#tags-field")).to_be_focused()
    desk.type("wifi, floor 2")
    desk.press("Enter")
    desk.says("#facts", "floor 2")
    desk.commands("Category")
    expect(desk.page.locator("#choose-category button:focus")).to_be_visible()
    desk.press("End")
    expect(desk.page.locator("#choose-category button:focus")).to_have_text("Printers")
    desk.press("Enter")
    desk.says("#facts", "Printers")


def _answers(desk: Desk) -> None:
    """Answer and solve with one command; a note; waiting, taken back with Z."""
    desk.opens(2)
    desk.writes("r", "The drum is new.")
    desk.commands("Send and solve")
    expect(desk.page.locator("#latest [data-waiting]")).to_contain_text("The drum is new.")
    desk.has_sent()
    desk.opens(3)
    desk.writes("n", "Third drum this year.")
    desk.press("Control+Enter")
    desk.says("#latest .message.note .prose", "Third drum this year.")
    desk.has_sent()
    desk.leaves_the_field()
    desk.press("w")
    waiting = desk.page.locator("#ticket-head form[action$='/wait/']")
    expect(waiting).to_have_count(0)
    desk.press("z")
    expect(waiting).to_have_count(1)
    desk.opens(5)
    desk.press("e")
    expect(desk.page.locator("#ticket-head form[action$='/reopen/']")).to_be_attached()
    # It goes on to the next one by itself.
    expect(desk.page.locator("[data-row]:focus", has_text="Request 05")).to_have_count(0)


def _asks_others(desk: Desk) -> None:
    """A question to a colleague; a pause until tomorrow; one ticket merged into another."""
    desk.opens(6)
    dialog = desk.asks("f")
    desk.tabs_to(dialog.locator("select"))
    desk.type("Ece")
    desk.tabs_to(dialog.locator("textarea"))
    desk.type("Have you seen this before?")
    desk.tabs_to(dialog.locator("footer .primary"))
    desk.press("Enter")
    expect(dialog).not_to_be_attached()
    desk.says("#latest", "Have you seen this before?")
    desk.opens(7)
    dialog = desk.asks("s")
    expect(dialog.locator("input[name=until]")).to_be_focused()
    desk.type("tomorrow")
    desk.press("Enter")
    expect(dialog).not_to_be_attached()
    desk.says("#ticket-head", "Request 07")


def _closes_many(desk: Desk) -> None:
    """X, Shift+X and B: some are closed together, one press brings them back, and they are closed again."""
    desk.goes_to(14)
    desk.press("x")
    for _step in range(4):
        desk.press("j")
    desk.press("Shift+X")
    expect(desk.page.locator(".pick:checked")).to_have_count(5)
    assert accessibility_faults(desk.page) == []
    shoot(desk.page, "keyboard-selected")
    for _time in range(2):
        _does_in_bulk(desk, "Close", "Will not be fixed")
        if not _time:
            expect(desk.row(10)).to_have_count(0)
            desk.press("z")
            desk.says("[data-toasts]", "Undone")
            for which in range(10, 15):  # all of them, as one walks over those that are there
                expect(desk.row(which)).to_be_visible()
            desk.goes_to(14)
            desk.press("x")
            for _step in range(4):
                desk.press("j")
            desk.press("Shift+X")
            expect(desk.page.locator(".pick:checked")).to_have_count(5)


def _does_in_bulk(desk: Desk, words: str, reason: str) -> None:
    desk.press("b")
    expect(desk.page.locator("#bulk-menu:popover-open button:focus")).to_be_visible()
    desk.type(words[0])
    expect(desk.page.locator("#bulk-menu button:focus")).to_contain_text(words)
    desk.press("Enter")
    dialog = desk.page.locator("#bulk-question[open]")
    expect(dialog.locator("select")).to_be_visible()
    desk.tabs_to(dialog.locator("select"))
    desk.type(reason)
    assert accessibility_faults(desk.page) == []
    shoot(desk.page, "keyboard-question")
    desk.tabs_to(dialog.locator("footer .primary"))
    desk.press("Enter")
    expect(dialog).not_to_be_attached()


def test_a_queue_is_cleared_by_keyboard_only(
    open_page: OpenPage, product: Product, queue: dict[str, object]
) -> None:
    page = open_page("baran@divan.example")
    read_in(page, "en")
    path = f"/inbox/group/{queue['group']}/"
    page.goto(path)
    page.wait_for_function("document.querySelectorAll('#rows [data-row]').length === 30 && window.htmx")
    desk = Desk(page)
    _sorts(desk)
    _answers(desk)
    _asks_others(desk)
    _closes_many(desk)
    _clears_the_rest(desk, path)
    numbers = list(queue["numbers"])  # type: ignore[call-overload]
    assert _facts(product.data, numbers[0])[2:] == (1, 1)
    assert _facts(product.data, numbers[1])[0] == "solved"
    assert _facts(product.data, numbers[4])[:2] == ("solved", "resolved")
    snoozed = "SELECT status, snoozed_until IS NOT NULL FROM tickets_ticket WHERE number = ?"
    assert _rows(product.data, snoozed, numbers[6]) == [("new", 1)]
    assert [_facts(product.data, number)[0] for number in numbers[9:14]] == ["closed"] * 5
    closed = "SELECT COUNT(*), COUNT(DISTINCT batch) FROM tickets_event WHERE kind = 'ticket.closed'"
    assert _rows(product.data, closed + " AND payload LIKE '%wont_fix%'")[0][1] == 2


def _clears_the_rest(desk: Desk, path: str) -> None:
    """Everything that is left is ticked with one key; the queue is empty when the answers have left."""
    desk.commands("Queue")
    expect(desk.row(7)).to_have_count(0)
    desk.press("j")
    desk.press("*")
    _does_in_bulk(desk, "Solve", "Known error")
    until(lambda: "data-row" not in desk.page.request.get(path).text(), "the queue is not empty")
    desk.leaves_the_field()
    desk.commands("Queue")
    expect(desk.page.locator("#rows .empty")).to_be_visible()
    shoot(desk.page, "keyboard-all-heard")
