"""The dialog that solves a ticket says itself what is wrong, where whoever sent it is looking."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import OpenPage, accessibility_faults, read_in
from tests.support.product import REPOSITORY, Product, environment, free_port

pytestmark = pytest.mark.browser

UNANSWERED = """
import django, json; django.setup()
from types import SimpleNamespace
from django.conf import settings
from divan.accounts.models import Group, User
from tests.support.builders import open_ticket
group = Group.objects.filter(memberships__user__email="baran@divan.example").earliest("pk")
people = SimpleNamespace(customer=User.objects.get(email="celina@customer.example"), group=group)
(settings.DATA / "unanswered.json").write_text(json.dumps(open_ticket(people).number))
"""


@pytest.fixture
def page(open_page: OpenPage, product: Product) -> Page:
    """A ticket that nobody has answered."""
    surroundings = environment(product.data, free_port(), free_port())
    subprocess.run([sys.executable, "-c", UNANSWERED], cwd=REPOSITORY, env=surroundings, check=True)
    page = open_page("baran@divan.example")
    read_in(page, "en")
    page.goto(f"/tickets/{json.loads((product.data / 'unanswered.json').read_text())}/")
    page.wait_for_function("window.htmx")
    return page


def test_what_is_missing_is_said_in_the_dialog_and_what_was_chosen_stays(page: Page) -> None:
    page.keyboard.press("e")
    dialog = page.locator("#deed-dialog[open]")
    answer, reason, repeats = (
        dialog.locator(f"[name={name}]") for name in ("body", "reason", "duplicate_of")
    )
    expect(answer).to_be_focused()
    dialog.locator("footer .primary").click()
    wrong = dialog.locator("[data-form-errors]")
    expect(wrong).to_be_focused()
    expect(wrong).to_contain_text("Nobody has answered this ticket yet.")
    reason.select_option("duplicate")
    repeats.fill("DVN-98765")
    dialog.locator("footer .primary").click()
    expect(wrong).to_contain_text("DVN-98765")
    expect(wrong).to_be_focused()
    expect(reason).to_have_value("duplicate")
    expect(repeats).to_be_visible()
    expect(repeats).to_have_value("DVN-98765")
    assert accessibility_faults(page) == []
    reason.select_option("wont_fix")
    expect(repeats).to_be_hidden()
    dialog.locator("footer .primary").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("#ticket-head form[action$='/reopen/']")).to_be_attached()


def test_the_key_of_the_reason_and_the_palette_open_the_same_dialog(page: Page) -> None:
    dialog = page.locator("#deed-dialog[open]")
    page.keyboard.press("Shift+E")
    expect(dialog.locator("[name=body]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [role=combobox]")).to_be_focused()
    page.keyboard.type("Close…")
    expect(page.locator("#palette [role=option][aria-selected=true]")).to_contain_text("Close…")
    page.keyboard.press("Enter")
    expect(dialog.locator("[name=reason]")).to_be_focused()
