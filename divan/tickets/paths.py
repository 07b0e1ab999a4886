"""Addresses of many tickets and groups at once: resolving each by name would cost more than reading them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from django.urls import reverse


@lru_cache(maxsize=1)
def ticket_paths() -> Callable[[str], str]:
    """A function from the number of a ticket to its page on the desk."""
    before, after = reverse("show_ticket", kwargs={"number": "~"}).split("~")
    return lambda number: f"{before}{quote(number, safe='')}{after}"


@lru_cache(maxsize=1)
def group_paths() -> Callable[[int], str]:
    """A function from the id of a group to its list."""
    before, after = reverse("inbox_group", kwargs={"group_id": 0}).split("0")
    return lambda group_id: f"{before}{group_id}{after}"


@lru_cache(maxsize=1)
def saved_paths() -> Callable[[int], str]:
    """A function from the id of a saved view to its list."""
    before, after = reverse("inbox_saved", kwargs={"view_id": 0}).split("0")
    return lambda view_id: f"{before}{view_id}{after}"
