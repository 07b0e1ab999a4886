"""Answers before anybody asks: while somebody types, on the page of results, and beside a form."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.core.actors import ANONYMOUS
from divan.core.jobs import drain
from divan.knowledge import actions, queries
from divan.knowledge.models import Visibility
from divan.knowledge.queries.search import SUGGESTED
from divan.knowledge.tests.support import article
from divan.knowledge.views import asking
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
# Queries at most: of the form, a suggestion, the list below the search box, the page of results.
MOST = [2, 12, 12, 12]

# Language, title of an article, a question in other word forms, and the same with a slip.
QUESTIONS = [
    ("fa", "چاپگر صفحه‌های خالی بیرون می‌دهد", "چاپگرم خراب است", "چابگرم خراب است"),
    ("he", "מדפסת שמוציאה דפים ריקים", "למדפסות שלנו יש בעיה", "למדפצות שלנו יש בעיה"),
    ("tr", "Yazıcı boş sayfa basıyor", "yazıcımızın derdi var", "yazcımızın derdi var"),
    ("pl", "Drukarka drukuje puste strony", "kłopot z drukarką", "kłopot z drukraką"),
    ("en", "The printer prints blank pages", "trouble with printers", "trouble with pritners"),
]


@pytest.fixture
def shelves(people: Cast) -> None:
    """An article in each language, none of which says the same."""
    for number, (language, title, _asked, _slip) in enumerate(QUESTIONS):
        article(people, f"printer-{number}", **{language: title})
    article(people, "hours", en="Opening hours of the office")
    drain()


def suggested(door: Client, **typed: str) -> str:
    """The fragment beside a form in which `typed` was written."""
    answer = door.post("/help/suggestions/", typed)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("shelves")
@pytest.mark.parametrize(("language", "title", "asked", "slip"), QUESTIONS)
def test_what_is_being_written_brings_the_article(
    language: str, title: str, asked: str, slip: str, client_for: Doors
) -> None:
    del title
    slug = f"printer-{[row[0] for row in QUESTIONS].index(language)}"
    for typed in (asked, slip):
        for field in ("subject", "body"):
            assert f"/help/{slug}/answer/" in suggested(client_for(None), **{field: typed}), typed


@pytest.mark.usefixtures("shelves")
def test_what_shares_nothing_brings_nothing(client_for: Doors) -> None:
    assert suggested(client_for(None), subject="zebra") == ""
    assert suggested(client_for(None)) == ""


def test_a_few_are_enough(people: Cast, client_for: Doors) -> None:
    for number in range(6):
        article(people, f"toner-{number}", en=f"Toner {number}")
    drain()
    assert suggested(client_for(None), subject="toner").count("/answer/") == SUGGESTED


@pytest.mark.usefixtures("shelves")
def test_a_suggestion_knows_where_it_stands_and_opens_in_place(client_for: Doors) -> None:
    door = client_for(None)
    page = suggested(door, subject="printers", place="chat", form="a&b")
    assert "/help/printer-4/answer/?place=chat&amp;form=" in page
    dialog = door.get("/help/printer-4/answer/?place=chat&form=contact").content.decode()
    assert '<dialog id="answer"' in dialog
    assert 'name="place" value="chat"' in dialog
    assert 'name="form" value="contact"' in dialog
    assert 'action="/help/printer-4/solved/"' in dialog


@pytest.mark.usefixtures("shelves")
def test_words_are_marked_and_another_language_is_named(client_for: Doors) -> None:
    page = client_for(None).get("/help/search/hits/", {"q": "drukarki"}).content.decode()
    assert "<mark>Drukarka</mark>" in page
    assert 'lang="pl">Polski' in page
    assert page.count('role="option"') == 1


def test_the_line_below_the_title_is_the_one_with_the_words(people: Cast, client_for: Doors) -> None:
    made = article(people, en="Empty pages")
    body = f"{'Nothing to see here. ' * 30}Shake the drum. {'Nothing more. ' * 30}"
    chief = actor(people.supervisor)
    actions.write_translation(made, "en", title="Empty pages", summary="Short", body=body, actor=chief)
    drain()
    page = client_for(None).get("/help/search/", {"q": "drum"}).content.decode()
    assert "Shake the <mark>drum</mark>" in page


@pytest.mark.usefixtures("shelves")
def test_the_page_of_results_offers_the_words_that_were_meant(client_for: Doors) -> None:
    page = client_for(None).get("/help/search/", {"q": "pritner"}).content.decode()
    assert re.search(r'id="instead".*href="/help/search/\?q=printer"', page)
    assert "/help/printer-4/?place=search" in page


@pytest.mark.usefixtures("shelves")
def test_nothing_found_leads_to_a_form_that_knows_the_words(people: Cast, client_for: Doors) -> None:
    page = client_for(None).get("/help/search/", {"q": "zebra & co"}).content.decode()
    assert "/new/?subject=zebra+%26+co" in page
    assert 'href="/help/topics/' in page
    form = client_for(None).get("/forms/support/", {"subject": "zebra & co"}).content.decode()
    assert 'value="zebra &amp; co"' in form


def test_what_is_hidden_answers_nobody(people: Cast, client_for: Doors) -> None:
    made = article(people, en="Master key of the archive")
    wanted = actions.ArticleSettings(made.category, visibility=Visibility.INTERNAL, kind=made.kind)
    actions.change_article(made, wanted, actor=actor(people.supervisor))
    drain()
    for door in (client_for(None), client_for(people.customer)):
        assert "/answer/" not in suggested(door, subject="master keys")
        assert "option" not in door.get("/help/search/hits/", {"q": "mastr"}).content.decode()
        assert door.get(f"/help/{made.slug}/answer/").status_code == 404
    assert queries.answers(ANONYMOUS, "mastre key", "en") == queries.Answers()


@pytest.mark.usefixtures("shelves")
def test_too_many_questions_are_not_answered(client_for: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ASKED_A_MINUTE", 2)
    door = client_for(None)
    answers = [door.post("/help/suggestions/", {"subject": "printer"}).status_code for _time in range(3)]
    assert answers == [200, 200, 204]
    for path in ("/help/search/hits/", "/help/search/"):
        assert door.get(path, {"q": "printer"}).status_code == 429
    assert door.get("/help/search/").status_code == 200


def test_a_form_asks_nothing_of_the_articles_and_answers_ask_little(people: Cast, client_for: Doors) -> None:
    door = client_for(None)
    door.get("/forms/support/")
    visits: list[Callable[[], object]] = [
        lambda: door.get("/forms/support/"),
        lambda: door.post("/help/suggestions/", {"subject": "the toner"}),
        lambda: door.get("/help/search/hits/", {"q": "toner"}),
        lambda: door.get("/help/search/", {"q": "toner"}),
    ]
    counts = []
    for number in range(3):
        article(people, f"toner-{number}", en=f"Toner {number}")
        drain()
        for visit in visits:
            with CaptureQueriesContext(connection) as asked:
                visit()
            counts.append(len(asked))
            assert visit is not visits[0] or not [one for one in asked if "knowledge_" in one["sql"]]
    for later in (counts[4:8], counts[8:]):
        assert all(count <= most for count, most in zip(later, MOST, strict=True)), later
