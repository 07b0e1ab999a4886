"""What stays of hostile, large and real markup, in the calm form and as it was laid out."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from divan.mail.parsing import parse
from divan.mail.parsing.html_cleaning import MOST_LINKS, clean
from divan.mail.parsing.html_layout import clean_layout, is_worth_showing, remote_pictures
from divan.mail.parsing.html_limits import is_heavy
from divan.mail.parsing.html_styles import clean_style
from tests.support.hostile_html import CASES

SLOWEST_SECONDS = 2.0
# The folder lies beside the repository, not in it; DIVAN_MAIL_CORPUS names another one.
FOLDER = Path(
    os.environ.get("DIVAN_MAIL_CORPUS") or Path(__file__).resolve().parents[4] / "shared" / "corpus" / "mail"
)
FORBIDDEN = "script, style, iframe, object, embed, form, input, svg, math, link, meta, base, template"
_ADDRESS = re.compile(r"(?:https?|mailto|tel|cid):", re.IGNORECASE)
_NAMES = """
    align alt bgcolor border cellpadding cellspacing color colspan dir face height href hspace lang rel rowspan
    size span src start style type valign vspace width
"""
_HARMLESS = frozenset(_NAMES.split())
FORMS = pytest.mark.parametrize("form", [clean, clean_layout])
Cleaner = Callable[[str], str]


def _faults(markup: str) -> list[str]:
    """Attributes that do something, and addresses that lead to more than another page."""
    tree = LexborHTMLParser(f"<div>{markup}</div>")
    found = [
        (node, name, value or "") for node in tree.css("body *") for name, value in node.attributes.items()
    ]
    return [
        f"{node.tag} {name}={value}"
        for node, name, value in found
        if name not in _HARMLESS or (name in ("href", "src") and not _ADDRESS.match(value))
    ]


@FORMS
@pytest.mark.parametrize("name", CASES)
def test_nothing_hostile_stays(name: str, form: Cleaner) -> None:
    cleaned = "" if is_heavy(CASES[name]) else form(CASES[name])
    assert _faults(cleaned) == []
    assert LexborHTMLParser(f"<div>{cleaned}</div>").css(FORBIDDEN) == []
    assert form(cleaned) == cleaned


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("color: RED; font-size : 12px", "color:RED;font-size:12px"),
        ("font-family:'Segoe UI', Arial", "font-family:'Segoe UI', Arial"),
        ("background:rgb(1, 2, 3) !important", "background:rgb(1, 2, 3) !important"),
        ("margin:-4px;position:fixed;z-index:9", "margin:-4px"),
        ("background:url(x);color:red", "color:red"),
        ("color:r\\65 d", ""),
        ("color:/**/red", ""),
        ("width:expression(alert(1))", ""),
        ("font-family:'a;}*{display:none", ""),
        ("--x:1;-moz-binding:none;behavior:none", ""),
        ("color:red;" * 500, ""),
    ],
)
def test_styles_are_read_one_by_one(given: str, kept: str) -> None:
    assert clean_style(given) == kept


@pytest.mark.parametrize(
    ("markup", "worth"),
    [
        ("<p>Words</p>", False),
        ('<p style="color:#222;margin:0">Words</p>', False),
        ('<p style="color:rgb(34, 34, 34);background-color:transparent">Words</p>', False),
        ('<p style="color:#1155cc">Words</p>', True),
        ('<p style="background-color:yellow">Words</p>', True),
        ("<table><tr><td>Words</td></tr></table>", True),
        ('<img src="https://shop.example/a.png">', True),
        ('<img src="cid:a">', False),
    ],
)
def test_a_layout_is_kept_where_it_says_something(markup: str, worth: bool) -> None:
    assert is_worth_showing(clean_layout(markup)) is worth


def test_pictures_from_elsewhere_are_counted() -> None:
    cleaned = clean_layout(
        '<img alt="a" src="https://x.example/a"><img src=cid:b><img src="HTTP://x.example/c" width=1>'
    )
    assert remote_pictures(cleaned) == 2


@FORMS
def test_there_are_only_so_many_links(form: Cleaner) -> None:
    cleaned = form('<a href="https://x.example/">x</a>' * (MOST_LINKS + 500))
    assert cleaned.count("href=") == MOST_LINKS
    assert cleaned.count("<a") == MOST_LINKS + 500


@FORMS
@pytest.mark.parametrize(
    "markup",
    [
        "<b>x</b>" * 120_000,
        "<table><tr><td>" * 20_000,
        '<p style="' + "color:red;" * 90_000 + '">x',
        "<p style=\"font-family:'" + "a" * 900_000,
        '<img src="https:' + "/" * 900_000 + '">',
        "<p " + "a=1 " * 200_000 + ">x",
        "<!--" * 200_000,
        "&lt;" * 200_000,
        '<p style="color:rgb(' * 40_000,
    ],
    ids=[
        "elements",
        "nesting",
        "declarations",
        "font",
        "address",
        "attributes",
        "comments",
        "entities",
        "functions",
    ],
)
def test_nothing_takes_long(markup: str, form: Cleaner) -> None:
    started = time.process_time()
    if not is_heavy(markup):
        is_worth_showing(form(markup))
    assert time.process_time() - started < SLOWEST_SECONDS


@FORMS
def test_real_mail_is_cleaned_once_and_for_all(form: Cleaner) -> None:
    markups = [parse(path.read_bytes()).markup for path in sorted(FOLDER.rglob("*.eml"))]
    if not any(markups):
        pytest.skip(f"no corpus of mail in {FOLDER.name}: nothing to clean")
    for markup in filter(None, markups):
        started = time.process_time()
        cleaned = "" if is_heavy(markup) else form(markup)
        assert time.process_time() - started < SLOWEST_SECONDS
        assert form(cleaned) == cleaned
        assert _faults(cleaned) == []
