"""What readers look for in vain, and what a ticket has answered, becomes an article."""

from __future__ import annotations

import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, OpenPage, accessibility_faults, read_in
from tests.support.product import Product

pytestmark = pytest.mark.browser


def _has_a_category(page: Page) -> None:
    page.goto("/knowledge/categories/")
    if page.locator(".shelf-tree li").count() == 0:
        page.locator("input[name=name_en]").fill("Printers")
        page.locator("main form .button.primary").click()
    expect(page.locator(".shelf-tree li").first).to_be_visible()


def test_a_search_in_vain_becomes_an_article(open_page: OpenPage, product: Product) -> None:
    open_page().goto("/help/search/?q=blue+cartridge")
    other = urllib.request.Request(
        f"{product.url}/help/search/?q=blue+cartridge", headers={"User-Agent": "other"}
    )
    with urllib.request.urlopen(other) as answer:
        assert answer.status == 200
    page = open_page("ece@divan.example", size=PHONE, dark=True)
    _has_a_category(page)
    page.goto("/knowledge/gaps/")
    missing = page.locator("[data-words='blue cartridge']")
    expect(missing).to_be_visible()
    assert accessibility_faults(page) == []
    missing.locator("a.button").click()
    expect(page.locator("input[name=title]")).to_have_value("blue cartridge")
    expect(page.locator("input[name=slug]")).to_have_value("blue-cartridge")
    page.goto("/knowledge/gaps/")
    missing.locator("form button").click()
    expect(missing).to_have_count(0)
    page.goto("/knowledge/passages/")
    assert accessibility_faults(page) == []


def test_a_ticket_becomes_an_article_without_its_people(open_page: OpenPage, product: Product) -> None:
    page = open_page("baran@divan.example")
    read_in(page, "he")
    editor = open_page("ece@divan.example")
    _has_a_category(editor)
    page.goto(f"/tickets/{product.staged['waiting']}/")
    page.locator("#make-article").click()
    expect(page.locator("textarea[name=body]")).to_have_count(1)
    assert accessibility_faults(page) == []
    page.locator(".segment a").first.click()
    expect(page.locator("textarea[name=symptom]")).not_to_be_empty()
    expect(page.locator("textarea[name=symptom]")).not_to_contain_text("Celina")
    page.locator("input[name=slug]").fill("from-a-ticket")
    page.locator("main form .button.primary").click()
    expect(page.locator("#writing textarea[name=symptom]")).not_to_be_empty()
    page.goto(page.url.rstrip("/").rsplit("/", 1)[0] + "/")
    expect(page.locator("#origin a")).to_have_text(product.staged["waiting"])
