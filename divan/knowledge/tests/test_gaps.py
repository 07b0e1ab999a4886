"""What is missing and what is used: searches in vain, reads, frequent questions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.models.log import AdministrationEntry
from divan.core import clock
from divan.core.jobs import drain
from divan.knowledge import actions, queries
from divan.knowledge.forgetting import forget_searches, settle_searches
from divan.knowledge.models import ArticleReads, KnowledgeArticle, MissedSearch
from divan.knowledge.tests.support import article, draft
from tests.support.cast import Cast, actor
from tests.support.time import FrozenClock

Doors = Callable[..., Client]


def _look_for(words: str, *places: str, language: str = "en") -> None:
    for place in places:
        actions.note_search(words, language, 0, place=place)


def _missed(people: Cast) -> list[str]:
    return [one.words for one in queries.missed_searches(actor(people.supervisor))]


def test_a_search_is_readable_only_when_two_visitors_made_it(people: Cast) -> None:
    _look_for("paper tray", "one", "one")
    row = MissedSearch.objects.get()
    assert (row.words, row.times) == ("", 1)
    assert "paper" not in row.digest + row.last_seeker
    assert _missed(people) == []
    _look_for("Paper  TRAY", "another")
    assert _missed(people) == ["Paper TRAY"]


def test_one_visitor_on_two_days_counts_as_two(people: Cast, frozen_clock: FrozenClock) -> None:
    _look_for("paper tray", "one")
    frozen_clock.advance(timedelta(days=1, hours=1))
    _look_for("paper tray", "one")
    assert [one.times for one in queries.missed_searches(actor(people.supervisor))] == [2]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("reset celina@customer.example password", "reset password"),
        ("order 1002003 late", "order late"),
        ("call +48 600 700 800", ""),
        ("سفارش ۱۲۳۴۵۶ کجاست", "سفارش کجاست"),
        ("https://elsewhere.example/x broken", "broken"),
        ("my name is so and so and I live here in town", ""),
        ("x", ""),
        ("error E21", "error E21"),
    ],
)
def test_personal_data_and_sentences_are_not_kept(said: str, kept: str, people: Cast) -> None:
    _look_for(said, "one", "another")
    assert _missed(people) == ([kept] if kept else [])


def test_what_was_found_is_not_noted(people: Cast) -> None:
    actions.note_search("paper tray", "en", 3, place="one")
    assert not MissedSearch.objects.exists()


def test_one_visitor_cannot_fill_the_list(people: Cast) -> None:
    for number in range(60):
        _look_for(f"word{chr(97 + number % 26)}{chr(97 + number // 26)}", "one")
    assert MissedSearch.objects.count() <= 30


def test_the_search_page_notes_what_it_did_not_find(people: Cast, client_for: Doors) -> None:
    article(people)
    drain()
    for browser in ("Firefox", "Safari"):
        client_for(None).get(f"{reverse('help_search')}?q=zeppelin", headers={"User-Agent": browser})
        client_for(None).get(f"{reverse('help_search')}?q=pages", headers={"User-Agent": browser})
    assert _missed(people) == ["zeppelin"]


def test_the_page_leads_to_the_article_that_is_missing(people: Cast, client_for: Doors) -> None:
    _look_for("paper tray", "one", "another")
    article(people)
    client = client_for(people.supervisor)
    page = client.get(reverse("knowledge_gaps")).content.decode()
    assert 'data-words="paper tray"' in page
    write = f"{reverse('create_article')}?{urlencode({'title': 'paper tray', 'language': 'en'})}"
    form = client.get(write).content.decode()
    assert 'value="paper tray"' in form
    assert 'value="paper-tray"' in form


def test_setting_a_search_aside_takes_it_from_the_list_for_good(people: Cast, client_for: Doors) -> None:
    _look_for("paper tray", "one", "another")
    where = reverse("set_search_aside", kwargs={"missed_id": MissedSearch.objects.get().pk})
    for _again in range(2):
        assert client_for(people.supervisor).post(where).status_code == 302
    _look_for("paper tray", "third")
    assert _missed(people) == []
    assert AdministrationEntry.objects.filter(kind="knowledge.search_set_aside").count() == 1


def test_searches_are_forgotten_and_settled(people: Cast, frozen_clock: FrozenClock) -> None:
    _look_for("lonely words", "one")
    _look_for("paper tray", "one", "another")
    _look_for("empty pages", "one", "another")
    article(people)
    drain()
    settle_searches()
    assert _missed(people) == ["paper tray"]
    frozen_clock.advance(timedelta(days=31))
    forget_searches()
    assert MissedSearch.objects.count() == 1
    frozen_clock.advance(timedelta(days=200))
    forget_searches()
    assert not MissedSearch.objects.exists()


def test_readers_are_counted_once_a_day_and_staff_never(people: Cast, client_for: Doors) -> None:
    made = article(people)
    where = reverse("help_read", kwargs={"slug": made.slug})
    for person in (None, None, people.agent):
        assert client_for(person).post(where).status_code == 204
    client_for(people.agent).post(where, headers={"User-Agent": "the desk"})
    assert list(ArticleReads.objects.values_list("article_id", "times")) == [(made.pk, 1)]


@pytest.fixture
def _questions(people: Cast) -> None:
    for slug, reads in (("rarely", 1), ("often", 7), ("sometimes", 2)):
        made = article(people, slug, kind="faq", en=slug.title())
        ArticleReads.objects.create(article=made, day=clock.now().date(), times=reads)
    article(people, "no-question")


@pytest.mark.usefixtures("_questions")
def test_frequent_questions_stand_in_the_order_of_their_use(people: Cast, client_for: Doors) -> None:
    who = actor(people.customer)
    assert [entry.slug for entry in queries.questions(who, "en")] == ["often", "sometimes", "rarely"]
    rarely = KnowledgeArticle.objects.get(slug="rarely")
    for _answer in range(2):
        actions.give_feedback(rarely, "en", helped=True, actor=who)
    assert [entry.slug for entry in queries.questions(who, "en")] == ["rarely", "often", "sometimes"]
    assert client_for(None).get(reverse("help_questions")).status_code == 200
    assert reverse("help_questions") in client_for(None).get(reverse("help")).content.decode()


def test_drafts_to_review_and_articles_to_look_at_again_stand_among_the_notifications(
    people: Cast, client_for: Doors
) -> None:
    chief, made = actor(people.supervisor), article(people)
    actions.submit_draft(draft(people, made), reviewer=people.supervisor, actor=actor(people.agent))
    yesterday = clock.now().date() - timedelta(days=1)
    wanted = actions.ArticleSettings(made.category, owner=people.supervisor, review_by=yesterday)
    actions.change_article(made, wanted, actor=chief)
    page = client_for(people.supervisor).get(reverse("notifications")).content.decode()
    assert reverse("write_article", kwargs={"article_id": made.pk, "language": "en"}) in page
    assert reverse("knowledge_article", kwargs={"article_id": made.pk}) in page
    for person in (people.agent, people.customer):
        assert "articles-waiting" not in client_for(person).get(reverse("notifications")).content.decode()
