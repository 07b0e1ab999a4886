"""A refusal that no form caught: a page for a page, a word beside it for a part of one."""

from __future__ import annotations

import json

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from divan.core.errors import Refused
from divan.site.errors import DomainErrors

REFUSAL = Refused("That day is over.")


def _answer(**headers: str) -> HttpResponse:
    request: HttpRequest = RequestFactory(headers=headers).post("/anything/")
    answer = DomainErrors(lambda _request: HttpResponse()).process_exception(request, REFUSAL)
    assert answer is not None
    assert answer.status_code == 422
    return answer


@pytest.mark.django_db
def test_a_page_says_why() -> None:
    assert b"That day is over." in _answer().content


def test_a_part_of_a_page_stays_and_the_reason_stands_beside_it() -> None:
    answer = _answer(**{"HX-Request": "true"})
    assert answer.content == b""
    assert answer.headers["HX-Reswap"] == "none"
    assert json.loads(answer.headers["HX-Trigger"])["toast"] == {"text": "That day is over.", "trouble": True}
