"""Articles are found in any form of a word, in the language of the reader, and only by those who may read them."""

from __future__ import annotations

import pytest

from divan.core.actors import ANONYMOUS, Actor
from divan.core.jobs import drain
from divan.knowledge import actions, queries
from divan.knowledge.models import Visibility
from divan.knowledge.tests.support import article
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db


def found(text: str, person: Actor = ANONYMOUS, language: str = "en") -> list[str]:
    """Titles that a search shows once the worker has done its work."""
    drain()
    return [row.title for row in queries.matching(person, text, language)]


@pytest.mark.parametrize(
    ("language", "title", "typed"),
    [
        ("tr", "Yazıcılarımız boş sayfa basıyor", "yazıcı"),
        ("he", "המדפסות מוציאות דפים ריקים", "מדפסת"),
        ("fa", "چاپگرهای ما صفحهٔ خالی چاپ می‌کنند", "چاپگر"),
        ("pl", "Drukarki drukują puste strony", "drukarka"),
        ("en", "Printers print blank pages", "printing"),
    ],
)
def test_any_form_of_a_word_finds_the_article(people: Cast, language: str, title: str, typed: str) -> None:
    article(people, **{language: title})
    article(people, "other", en="Opening hours")
    assert found(typed, language=language) == [title]


def test_an_article_is_shown_once_and_in_the_language_of_its_reader(people: Cast) -> None:
    article(people, en="Toner is low", tr="Toner azaldı")
    assert found("toner", language="tr") == ["Toner azaldı"]
    assert found("toner", language="en") == ["Toner is low"]


def test_new_words_replace_the_old_ones(people: Cast) -> None:
    made = article(people, en="Empty pages")
    assert found("empty") == ["Empty pages"]
    chief = actor(people.supervisor)
    actions.write_translation(made, "en", title="Grey stripes", summary="Short", body="Stripes", actor=chief)
    assert found("empty") == []
    assert found("stripe") == ["Grey stripes"]


def test_what_is_hidden_is_not_found(people: Cast) -> None:
    made = article(people, en="Master key of the archive")
    wanted = actions.ArticleSettings(made.category, visibility=Visibility.INTERNAL, kind=made.kind)
    actions.change_article(made, wanted, actor=actor(people.supervisor))
    article(people, "draft", publish=False, en="Key numbers")
    assert found("key") == []
    assert found("key", actor(people.customer)) == []
    assert found("key", actor(people.agent)) == ["Master key of the archive"]
