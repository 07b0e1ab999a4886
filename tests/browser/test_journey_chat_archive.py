"""A chat that has ended, as a supervisor finds, reads and takes it out of the archive, in Persian."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from divan.core.l10n import dates
from tests.support.browser import PHONE, OpenPage, accessibility_faults, read_in, shoot
from tests.support.product import WITH_THE_CAST, Product, running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of its own: a past chat is a ticket more in everybody's lists."""
    staging = [*WITH_THE_CAST, ["-m", "tests.support.past_chat"]]
    with running(tmp_path_factory.mktemp("archive"), staging=staging) as own:
        yield own


def _no_faults(page: Page, name: str) -> None:
    assert accessibility_faults(page) == []
    is_wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert page.evaluate(is_wider) is False
    shoot(page, name)


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_a_past_chat_is_found_read_and_taken_out(
    open_page: OpenPage, product: Product, size: dict[str, int] | None
) -> None:
    name = "phone" if size else "desktop"
    page = open_page("ece@divan.example", size=size, dark=bool(size))
    read_in(page, "fa")
    page.goto("/chats/archive/")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#rows [data-chat]").first).to_be_visible()
    page.locator(".filters > summary").click()
    page.locator("select[name=language]").select_option("fa")
    # In the reader's time zone today may be over already.
    page.locator("input[name=until]").fill(dates.date_short(datetime.now(UTC) + timedelta(days=1), "fa"))
    _no_faults(page, f"chat-archive-{name}")
    page.locator("#archive-form .button.primary").click()
    page.wait_for_url(lambda url: "language=fa" in url)
    page.locator(f"#rows a[href='/chats/archive/{product.staged['past_chat']}/']").click()
    expect(page.locator("#course [data-kind=whispered]")).to_have_count(2)
    expect(page.locator("#course [data-kind=ended]")).to_have_count(1)
    _no_faults(page, f"chat-archived-{name}")
    with page.expect_download() as taken:
        page.locator(".copies:not([data-whispers]) button[value=txt]").click()
    text = taken.value.path().read_text(encoding="utf-8")
    assert "Is the lamp green?" in text
    assert "Zinnia" not in text
    page.locator(".copies[data-whispers] button[value=page]").click()
    expect(page.locator("#transcript .warning")).to_be_visible()
    expect(page.locator("#transcript [data-kind=whispered]")).to_have_count(2)
    _no_faults(page, f"chat-copy-{name}")
