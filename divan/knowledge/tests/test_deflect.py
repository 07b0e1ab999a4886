"""An article that solved it counts once, and tells nothing about anybody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from divan.core import clock
from divan.core.actors import ANONYMOUS
from divan.core.errors import NotAllowed
from divan.knowledge import actions
from divan.knowledge.models import ArticleFeedback, Deflection, KnowledgeArticle, Place, Visibility
from divan.knowledge.queries.deflections import Deflected, deflected
from divan.knowledge.tests.support import article
from divan.knowledge.views import solving
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
SAID = {"place": "form", "form": "support"}


def test_it_is_counted_once_for_a_browser_an_article_and_a_day(people: Cast, client_for: Doors) -> None:
    first, second = article(people), article(people, "other", en="Grey pages")
    door = client_for(None)
    for made in (first, first, second):
        answer = door.post(f"/help/{made.slug}/solved/", SAID)
        assert answer.status_code == 302
    assert door.get(answer.headers["Location"]).status_code == 200
    assert Deflection.objects.count() == 2
    client_for(None).post(f"/help/{first.slug}/solved/", SAID)
    assert Deflection.objects.count() == 3
    with clock.at(clock.now() + timedelta(days=1)):
        door.post(f"/help/{first.slug}/solved/", SAID)
    assert Deflection.objects.count() == 4


def test_nothing_tells_who_it_was(people: Cast, client_for: Doors) -> None:
    made = article(people)
    door = client_for(people.customer)
    door.post(f"/help/{made.slug}/solved/", SAID)
    kept = Deflection.objects.get()
    assert (kept.article_id, kept.language, kept.place, kept.form) == (made.pk, "en", "form", "support")
    cookie = door.cookies[solving.VISITOR_COOKIE]
    assert cookie.value not in kept.visitor
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/help/", True, "Lax")
    assert {field.name for field in Deflection._meta.get_fields() if field.is_relation} == {"article"}


def test_above_a_form_thanks_come_in_place(people: Cast, client_for: Doors) -> None:
    made = article(people)
    answer = client_for(None).post(f"/help/{made.slug}/solved/", SAID, headers={"HX-Request": "true"})
    assert 'data-forget-drafts="form-support-"' in answer.content.decode()
    assert Deflection.objects.count() == 1


def test_the_page_of_thanks_leads_back_to_the_form(people: Cast, client_for: Doors) -> None:
    made = article(people)
    page = client_for(None).get(f"/help/{made.slug}/solved/?place=form&form=support").content.decode()
    assert 'href="/forms/support/"' in page
    odd = client_for(None).get(f"/help/{made.slug}/solved/?place=moon&form=../x").content.decode()
    assert 'href="/new/"' in odd


def test_what_one_may_not_read_cannot_have_solved_it(people: Cast, client_for: Doors) -> None:
    made = article(people)
    wanted = actions.ArticleSettings(made.category, visibility=Visibility.INTERNAL, kind=made.kind)
    actions.change_article(made, wanted, actor=actor(people.supervisor))
    assert client_for(None).post(f"/help/{made.slug}/solved/", SAID).status_code == 404
    assert client_for(None).get(f"/help/{made.slug}/solved/").status_code == 404
    with pytest.raises(NotAllowed):
        actions.deflect(made, "en", place=Place.FORM, visitor="x", actor=ANONYMOUS)
    assert not Deflection.objects.exists()


def test_a_token_is_needed(people: Cast) -> None:
    made = article(people)
    door = Client(enforce_csrf_checks=True)
    assert door.post(f"/help/{made.slug}/solved/", SAID).status_code == 403
    assert door.post("/help/suggestions/", {"subject": "pages"}).status_code == 403


def test_one_address_is_not_counted_without_end(
    people: Cast, client_for: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = article(people)
    monkeypatch.setattr(solving, "SOLVED_A_DAY", 2)
    for _time in range(3):
        assert client_for(None).post(f"/help/{made.slug}/solved/", SAID).status_code == 302
    assert Deflection.objects.count() == 2


def test_help_that_a_search_brought_counts_as_well(people: Cast, client_for: Doors) -> None:
    made = article(people)
    door = client_for(None)
    assert 'name="place" value="search"' in door.get(f"/help/{made.slug}/?place=search").content.decode()
    said = {"language": "en", "helped": "yes", "place": "search"}
    door.post(f"/help/{made.slug}/feedback/", said)
    assert [kept.place for kept in Deflection.objects.all()] == [Place.SEARCH]
    door.post(f"/help/{made.slug}/feedback/", said)
    other = article(people, "other", en="Grey pages")
    door.post(f"/help/{other.slug}/feedback/", {**said, "helped": "no", "reason": "unclear"})
    door.post(f"/help/{other.slug}/feedback/", {**said, "place": ""})
    assert Deflection.objects.count() == 1
    assert ArticleFeedback.objects.count() == 2


def test_publishers_see_how_many_by_place_and_lately(people: Cast, client_for: Doors) -> None:
    made = article(people)
    for days, place in ((0, Place.FORM), (1, Place.FORM), (40, Place.SEARCH), (90, Place.FORM)):
        with clock.at(clock.now() - timedelta(days=days)):
            Deflection.objects.create(
                article=made, language="en", place=place, visitor=f"{days}", created_at=clock.now()
            )
    found = deflected(KnowledgeArticle.objects.all())[made.pk]
    assert (found.lately, found.before, found.total) == (2, 1, 4)
    assert [times for _place, times in found.places] == [3, 1]
    other = article(people, "other", en="Grey pages")
    assert deflected(KnowledgeArticle.objects.filter(pk=other.pk)).get(other.pk, Deflected()).total == 0
    door = client_for(people.supervisor)
    assert 'id="deflected"' in door.get(f"/knowledge/{made.pk}/").content.decode()
    assert 'id="deflected"' not in door.get(f"/knowledge/{other.pk}/").content.decode()
    assert door.get("/knowledge/").status_code == 200
