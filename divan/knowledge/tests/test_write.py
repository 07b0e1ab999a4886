"""From a draft to what people read: who may do what, and that nothing goes live by accident."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from divan.core import clock
from divan.core.actors import ANONYMOUS
from divan.core.errors import NotAllowed, Refused
from divan.knowledge import actions, queries
from divan.knowledge.models import (
    ArticleDraft,
    ArticleTranslation,
    ArticleVersion,
    DraftState,
    KnowledgeArticle,
    MissedSearch,
)
from divan.knowledge.queries import desk
from divan.knowledge.schedules import release_due
from divan.knowledge.tests.support import article, draft, shelf
from tests.support.cast import Cast, actor

Verb = Callable[[KnowledgeArticle, ArticleDraft, Cast, Any], object]


def _missed_search() -> int:
    """A search in vain by two visitors."""
    for place in ("one", "another"):
        actions.note_search("coffee machine", "en", 0, place=place)
    return MissedSearch.objects.get().pk


_WRITERS = {"agent", "other_agent", "supervisor", "administrator"}
_PUBLISHERS = {"supervisor", "administrator"}
VERBS: dict[str, tuple[Verb, set[str]]] = {
    "create_category": (lambda a, d, p, who: actions.create_category({"en": "New"}, actor=who), _PUBLISHERS),
    "rename_category": (
        lambda a, d, p, who: actions.rename_category(a.category, {"en": "Other"}, actor=who),
        _PUBLISHERS,
    ),
    "move_category": (
        lambda a, d, p, who: actions.move_category(a.category, up=True, actor=who),
        _PUBLISHERS,
    ),
    "create_article": (lambda a, d, p, who: actions.create_article("new", a.category, actor=who), _WRITERS),
    "change_article": (
        lambda a, d, p, who: actions.change_article(a, actions.ArticleSettings(a.category), actor=who),
        _PUBLISHERS,
    ),
    "publish_article": (lambda a, d, p, who: actions.publish_article(a, actor=who), _PUBLISHERS),
    "withdraw_article": (lambda a, d, p, who: actions.withdraw_article(a, actor=who), _PUBLISHERS),
    "save_draft": (lambda a, d, p, who: actions.save_draft(a, "tr", {"title": "x"}, actor=who), _WRITERS),
    "discard_draft": (lambda a, d, p, who: actions.discard_draft(d, actor=who), _WRITERS),
    "release_draft": (lambda a, d, p, who: actions.release_draft(d, actor=who), _PUBLISHERS),
    "return_draft": (lambda a, d, p, who: actions.return_draft(d, note="why", actor=who), _PUBLISHERS),
    "schedule_draft": (
        lambda a, d, p, who: actions.schedule_draft(d, at=clock.now() + timedelta(days=1), actor=who),
        _PUBLISHERS,
    ),
    "write_translation": (
        lambda a, d, p, who: actions.write_translation(a, "pl", title="x", body="y", actor=who),
        _PUBLISHERS,
    ),
    "restore_version": (
        lambda a, d, p, who: actions.restore_version(ArticleVersion.objects.get(), actor=who),
        _WRITERS,
    ),
    "set_search_aside": (
        lambda a, d, p, who: actions.set_search_aside(_missed_search(), actor=who),
        _PUBLISHERS,
    ),
    "confirm_translation": (
        lambda a, d, p, who: actions.confirm_translation(ArticleTranslation.objects.get(), actor=who),
        _PUBLISHERS,
    ),
}


@pytest.mark.parametrize("name", VERBS)
def test_who_may(name: str, people: Cast) -> None:
    made = article(people)
    waiting = draft(people, made)
    verb, allowed = VERBS[name]
    for somebody in ("customer", "clerk", "agent", "supervisor"):
        who = actor(getattr(people, somebody))
        if somebody in allowed:
            verb(made, waiting, people, who)
            return
        with pytest.raises(NotAllowed):
            verb(made, waiting, people, who)
    with pytest.raises(NotAllowed):
        verb(made, waiting, people, ANONYMOUS)


def test_a_draft_changes_nothing_for_readers_until_it_is_released(people: Cast) -> None:
    made = article(people)
    waiting = draft(people, made, "White pages")
    assert queries.article(ANONYMOUS, made.slug, "en").title == "Empty pages"
    assert queries.matching(ANONYMOUS, "white", "en") == []
    actions.release_draft(waiting, actor=actor(people.supervisor))
    assert queries.article(ANONYMOUS, made.slug, "en").title == "White pages"
    assert not ArticleDraft.objects.exists()
    versions = ArticleVersion.objects.order_by("number").values_list(
        "number", "title", "author", "approved_by"
    )
    assert list(versions) == [
        (1, "Empty pages", people.supervisor.pk, people.supervisor.pk),
        (2, "White pages", people.agent.pk, people.supervisor.pk),
    ]


def test_the_first_release_publishes_the_article(people: Cast) -> None:
    made = article(people, publish=False)
    made.translations.all().delete()
    actions.release_draft(draft(people, made), actor=actor(people.supervisor))
    assert queries.article(ANONYMOUS, made.slug, "en").title == "White pages"


def test_a_second_author_does_not_write_over_the_first(people: Cast) -> None:
    made = article(people)
    first = draft(people, made)
    words = {"title": "Mine", "body": "text"}
    actions.save_draft(made, "en", words, actor=actor(people.other_agent), revision=first.revision)
    with pytest.raises(Refused) as refusal:
        actions.save_draft(made, "en", {"title": "Lost"}, actor=actor(people.agent), revision=first.revision)
    assert refusal.value.field == "revision"
    assert ArticleDraft.objects.get().title == "Mine"


def test_somebody_else_approves(people: Cast) -> None:
    made = article(people)
    chief, boss = actor(people.supervisor), actor(people.administrator)
    own = actions.save_draft(made, "en", {"title": "Mine", "body": "text"}, actor=chief)
    with pytest.raises(Refused):
        actions.submit_draft(own, reviewer=people.supervisor, actor=chief)
    with pytest.raises(Refused):
        actions.submit_draft(own, reviewer=people.agent, actor=chief)
    asked = actions.submit_draft(own, reviewer=people.administrator, note="Please", actor=chief)
    assert desk.waiting_for(boss) == 1
    with pytest.raises(Refused):
        actions.release_draft(asked, actor=chief)
    with pytest.raises(Refused):
        actions.return_draft(asked, note=" ", actor=boss)
    returned = actions.return_draft(asked, note="Shorter", actor=boss)
    assert (returned.state, returned.note) == (DraftState.WRITING, "Shorter")
    again = actions.submit_draft(returned, reviewer=people.administrator, actor=chief)
    actions.release_draft(again, actor=boss)
    version = ArticleVersion.objects.get(number=2)
    assert (version.author_id, version.approved_by_id) == (people.supervisor.pk, people.administrator.pk)
    assert desk.waiting_for(boss) == 0


def test_a_scheduled_draft_goes_live_on_its_day_and_once(people: Cast) -> None:
    made = article(people)
    at = clock.now() + timedelta(days=2)
    actions.schedule_draft(draft(people, made), at=at, actor=actor(people.supervisor))
    release_due()
    assert queries.article(ANONYMOUS, made.slug, "en").title == "Empty pages"
    with clock.at(at + timedelta(minutes=1)):
        release_due()
        release_due()
    assert queries.article(ANONYMOUS, made.slug, "en").title == "White pages"
    assert ArticleVersion.objects.count() == 2


def test_what_was_scheduled_by_somebody_without_the_right_stays_a_draft(people: Cast) -> None:
    made = article(people)
    waiting = draft(people, made)
    at = clock.now() + timedelta(days=2)
    actions.schedule_draft(waiting, at=at, actor=actor(people.supervisor))
    people.supervisor.is_active = False
    people.supervisor.save(update_fields=["is_active"])
    with clock.at(at):
        release_due()
    assert ArticleDraft.objects.get().state == DraftState.WRITING
    assert queries.article(ANONYMOUS, made.slug, "en").title == "Empty pages"


def test_a_translation_is_stale_when_its_source_has_gone_on(people: Cast) -> None:
    made = article(people, en="Empty pages", tr="Boş sayfalar")
    chief = actor(people.supervisor)
    assert not queries.article(ANONYMOUS, made.slug, "tr").is_stale
    actions.write_translation(made, "en", title="Empty pages", body="New words", actor=chief)
    assert queries.article(ANONYMOUS, made.slug, "tr").is_stale
    assert [line.slug for line in desk.lines(chief, "en", "stale")] == [made.slug]
    actions.confirm_translation(ArticleTranslation.objects.get(language="tr"), actor=chief)
    assert not queries.article(ANONYMOUS, made.slug, "tr").is_stale
    actions.write_translation(made, "en", title="Empty pages", body="New words", actor=chief)
    assert not queries.article(ANONYMOUS, made.slug, "tr").is_stale


def test_an_old_version_comes_back_as_a_draft(people: Cast) -> None:
    made = article(people)
    chief = actor(people.supervisor)
    actions.release_draft(draft(people, made), actor=chief)
    back = actions.restore_version(ArticleVersion.objects.get(number=1), actor=chief)
    assert back.title == "Empty pages"
    actions.release_draft(back, actor=chief)
    assert queries.article(ANONYMOUS, made.slug, "en").title == "Empty pages"
    assert ArticleVersion.objects.count() == 3


def test_the_last_language_is_withdrawn_only_with_the_article(people: Cast) -> None:
    made = article(people, en="Empty pages", tr="Boş sayfalar")
    chief = actor(people.supervisor)
    actions.withdraw_translation(ArticleTranslation.objects.get(language="tr"), actor=chief)
    assert queries.article(ANONYMOUS, made.slug, "tr").is_fallback
    with pytest.raises(Refused):
        actions.withdraw_translation(ArticleTranslation.objects.get(language="en"), actor=chief)
    actions.withdraw_article(made, actor=chief)
    with pytest.raises(NotAllowed):
        queries.article(chief, made.slug, "en")
    actions.publish_article(KnowledgeArticle.objects.get(), actor=chief)
    assert queries.article(ANONYMOUS, made.slug, "en").title == "Empty pages"


def test_addresses_that_mean_something_else_are_refused(people: Cast) -> None:
    for slug in ("search", "tr", "files", "print"):
        with pytest.raises(Refused):
            actions.create_article(slug, shelf(people), actor=actor(people.agent))


def test_a_chapter_belongs_to_a_guide(people: Cast) -> None:
    chief = actor(people.supervisor)
    guide, other = article(people, "guide", kind="guide"), article(people, "other")
    settings = actions.ArticleSettings(other.category, guide=guide, place=1)
    actions.change_article(other, settings, actor=chief)
    for wrong in (
        actions.ArticleSettings(other.category, guide=other),
        actions.ArticleSettings(other.category, kind="guide", guide=guide),
    ):
        with pytest.raises(Refused):
            actions.change_article(other, wrong, actor=chief)
    with pytest.raises(Refused):
        actions.change_article(guide, actions.ArticleSettings(guide.category, kind="howto"), actor=chief)


def test_categories_are_a_tree_with_an_order(people: Cast) -> None:
    chief = actor(people.supervisor)
    first, second = shelf(people), actions.create_category({"en": "Paper"}, actor=chief)
    inner = actions.create_category({"en": "Toner"}, parent=first, actor=chief)
    actions.move_category(second, up=True, actor=chief)
    actions.move_category(second, up=True, actor=chief)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.position, first.position) == (0, 1)
    deep = inner
    for name in ("a", "b"):
        deep = actions.create_category({"en": name}, parent=deep, actor=chief)
    with pytest.raises(Refused):
        actions.create_category({"en": "c"}, parent=deep, actor=chief)
    with pytest.raises(Refused):
        actions.delete_category(first, actor=chief)
    actions.delete_category(deep, actor=chief)
    actions.delete_category(deep, actor=chief)
