"""An editor writes a guide in two languages, publishes it, and a reader finds it in theirs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.processes.running import until
from tests.support.browser import PHONE, OpenPage, accessibility_faults

pytestmark = pytest.mark.browser


def _adds_a_category(page: Page) -> None:
    page.goto("/knowledge/categories/")
    page.locator("input[name=name_en]").fill("Printers")
    page.locator("input[name=name_fa]").fill("چاپگر")
    page.locator("main form .button.primary").click()
    expect(page.locator(".shelf-tree li", has_text="Printers").first).to_be_visible()
    assert accessibility_faults(page) == []


def _begins(page: Page) -> str:
    """A new guide; returns the address of its editor."""
    page.goto("/knowledge/new/")
    page.locator("input[name=title]").fill("Quiet printing")
    expect(page.locator("input[name=slug]")).to_have_value("quiet-printing")
    page.locator("select[name=kind]").select_option("guide")
    assert accessibility_faults(page) == []
    page.locator("main form .button.primary").click()
    expect(page.locator("#writing")).to_be_visible()
    page.wait_for_load_state()  # the field is there before the scripts that hear it
    return page.url


def _writes(page: Page, heading: str, words: str) -> None:
    """With the buttons and keys, without knowing the marks; the preview follows and the draft is saved."""
    body = page.locator("#id_body")
    body.click()
    page.keyboard.insert_text(heading)
    page.locator("[data-mark=heading]").click()
    page.keyboard.press("End")
    page.keyboard.insert_text(f"\n\n{words}")
    page.keyboard.press("Shift+Home")
    page.keyboard.press("Control+b")
    expect(page.locator("#preview h2[id]")).to_have_text(heading)
    expect(page.locator("#preview strong")).to_have_text(words)
    # A slow machine saves the heading alone first; all of it is saved when the server has it.
    until(lambda: f"**{words}**" in page.request.get(page.url).text(), "the draft was not saved")
    expect(page.locator("input[name=revision]")).not_to_have_value("0")
    expect(page.locator("[data-saved]")).to_have_text(
        page.locator("[data-saved]").get_attribute("data-saved") or ""
    )


def _is_on_paper(page: Page, slug: str, language: str) -> None:
    """The print view is fit to be seen, and the PDF, where this machine can make it, comes when it is ready."""
    page.goto(f"/help/{slug}/print/?language={language}")
    assert accessibility_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    link = page.locator("a[href*='/pdf/']")
    if link.count() == 0:
        return
    answer = page.request.get(link.get_attribute("href") or "")
    while answer.status == 202:
        page.wait_for_timeout(1000 * int(answer.headers["refresh"]))
        answer = page.request.get(link.get_attribute("href") or "")
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")


def test_a_guide_in_two_languages(open_page: OpenPage) -> None:
    page = open_page("alma@divan.example")
    _adds_a_category(page)
    editor = _begins(page)
    _writes(page, "Paper first", "Use soft paper.")
    assert accessibility_faults(page) == []
    page.reload()
    expect(page.locator("#id_body")).to_have_value("## Paper first\n\n**Use soft paper.**")
    page.locator("[formaction$='/release/']").click()
    expect(page.locator("[data-language=en]")).to_have_attribute("data-state", "live")
    assert accessibility_faults(page) == []

    page.goto(editor.replace("/en/", "/fa/"))
    page.locator("input[name=title]").fill("چاپ بی‌صدا")
    _writes(page, "نخست کاغذ", "کاغذ نرم بگذارید.")
    page.locator("[formaction$='/release/']").click()
    expect(page.locator("[data-language=fa]")).to_have_attribute("data-state", "live")

    reader = open_page(language="fa", size=PHONE, dark=True)
    reader.goto("/help/")
    reader.locator("a", has_text="چاپ بی‌صدا").click()
    expect(reader.locator("h1")).to_have_text("چاپ بی‌صدا")
    expect(reader.locator("article strong")).to_have_text("کاغذ نرم بگذارید.")
    assert accessibility_faults(reader) == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert reader.evaluate(wide) == 0
    reader.locator(".helped details summary").click()
    reader.locator("input[value=incomplete]").check()
    reader.locator("textarea[name=comment]").fill("کدام کاغذ؟")
    reader.locator("button[value=no]").click()
    expect(reader.locator(".helped[role=status]")).to_be_visible()

    _is_on_paper(reader, "quiet-printing", "fa")

    turkish = open_page(language="tr")
    turkish.goto("/help/quiet-printing/")
    expect(turkish.locator(".banner bdi").first).to_have_text("Türkçe")
    expect(turkish.locator("h1")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator("#feedback")).to_be_visible()
    expect(page.get_by_text("کدام کاغذ؟")).to_be_visible()
