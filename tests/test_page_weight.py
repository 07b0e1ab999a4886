"""No page loads more style than the design allows: the sheets that it links, whichever slice each of them is from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from divan.accounts.models import User
from tests.support.cast import Cast
from tests.support.matrix import Address, addresses, routes
from tests.support.stock import Stock, stock

Doors = Callable[..., Client]
BUDGET = 40_000
"""Bytes of style for one page, without spaces and comments."""
_LINK = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


@cache
def _weight(address: str) -> int:
    """Bytes of a sheet; the installation's own colours are no sheet of ours."""
    name = address.removeprefix(settings.STATIC_URL)
    if name == address:
        return 0
    found = finders.find(name)
    assert isinstance(found, str), name
    bare = re.sub(r"/\*.*?\*/", "", Path(found).read_text(encoding="utf-8"), flags=re.DOTALL)
    packed = re.sub(r"\s*([{};,>/])\s*|(?<=:) ", r"\1", re.sub(r"\s+", " ", bare))
    return len(packed.replace(";}", "}").encode())


def _pages(people: Cast, goods: Stock, client_for: Doors) -> Iterator[tuple[str, str]]:
    """Name and markup of every page that somebody of the cast can open."""
    table = routes()
    persons = (people.administrator, people.agent, people.customer, None)
    for address in addresses():
        if "GET" in table[address.name].methods:
            found = (_page(address, person, goods, client_for) for person in persons)
            yield from ((address.name, page) for page in [next(filter(None, found), "")] if page)


def _page(address: Address, person: User | None, goods: Stock, client_for: Doors) -> str:
    """The page as this person sees it; nothing for what is no page, or none of theirs."""
    answer = client_for(person).get(goods.url(address, person))
    if answer.status_code != 200 or answer.streaming or b"<html" not in answer.content[:2000]:
        return ""
    return str(answer.content.decode())


def test_every_page_keeps_the_budget_of_style(people: Cast, client_for: Doors) -> None:
    weights = {
        name: sum(_weight(sheet) for sheet in set(_LINK.findall(markup)))
        for name, markup in _pages(people, stock(people), client_for)
    }
    assert {"inbox", "show_ticket", "chats", "show_chat", "guest_expert", "portal"} <= weights.keys()
    heavy = {name: weight for name, weight in weights.items() if weight > BUDGET}
    assert heavy == {}
