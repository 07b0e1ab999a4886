"""A form of Divan on the page of another site: in Hebrew, with a condition and a file; and on a site that may not show it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Frame, FrameLocator, Page, expect

from tests.support.browser import OpenPage, accessibility_faults
from tests.support.product import Product, free_port

pytestmark = pytest.mark.browser

SITE = """<!doctype html><html lang="he" dir="rtl"><title>Shop</title>
<h1>Shop</h1><script src="{desk}/embed/loader.js" data-form="{form}" data-language="he" async></script></html>"""


@contextmanager
def site(content: str) -> Iterator[str]:
    """Another web site with one page; its address."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(content.encode())

        def log_message(self, *_words: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", free_port()), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        # Another name of this machine: a site of its own for browsers, not only another port.
        yield f"http://localhost:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def refused_frame(page: Page, address: str) -> Frame:
    """Open a website with a frame that it may not show: the browser's own page of an error stands there."""
    with page.expect_event("framenavigated", lambda frame: frame.url.startswith("chrome-error:")) as refused:
        page.goto(address)
    return refused.value


def _makes_a_form(admin: Page, origin: str) -> str:
    """A form for that site with two questions, the second after one answer to the first; the end of its address."""
    admin.goto("/settings/forms/add/")
    admin.locator("input[name=names_en]").fill("Repairs")
    admin.locator("summary", has_text="עברית").click()
    admin.locator("input[name=names_he]").fill("תיקונים")
    admin.locator("textarea[name=origins]").fill(origin)
    admin.locator("select[name=group]").select_option(label="Support")
    admin.locator("main form .button.primary").click()
    expect(admin.locator("#questions")).to_be_visible()
    form = admin.url
    for kind, words in (("choice", "Device"), ("text", "Colour of the toner")):
        admin.goto(f"{form}questions/add/")
        admin.locator("select[name=kind]").select_option(kind)
        admin.locator("input[name=labels_en]").fill(words)
        if kind == "choice":
            admin.locator("textarea[name=choices_en]").fill("Screen\nPrinter")
        else:
            admin.locator("input[value='device=c2']").check()
            admin.locator("input[name=is_required]").check()
        admin.locator("main form .button.primary").click()
        expect(admin.locator("[data-question]").last).to_contain_text(words)
    assert accessibility_faults(admin) == []
    return "repairs"


def _sends(frame: FrameLocator, file: Path) -> str:
    """Fill in the form in the frame, and send it; the number."""
    toner = frame.locator("input[name=answer_colour_of_the_toner]")
    expect(toner).to_be_hidden()
    frame.locator("input[value=c2]").check()
    expect(toner).to_be_visible()
    frame.locator("input[name=name]").fill("נועה ברק")
    frame.locator("input[name=email]").fill("noa.frame@bayit.example")
    frame.locator("input[name=subject]").fill("מכונת הכביסה אינה מסתובבת")
    frame.locator("textarea[name=body]").fill("מאתמול המדפסת מוציאה רק דפים ריקים.")
    frame.locator("input[type=file]").set_input_files(file)
    frame.locator("button.primary").click()
    expect(frame.locator("[data-form-errors]")).to_be_visible()
    toner.fill("שחור")
    frame.locator("button.primary").click()
    number = frame.locator("h1 .ref")
    expect(number).to_be_visible()
    return number.inner_text()


def test_a_form_on_another_site(
    open_page: OpenPage, chromium: Browser, product: Product, tmp_path: Path
) -> None:
    file = tmp_path / "screen.txt"
    file.write_text("toner low")
    admin = open_page("alma@divan.example")
    content = SITE.format(desk=product.url, form="repairs")
    with site(content) as shop, site(content) as foreign:
        assert _makes_a_form(admin, shop) == "repairs"
        context = chromium.new_context(locale="he")
        page = context.new_page()
        page.goto(shop)
        frame = page.frame_locator("iframe")
        expect(frame.locator("html")).to_have_attribute("dir", "rtl")
        expect(frame.locator("h1")).to_have_text("תיקונים")
        expect(page.locator("iframe")).not_to_have_attribute("height", "900")
        inner = page.locator("iframe").element_handle().content_frame()
        assert inner is not None
        inner.wait_for_function("document.documentElement.scrollHeight <= innerHeight")
        number = _sends(frame, file)
        assert context.cookies(product.url) == []
        blocked = refused_frame(page, foreign)
        expect(blocked.locator("form")).to_have_count(0)
        context.close()
    desk = open_page("baran@divan.example")
    desk.goto(f"/tickets/{number}/")
    expect(desk.locator("#facts")).to_contain_text("Repairs")
    expect(desk.locator("#context")).to_contain_text("שחור")
    expect(desk.locator(".message").first).to_contain_text("screen.txt")
