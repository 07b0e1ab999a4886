"""A question that is answered while it is written, and so never sent."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.processes.running import until
from tests.support.browser import DESKTOP, PHONE, OpenPage, accessibility_faults, shoot
from tests.support.product import WITH_THE_CAST, Product, running

pytestmark = pytest.mark.browser

TITLE = "چاپگر صفحه‌های خالی بیرون می‌دهد"
ARTICLES = {
    "printers/blank.fa.md": f"""---
slug: blank-pages
visibility: public
published: yes
language: fa
title: {TITLE}
summary: غلتک را یک بار تکان بدهید.
---

## چه باید کرد

غلتک را درآورید، تکان بدهید و دوباره بگذارید. [راهنمای غلتک](https://example.com/drum)

## اگر نشد

دستگاه را خاموش کنید و پس از یک دقیقه روشن کنید.
""",
    "printers/hours.en.md": """---
slug: hours
visibility: public
published: yes
language: en
title: Opening hours of the office
summary: We are here from eight to five.
---

From Monday to Friday.
""",
}
# The word for "printer" with another letter in it and an ending behind it.
MISSPELT = "چابگرم خراب شد"


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product with two articles."""
    archive = tmp_path_factory.mktemp("articles") / "articles.zip"
    with zipfile.ZipFile(archive, "w") as target:
        for name, text in ARTICLES.items():
            target.writestr(name, text)
    take_in = ["-m", "divan.site.cli", "knowledge", "import", str(archive)]
    with running(tmp_path_factory.mktemp("product"), staging=[*WITH_THE_CAST, take_in]) as started:
        yield started


def _is_indexed(page: Page) -> None:
    """The worker has read the articles."""
    until(
        lambda: "/help/hours/" in page.request.get("/help/search/?q=hours").text(),
        "the articles are not in the index",
    )


def _opens_the_form(page: Page) -> None:
    _is_indexed(page)
    page.goto("/forms/support/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


def _tickets(agent: Page) -> int:
    agent.goto("/inbox/")
    return agent.locator("#rows [data-row]").count()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["wide-light", "narrow-dark"])
def test_a_misspelt_question_in_persian_is_answered_before_it_is_sent(
    size: dict[str, int], open_page: OpenPage
) -> None:
    agent = open_page("baran@divan.example")
    before = _tickets(agent)
    page = open_page(language="fa", size=size, dark=size is PHONE)
    _opens_the_form(page)
    name = f"answers-form-{size['width']}"
    page.locator("input[name=email]").fill("shirin.suggested@khaneh.example")
    page.locator("input[name=subject]").press_sequentially(MISSPELT)
    suggestion = page.locator("[data-suggestions] .rows a")
    expect(suggestion).to_contain_text(TITLE)
    expect(page.locator("#suggested-count")).not_to_be_empty()
    assert accessibility_faults(page) == []
    shoot(page, name)

    suggestion.click()
    answer = page.locator("dialog.answer")
    expect(answer.locator("h2").first).to_have_text(TITLE)
    assert accessibility_faults(page) == []
    page.screenshot(path=shoot(page, f"{name}-open"))
    answer.locator("[data-close]").last.click()
    expect(answer).not_to_be_visible()
    expect(suggestion).to_be_focused()
    expect(page.locator("input[name=subject]")).to_have_value(MISSPELT)
    assert page.locator("main form").first.evaluate("form => form.action").endswith("?article=blank-pages")

    suggestion.click()
    answer.locator("footer .primary").click()
    _is_thanked(page)
    shoot(page, f"{name}-solved")
    page.locator("dialog [data-close]").last.click()
    expect(page.locator("input[name=subject]")).to_have_value(MISSPELT)
    expect(page.locator("input[name=email]")).to_have_value("shirin.suggested@khaneh.example")

    suggestion.click()
    answer.locator("footer .primary").click()
    page.locator("dialog [data-forget-drafts]").click()
    page.wait_for_url("**/portal/")
    page.goto("/forms/support/")
    expect(page.locator("input[name=subject]")).to_have_value("")
    assert _tickets(agent) == before


def _is_thanked(page: Page) -> None:
    expect(page.locator("dialog [data-forget-drafts]")).to_be_visible()
    expect(page.locator("dialog.answer")).not_to_be_attached()
    assert accessibility_faults(page) == []


def test_the_same_with_the_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page(language="fa")
    _opens_the_form(page)
    page.keyboard.press("Tab")
    _tabs_to(page, "input[name=subject]")
    page.keyboard.type(MISSPELT)
    suggestion = page.locator("[data-suggestions] .rows a")
    expect(suggestion).to_be_visible()
    _tabs_to(page, "[data-suggestions] .rows a")
    page.keyboard.press("Enter")
    answer = page.locator("dialog.answer")
    expect(answer.locator("[role=region]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(answer).not_to_be_visible()
    expect(suggestion).to_be_focused()
    page.keyboard.press("Enter")
    expect(answer).to_be_visible()
    _tabs_to(page, "dialog.answer footer .primary")
    page.keyboard.press("Enter")
    _is_thanked(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).not_to_be_attached()
    expect(page.locator("input[name=subject]")).to_have_value(MISSPELT)


def _tabs_to(page: Page, selector: str) -> None:
    """Go on with Tab until that has the focus."""
    for _step in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} cannot be reached with the keyboard")


@pytest.mark.parametrize("language", ["fa", "he", "en"])
def test_the_search_box_answers_while_somebody_types(language: str, open_page: OpenPage) -> None:
    page = open_page(language=language, dark=language == "he")
    _is_indexed(page)
    page.goto("/")
    box = page.locator("input[role=combobox]")
    box.press_sequentially("چاپگرها")
    option = page.locator("[role=option]")
    expect(option).to_have_count(1)
    expect(option.locator("mark")).to_have_text("چاپگر")
    expect(page.locator(".finder [role=status]")).not_to_be_empty()
    assert accessibility_faults(page) == []
    shoot(page, f"answers-search-{language}")

    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    box.press("Escape")
    expect(option).not_to_be_visible()
    expect(box).to_have_value("چاپگرها")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    box.press("End")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    page.wait_for_url("**/help/blank-pages/**")
    expect(page.locator("h1")).to_have_text(TITLE)


def test_an_answer_that_more_typing_overtook_is_no_error(open_page: OpenPage) -> None:
    """`open_page` fails for what is in the console."""
    page = open_page(language="en")
    _is_indexed(page)
    page.goto("/")
    held: list[Route] = []
    page.route("**/help/search/**", lambda route: held.append(route), times=1)
    box = page.locator("input[role=combobox]")
    with page.expect_request("**/help/search/**"):
        box.press_sequentially("چاپ")
    with page.expect_event("requestfailed"):
        box.press_sequentially("گرها")
    expect(page.locator("[role=option]")).to_have_count(1)
    assert len(held) == 1


def test_enter_opens_the_page_of_results_also_for_what_is_nearly_right(open_page: OpenPage) -> None:
    page = open_page(language="fa", size=PHONE)
    _is_indexed(page)
    page.goto("/help/")
    page.locator("input[type=search]").fill("چابگر")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    page.wait_for_url("**/help/search/**")
    expect(page.locator("#instead a")).to_be_visible()
    expect(page.locator("main .rows a mark").first).to_be_visible()
    assert accessibility_faults(page) == []
    shoot(page, "answers-results")

    page.goto("/help/search/?q=zebra")
    ask = page.locator(".ask a")
    expect(ask).to_be_visible()
    assert accessibility_faults(page) == []
    shoot(page, "answers-nothing")
    ask.click()
    page.locator("main a[href*='/forms/support/']").click()
    expect(page.locator("input[name=subject]")).to_have_value("zebra")
