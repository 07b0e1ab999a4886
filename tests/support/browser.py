"""A real Chromium: pages of signed-in people, accessibility, pictures."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    APIResponse,
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Route,
    expect,
    sync_playwright,
)

from tests.processes.running import until
from tests.support.cast import PASSWORD
from tests.support.product import REPOSITORY, Product

SHOTS = REPOSITORY / "build" / "shots"
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
OpenPage = Callable[..., Page]
# What is there goes on at once; other tests may want the two processors as well, so that nothing fails for being slow.
PATIENCE_MS = 60_000
expect.set_options(timeout=PATIENCE_MS)


def chromium_path() -> str:
    """Where Chromium is; fails the test with a plain sentence if there is none."""
    names = (os.environ.get("DIVAN_CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if not found:
        pytest.fail("Chromium is not installed, so the browser tests cannot run.", pytrace=False)
    return str(found)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of the session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, product: Product) -> Iterator[OpenPage]:
    """Opens a page in a browser of its own: `open_page(email, language="fa", size=PHONE, dark=True)`.

    With an address the person is signed in. A page that logs an error (a refused
    inline style, say) or has a script failure fails the test.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_it(
        email: str = "", *, language: str = "en", size: dict[str, int] | None = None, dark: bool = False
    ) -> Page:
        context = chromium.new_context(
            base_url=product.url,
            locale=language,
            viewport=size or DESKTOP,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: _note_error(str(error), page, faults))
        page.on("console", lambda line: _note_fault(line, page, faults))
        if email:
            _is_known_as(page, email, product.url)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert not faults, faults


def _note_error(error: str, page: Page, faults: list[str]) -> None:
    """Keep an exception of a script; a browser that gives up the fading between two pages has lost nothing."""
    if not error.startswith("Transition was"):
        faults.append(f"{page.url}: {error}")


def _note_fault(line: ConsoleMessage, page: Page, faults: list[str]) -> None:
    """Keep an error of the console; that a page itself is missing or refused is for the test to say, and so is
    an answer that asks the person to decide (409) or to correct what they sent (422). What is shown may ask again
    just when its reader has lost it.
    """
    is_said = line.location["url"] == page.url or any(f"status of {asks}" in line.text for asks in (409, 422))
    is_lost = "404" in line.text and re.search(r"/(now|changes)/", f"{line.location['url']} {line.text}")
    if line.type == "error" and not is_said and not is_lost:
        faults.append(f"{page.url}: {line.text}")


# What the browser of somebody who has signed in to a product keeps: address of the product and person -> cookies.
_signed_in: dict[tuple[str, str], list[Any]] = {}


def _is_known_as(page: Page, email: str, product: str) -> None:
    """Through the sign-in page once, and later with the cookies of then: nobody may sign in thirty times a minute."""
    kept = _signed_in.get((product, email))
    if kept:
        page.context.add_cookies(kept)
        if page.request.get("/profile/", max_redirects=0).ok:
            return
        page.context.clear_cookies()
    sign_in(page, email)
    _signed_in[product, email] = page.context.cookies()


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Through the sign-in page, as people do."""
    page.goto("/sign-in/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def read_in(page: Page, language: str) -> None:
    """Whoever is signed in reads in `language` from now on; chosen as people do, without a reload."""
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "divan_csrf")
    answer = page.request.post(
        "/preferences/language/",
        form={"language": language, "csrfmiddlewaretoken": token},
        headers={"Referer": page.url},
    )
    assert answer.ok


Held = list[tuple[Route, APIResponse]]


def hold_back(page: Page, address: str) -> Held:
    """Requests to `address` that the server has answered, and the page has not heard of yet."""
    held: Held = []
    page.route(address, lambda route: held.append((route, route.fetch())))
    return held


def let_go(page: Page, address: str, held: Held) -> None:
    """Give the page what was held back, and let everything later pass."""
    for route, response in held:
        route.fulfill(response=response)
    page.unroute(address)


def page_until(page: Page, holds: Callable[[], bool]) -> None:
    """Wait while the page goes on, which it does only while something is asked of it."""
    until(lambda: holds() or page.evaluate("0") is None, "the page did not get there")


def accessibility_faults(page: Page, within: str | None = None) -> list[str]:
    """What axe-core has to say against the page as it is now, or against the part `within` that selector."""
    results = Axe().run(page, within)
    return [
        f"{fault['id']} ({fault['impact']}): {node['target']}"
        for fault in results.response["violations"]
        for node in fault["nodes"]
    ]


def shoot(page: Page, name: str) -> Path:
    """A picture of the whole page in build/shots."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    path = SHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path
