"""Finding strings, keeping translations, and seeing what is wrong with a catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages import pofile
from django.conf import locale

from divan.core import messages

CODE = """
from django.utils.translation import gettext as _, npgettext, pgettext_lazy
GREETING = _("Hello %(name)s")
OPEN = pgettext_lazy("button", "Open")
def count(n):
    return npgettext("list", "%(num)s ticket", "%(num)s tickets", n)
"""
PAGE = """<h1>{{ _("Tickets") }}</h1>{{ ngettext("%(num)s mail", "%(num)s mails", n) }}
{{ pgettext("ticket status", "Open") }}"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    pages = tmp_path / "divan" / "desk" / "jinja2" / "desk"
    pages.mkdir(parents=True)
    (tmp_path / "divan" / "desk" / "words.py").write_text(CODE)
    (pages / "page.html").write_text(PAGE)
    return tmp_path


def _translate(root: Path, language: str, old: str, new: str) -> None:
    path = messages.catalogue_path(language, root)
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def _problems(root: Path, language: str) -> list[str]:
    return [*messages.problems(language, messages.extract(root), root)]


def test_strings_are_found_in_code_and_pages(root: Path) -> None:
    found = {(message.id, message.context) for message in messages.extract(root) if message.id}
    assert found == {
        ("Hello %(name)s", None),
        ("Open", "button"),
        ("Open", "ticket status"),
        (("%(num)s ticket", "%(num)s tickets"), "list"),
        ("Tickets", None),
        (("%(num)s mail", "%(num)s mails"), None),
    }


def test_update_keeps_translations_and_is_stable(root: Path) -> None:
    messages.update("tr", messages.extract(root), root)
    _translate(root, "tr", 'msgid "Tickets"\nmsgstr ""', 'msgid "Tickets"\nmsgstr "Talepler"')
    first = messages.catalogue_path("tr", root).read_text("utf-8")
    messages.update("tr", messages.extract(root), root)
    assert messages.catalogue_path("tr", root).read_text("utf-8") == first
    assert "Talepler" in first
    assert "page.html\n" in first


def test_update_drops_what_is_gone_and_guesses_nothing(root: Path) -> None:
    messages.update("tr", messages.extract(root), root)
    _translate(root, "tr", 'msgid "Tickets"\nmsgstr ""', 'msgid "Tickets"\nmsgstr "Talepler"')
    page = root / "divan" / "desk" / "jinja2" / "desk" / "page.html"
    page.write_text('{{ _("Ticket") }}')
    messages.update("tr", messages.extract(root), root)
    text = messages.catalogue_path("tr", root).read_text("utf-8")
    assert "Talepler" not in text
    assert "fuzzy" not in text
    assert 'msgid "Ticket"\nmsgstr ""' in text


def test_problems_name_each_fault(root: Path) -> None:
    messages.update("he", messages.extract(root), root)
    assert len(_problems(root, "he")) == 6
    _translate(
        root, "he", 'msgid "Hello %(name)s"\nmsgstr ""', 'msgid "Hello %(name)s"\nmsgstr "שלום %(nam)s"'
    )
    assert any("placeholders differ" in problem for problem in _problems(root, "he"))
    _translate(root, "he", 'msgid "Tickets"\nmsgstr ""', '#, fuzzy\nmsgid "Tickets"\nmsgstr "פניות"')
    assert any("fuzzy" in problem for problem in _problems(root, "he"))
    (root / "divan" / "desk" / "words.py").write_text('from x import _\n_("New")\n')
    problems = _problems(root, "he")
    assert "he: not in the catalogue: 'New'" in problems
    assert "he: no longer in the code: 'Open' (button)" in problems


def test_one_may_leave_the_number_out_but_not_invent_a_name(root: Path) -> None:
    messages.update("tr", messages.extract(root), root)
    _translate(
        root, "tr", 'msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "bir e-posta"\nmsgstr[1] "%(num)s e-posta"'
    )
    assert not any("mail" in problem for problem in _problems(root, "tr"))
    _translate(root, "tr", "%(num)s e-posta", "%(count)s e-posta")
    assert any("placeholders differ" in problem for problem in _problems(root, "tr"))


@pytest.mark.parametrize("language", messages.PLURAL_FORMS)
def test_plural_headers_are_those_of_django(language: str) -> None:
    path = Path(locale.__file__).parent / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as stored:
        theirs = pofile.read_po(stored, locale=language).plural_forms
    assert messages.PLURAL_FORMS[language].replace(" ", "") == theirs.replace(" ", "")
