"""Icons and avatars: what every row of every list is made of."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from divan.ui.avatars import TONES, avatar, initials, tone_of
from divan.ui.icons import icon, icon_names

SLICES = Path(__file__).parents[2]


def test_every_icon_named_in_a_template_is_in_the_sprite() -> None:
    used = {
        name
        for template in SLICES.glob("*/jinja2/**/*.html")
        for name in re.findall(r'(?<!\w)icon\("([a-z0-9-]+)"', template.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= icon_names()


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(ValueError, match="no icon"):
        icon("unicorn")


def test_a_named_icon_is_read_out_and_others_are_decoration() -> None:
    assert 'role="img" aria-label="Open &quot;now&quot;"' in icon("st-open", label='Open "now"')
    assert 'aria-hidden="true"' in icon("reply", flip=True)
    assert 'class="icon flip"' in icon("reply", flip=True)


def test_a_mark_of_state_brings_its_tone() -> None:
    assert 'class="icon status" data-tone="danger"' in icon("pr-urgent")
    assert "data-tone" not in icon("st-closed")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ewa Nowak", "EN"),
        ("Łukasz van der Berg", "ŁB"),
        ("נועה לוי", "נל"),
        ("آرش مرادی", "آم"),
        ("hannah@brooks.example", "H"),
        ("(Olive) & Thyme", "OT"),
        ("…", "?"),
        ("", "?"),
    ],
)
def test_initials_in_their_own_script(name: str, expected: str) -> None:
    assert initials(name) == expected


@given(st.text())
def test_any_name_has_an_avatar_and_nothing_of_it_is_markup(name: str) -> None:
    html = avatar(name, presence="on")
    assert re.fullmatch(r"<span [^<>]*>[^<>]{1,2}</span>", html)
    assert tone_of(name) in TONES


def test_a_tone_stays_with_its_name() -> None:
    assert tone_of("Ewa Nowak") == tone_of(" EWA NOWAK")
    assert len({tone_of(f"Person {number}") for number in range(60)}) == len(TONES)
