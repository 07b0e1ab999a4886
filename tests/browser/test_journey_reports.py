"""A supervisor looks at the numbers, at what is behind one of them, and takes them along; in Persian and on a phone too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import PHONE, OpenPage, accessibility_faults, read_in, shoot
from tests.support.product import WITH_THE_CAST, Product, running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of its own: numbers are of everything that is there."""
    staging = [*WITH_THE_CAST, ["-m", "tests.support.past_chat"]]
    with running(tmp_path_factory.mktemp("reports"), staging=staging) as own:
        yield own


def _no_faults(page: Page, name: str) -> None:
    assert accessibility_faults(page) == []
    is_wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert page.evaluate(is_wider) is False
    shoot(page, name)


@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_numbers_open_what_they_count_and_can_be_taken_along(
    open_page: OpenPage, product: Product, size: dict[str, int] | None
) -> None:
    name = "phone" if size else "desktop"
    page = open_page("ece@divan.example", size=size, dark=bool(size))
    read_in(page, "fa")
    page.goto("/inbox/")
    page.locator(".side .nav a[href='/reports/']").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("#figure-started .figure-number")).to_have_text("۱")
    page.locator("#report-form .segment a").first.click()
    page.wait_for_url(lambda url: "days=7" in url)
    page.locator("select[name=purpose]").select_option("support")
    page.locator("#report-form .button.primary").click()
    page.wait_for_url(lambda url: "purpose=support" in url and "days=7" in url)
    _no_faults(page, f"report-chats-{name}")
    with page.expect_download() as taken:
        page.locator("a[download]").click()
    assert "chats,answered" in taken.value.path().read_text(encoding="utf-8-sig")
    page.locator("#figure-started a").click()
    expect(page.locator("#rows [data-chat]")).to_have_count(1)
    for address, shown in (("/reports/costs/", "#report-form"), ("/reports/workload/", "#workload")):
        page.goto(address)
        expect(page.locator(shown)).to_be_visible()
        _no_faults(page, f"report-{address.split('/')[2]}-{name}")
