"""What the tests of this slice share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from divan.accounts import mailing
from divan.accounts.mailing import Letter

_letters: list[Letter] = []
mailing.sender.add("tests", _letters.append)


@pytest.fixture
def letters() -> Iterator[list[Letter]]:
    """The mails that this test has caused, in order."""
    _letters.clear()
    yield _letters
    _letters.clear()


@pytest.fixture
def entered() -> dict[str, Any]:
    """What somebody types into the set-up page."""
    return {
        "name": "Alma Berg",
        "email": "Alma@Divan.example",
        "password": "cedar-kettle-47",
        "organization": "Cedar Supplies",
        "support_address": "support@divan.example",
        "hue": "plum",
        "languages": ["en", "fa", "he"],
        "default_language": "fa",
        "time_zone": "Asia/Tehran",
        "group": "پشتیبانی",
    }
