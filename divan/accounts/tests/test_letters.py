"""Mails about accounts: whole, in the recipient's language and direction, and safe."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings

from divan.accounts import mailing
from divan.accounts.installation import forget
from divan.accounts.letters import letters as kinds
from divan.accounts.mailing import Letter
from divan.accounts.models import Installation

FACTS: dict[str, Any] = {
    "code": "1234-5678",
    "link": "http://testserver/invitations/token/",
    "sign_in_link": "http://testserver/sign-in/code/",
    "sign_up_link": "http://testserver/sign-up/",
    "inviter": "Alma Berg",
    "days": 7,
    "title": "Empty pages",
    "summary": "What to do",
    "note": "Please look again",
    "is_first": True,
    "stop": "https://help.example/help/stop/abc/",
}


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("kind", kinds.keys())
def test_each_kind_in_each_language(people: Any, letters: list[Letter], kind: str, language: str) -> None:
    mailing.post(kind, to="x@new.example", language=language, **FACTS)
    letter = letters[0]
    direction = "rtl" if language in ("he", "fa") else "ltr"
    assert f'<html lang="{language}" dir="{direction}">' in letter.html
    assert letter.subject
    assert "Cedar Supplies" in letter.text
    assert len(letter.html) < 30_000
    for fact in ("1234-5678", "http://testserver/"):
        assert (fact in letter.text) == (fact in letter.html)
    assert "1234-5678" in letter.text or "http://testserver/" in letter.text


def test_names_cannot_carry_markup_or_headers(people: Any, letters: list[Letter]) -> None:
    Installation.objects.update(name="<script>x</script>\r\nBcc: a@b.example")
    forget()
    mailing.post("invitation", to="x@new.example", language="en", **{**FACTS, "inviter": "<img src=x>"})
    assert "<script>" not in letters[0].html
    assert "<img src=x>" not in letters[0].html
    assert "\n" not in letters[0].subject
