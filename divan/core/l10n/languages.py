"""The five languages of the product and the way each is written."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

Direction = Literal["ltr", "rtl"]

LANGUAGES = (
    ("en", "English"),
    ("tr", "Türkçe"),
    ("he", "עברית"),
    ("fa", "فارسی"),
    ("pl", "Polski"),
)
CODES = tuple(code for code, _name in LANGUAGES)
DEFAULT = "en"
RTL = frozenset({"he", "fa"})


@lru_cache(maxsize=256)
def known(language: str | None) -> str:
    """The supported code for `language` ("pl-PL" and "pl_PL" give "pl"); English for all others."""
    code = (language or DEFAULT).replace("_", "-").split("-")[0].lower()
    return code if code in CODES else DEFAULT


def direction_of(language: str | None) -> Direction:
    """The direction in which an interface in `language` is laid out."""
    return "rtl" if known(language) in RTL else "ltr"
