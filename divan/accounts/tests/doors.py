"""What people do at our doors, for tests."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from divan.accounts.mailing import Letter

PASSWORD = "cedar-kettle-47"


def sign_in(client: Client, email: str, password: str = PASSWORD) -> Any:
    """Fill in the sign-in page."""
    return client.post("/sign-in/", {"login": email, "password": password})


def is_signed_in(client: Client) -> bool:
    """Whether the browser can open a page that asks for sign-in."""
    return client.get("/profile/").status_code == 200


def code_in(letter: Letter) -> str:
    """The code in a mail."""
    found = re.search(r"\b\d{4}-\d{4}\b", letter.text)
    assert found, letter.kind
    return found.group()


def link_in(letter: Letter) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^/]+(/\S+)", letter.text)
    assert found, letter.kind
    return found.group(1)
