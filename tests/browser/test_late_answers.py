"""Whoever has gone on to another ticket sees nothing of the one before in it, however late the answers come."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_editor import editor_of
from tests.browser.test_live import note
from tests.support.browser import Held, OpenPage, hold_back, let_go, page_until, read_in
from tests.support.product import REPOSITORY, Product, environment, free_port

pytestmark = pytest.mark.browser

TWO = """
import django, json, uuid; django.setup()
from types import SimpleNamespace
from django.conf import settings
from divan.accounts import actions as accounts
from divan.accounts.models import User
from divan.core.actors import Right
from tests.support.builders import open_ticket, reply
from tests.support.cast import actor
chief = actor(User.objects.get(email="alma@divan.example"))
group = accounts.create_group({"en": f"Two {uuid.uuid4()}"}, actor=chief)
for email in ("baran@divan.example", "ece@divan.example"):
    accounts.add_member(group, User.objects.get(email=email), Right.ALL, actor=chief)
people = SimpleNamespace(customer=User.objects.get(email="celina@customer.example"), group=group)
numbers = [open_ticket(people, subject=subject).number for subject in ("The first", "The second")]
(settings.DATA / "two.json").write_text(json.dumps({"group": group.pk, "numbers": numbers}))
"""


@pytest.fixture
def two(product: Product) -> tuple[str, str, str]:
    """The address of a list, and the two tickets in it."""
    surroundings = environment(product.data, free_port(), free_port())
    subprocess.run([sys.executable, "-c", TWO], cwd=REPOSITORY, env=surroundings, check=True)
    staged = json.loads((product.data / "two.json").read_text())
    return f"/inbox/group/{staged['group']}/", *staged["numbers"]


@pytest.fixture
def page(open_page: OpenPage, two: tuple[str, str, str]) -> Page:
    """The first ticket is open beside the list, and its page hears the server."""
    page = open_page("baran@divan.example")
    read_in(page, "en")
    page.goto(two[0])
    page.wait_for_function("document.querySelectorAll('#rows [data-row]').length === 2 && window.htmx")
    _opens(page, "The first")
    return page


def _opens(page: Page, subject: str) -> None:
    page.locator("#rows [data-row]", has_text=subject).click()
    expect(page.locator("#ticket-head h1")).to_have_text(subject)


def _comes_late(page: Page, address: str, held: Held) -> None:
    """The second ticket is open when the page hears the answer, and has done with it what it does."""
    page_until(page, lambda: bool(held))
    _opens(page, "The second")
    with page.expect_event("requestfinished", lambda request: request.url == held[0][0].request.url):
        let_go(page, address, held)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def _stands_in_the_composer(page: Page, words: str) -> None:
    expect(page.locator("#composer-reply textarea[name=body]")).to_have_value(words)


def _shows_the_second(page: Page, number: str) -> None:
    expect(page.locator("#ticket-head h1")).to_have_text("The second")
    assert page.locator("#ticket-head .ref").inner_text() == number
    assert page.url.endswith(f"/tickets/{number}/")


def test_what_is_new_in_the_ticket_before(open_page: OpenPage, page: Page, two: tuple[str, str, str]) -> None:
    colleague = open_page("ece@divan.example")
    colleague.goto(f"/tickets/{two[1]}/")
    address = f"**/tickets/{two[1]}/changes/**"
    held = hold_back(page, address)
    note(colleague, two[1], "Only in the first")
    _comes_late(page, address, held)
    _shows_the_second(page, two[2])
    expect(page.locator("#latest")).not_to_contain_text("Only in the first")


def test_a_verb_that_was_done_says_so_and_changes_nothing_here(page: Page, two: tuple[str, str, str]) -> None:
    address = f"**/tickets/{two[1]}/assign/"
    held = hold_back(page, address)
    page.keyboard.press("a")
    expect(page.locator("#assignee-search")).to_be_focused()
    page.keyboard.press("Enter")
    _comes_late(page, address, held)
    expect(page.locator("[data-toasts]")).to_contain_text("Assigned")
    _shows_the_second(page, two[2])
    expect(page.locator("#facts")).to_contain_text("Nobody yet")


def test_a_reply_that_was_stopped_is_told_of_and_kept(
    open_page: OpenPage, page: Page, two: tuple[str, str, str]
) -> None:
    # What is new does not get to this page: its author knows only what stood there when it was opened.
    page.route(f"**/tickets/{two[1]}/changes/**", lambda route: route.fulfill(status=204))
    colleague = open_page("ece@divan.example")
    colleague.goto(f"/tickets/{two[1]}/")
    note(colleague, two[1], "I was faster.", "reply")
    address = f"**/tickets/{two[1]}/send/"
    held = hold_back(page, address)
    editor_of(page)
    page.keyboard.type("I was slower.")
    page.keyboard.press("Control+Enter")
    _comes_late(page, address, held)
    expect(page.locator("[data-toasts]")).to_contain_text(f"This was not done: \u2068{two[1]}\u2069.")
    _shows_the_second(page, two[2])
    _stands_in_the_composer(page, "")
    _opens(page, "The first")
    _stands_in_the_composer(page, "I was slower.")


def test_taking_back_a_reply_to_the_ticket_before_leaves_the_composer_of_this_one(
    page: Page, two: tuple[str, str, str]
) -> None:
    editor_of(page)
    page.keyboard.type("For the first.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#latest [data-waiting]")).to_contain_text("For the first.")
    _opens(page, "The second")
    editor_of(page)
    page.keyboard.type("For the second.")
    page.locator("[data-toasts] [data-undo]").click()
    expect(page.locator("[data-toasts]")).to_contain_text("Not sent.")
    _stands_in_the_composer(page, "For the second.")
    _shows_the_second(page, two[2])
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    _opens(page, "The first")
    _stands_in_the_composer(page, "For the first.")


def test_of_two_tickets_the_one_that_was_chosen_last_is_shown(page: Page, two: tuple[str, str, str]) -> None:
    address = f"**/tickets/{two[1]}/"
    _opens(page, "The second")
    held = hold_back(page, address)
    page.locator("#rows [data-row]", has_text="The first").click()
    page_until(page, lambda: bool(held))
    page.locator("#rows [data-row]", has_text="The second").click()
    expect(page.locator("[data-row].htmx-request")).to_have_count(0)
    let_go(page, address, held)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    _shows_the_second(page, two[2])
