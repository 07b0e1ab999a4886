"""Names are counted up as each language does it."""

from __future__ import annotations

import pytest

from divan.core.l10n.direction import isolate
from divan.core.l10n.lists import listed


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "{}, {} and {}"),
        ("tr", "{}, {} ve {}"),
        ("he", "{}, {} ו{}"),
        ("fa", "{}،\u200f {}، و {}"),
        ("pl", "{}, {} i {}"),
    ],
)
def test_three_names(language: str, expected: str) -> None:
    names = ["Ada", "דינה", "Şule"]
    assert listed(names, language) == expected.format(*map(isolate, names))


def test_one_name_stands_alone() -> None:
    assert listed(["Ada"], "en") == isolate("Ada")
