"""Searching at the desk: a word form in the search box, a query that is saved as a view, all by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.processes.running import until
from tests.support.browser import PHONE, OpenPage, accessibility_faults, read_in, shoot
from tests.support.product import Product, running

pytestmark = pytest.mark.browser

SUBJECT = "Yazıcıdan boş kâğıt çıkıyor"
TEXT = "Dünden beri faturalarımız basılmıyor."


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of our own, so that nobody else's tickets are found."""
    with running(tmp_path_factory.mktemp("searching")) as started:
        yield started


def _write_down(page: Page) -> str:
    """A ticket of a customer who called, with a tag; its number."""
    page.goto("/tickets/new/")
    page.locator("[name=email]").fill("eda@bahce.example")
    page.locator("[name=subject]").fill(SUBJECT)
    page.locator("[name=body]").fill(TEXT)
    page.locator("[name=channel]").first.check()
    page.locator("main form .button.primary").click()
    page.wait_for_url("**/tickets/DVN-*/")
    number = page.url.rstrip("/").split("/")[-1]
    token = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "divan_csrf")
    answer = page.request.post(
        f"/tickets/{number}/tag/",
        form={"tags": "acil", "csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
    )
    assert answer.ok
    until(lambda: number in page.request.get("/search/?q=faturalar").text(), "the ticket was not indexed")
    return number


def test_a_word_form_leads_to_the_ticket_and_a_query_becomes_a_view(open_page: OpenPage) -> None:
    page = open_page("baran@divan.example", language="tr")
    read_in(page, "tr")
    number = _write_down(page)

    page.goto("/inbox/")
    page.keyboard.press("/")
    box = page.locator(".side [role=combobox]")
    expect(box).to_be_focused()
    page.keyboard.type("faturamızı")
    hit = page.locator("#box-hits [role=option]", has_text=SUBJECT)
    expect(hit).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".side [data-said]")).not_to_be_empty()
    page.keyboard.press("ArrowDown")
    expect(hit).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", hit.get_attribute("id") or "")
    assert accessibility_faults(page) == []
    page.keyboard.press("Escape")
    expect(hit).to_be_hidden()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{number}/")

    page.keyboard.press("/")
    page.keyboard.type("is:open #acil")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("#hits .subject")).to_have_text([SUBJECT])
    expect(page.locator("#tab-tickets .count")).to_have_text("1")
    assert accessibility_faults(page) == []
    page.locator(".keep > summary").click()
    page.locator("#save-view").fill("Acil işler")
    page.keyboard.press("Enter")
    view = page.locator(".side a[aria-current]", has_text="Acil işler")
    expect(view).to_be_visible()
    expect(page.locator("h1")).to_contain_text("Acil işler")
    page.goto("/inbox/")
    page.locator(".side a", has_text="Acil işler").click()
    page.wait_for_url("**/inbox/saved/**")  # a view without words is a list
    expect(page.locator("#rows .subject")).to_contain_text([SUBJECT])


def test_the_palette_opens_what_was_typed(open_page: OpenPage, product: Product) -> None:
    """With its first hit marked, also when Enter comes before the answer: that was for other words."""
    page = open_page("baran@divan.example")
    read_in(page, "en")
    number = product.staged["waiting"]
    page.goto("/inbox/")
    page.keyboard.press("Control+k")
    page.keyboard.type(f"{number}\n")  # in one go: no answer comes in between
    hit = page.locator("#palette-found [role=option][aria-selected=true]", has_text=number)
    expect(hit).to_be_visible()
    expect(page.locator("#palette [data-said]")).not_to_be_empty()
    assert page.url.endswith("/inbox/")
    assert accessibility_faults(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{number}/")


def test_fields_complete_while_somebody_types(open_page: OpenPage) -> None:
    page = open_page("baran@divan.example")
    read_in(page, "en")
    page.goto("/search/")
    box = page.locator("main [role=combobox]")
    expect(box).to_be_focused()
    page.keyboard.type("pages stat")
    expect(page.locator("#query-completions [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(box).to_have_value("pages status:")
    page.locator("#query-completions [role=option]", has_text="status:Solved").click()
    expect(box).to_have_value("pages status:Solved ")
    expect(box).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=pages+status%3ASolved*")
    expect(page.locator(".filters > [popovertarget=filter-status]")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize(("language", "dark"), [("en", False), ("fa", True)])
def test_the_page_is_fit_for_a_phone(open_page: OpenPage, language: str, dark: bool) -> None:
    page = open_page("baran@divan.example", language=language, size=PHONE, dark=dark)
    read_in(page, language)
    page.goto("/search/?q=page+nonsense:x+-toner")
    shoot(page, f"search-{language}-{'dark' if dark else 'light'}-390")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert accessibility_faults(page) == []
