"""Style sheets and templates keep what the design and the content security policy ask for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SLICES = Path(__file__).parents[2]
STATIC = SLICES / "ui" / "static" / "ui"
SHEETS = sorted(SLICES.glob("*/static/**/*.css"))
# Mail programs know neither logical properties nor style sheets: the one exception.
PAGES = [page for page in sorted(SLICES.glob("*/jinja2/**/*.html")) if "email" not in page.parts]

PHYSICAL = re.compile(
    r"(?:^|[\s;{])(?:(?:margin|padding|border)-(?:left|right)[\w-]*|left|right|width|height|(?:min|max)-(?:width|height))\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)
FOUR_VALUES = re.compile(
    r"(?:margin|padding|inset)\s*:\s*([^\s;{}]+) ([^\s;{}]+) ([^\s;{}]+) ([^\s;{}]+)\s*[;}]"
)


def _without_comments(sheet: Path) -> str:
    return re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_only_logical_properties(sheet: Path) -> None:
    css = re.sub(r"\((?:[^()]|\([^()]*\))*\)", "()", _without_comments(sheet))
    assert not PHYSICAL.findall(css)
    assert not [sides for sides in FOUR_VALUES.findall(css) if sides[1] != sides[3]]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_rule_is_in_a_layer(sheet: Path) -> None:
    top_level = re.findall(r"^([^\s}][^{;]*)[{;]", _without_comments(sheet), flags=re.MULTILINE)
    assert top_level
    assert all(line.startswith(("@layer", "@font-face", "@view-transition")) for line in top_level)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: "/".join(page.parts[-2:]))
def test_no_inline_style_script_or_handler(page: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|href=\"javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


def test_scripts_stay_small_and_import_nothing() -> None:
    scripts = sorted((STATIC / "js").glob("*.js"))
    assert scripts
    for script in scripts:
        source = script.read_text(encoding="utf-8")
        assert len(source.splitlines()) <= 150, script.name
        assert not re.search(r"^\s*import\b|\bimport\(|innerHTML|eval\(", source, flags=re.MULTILINE), (
            script.name
        )
