"""The authors' pages through HTTP: what is typed is kept, and refusals are said."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.accounts.mailing import Letter, sender
from divan.core import clock
from divan.core.actors import ANONYMOUS
from divan.knowledge import queries
from divan.knowledge.models import ArticleDraft, ArticleTranslation, KnowledgeArticle, KnowledgeCategory
from divan.knowledge.tests.support import article, draft, shelf
from tests.support.cast import Cast

Doors = Callable[..., Client]
WORDS = {"title": "White pages", "summary": "Short", "body": "## Shake\n\nthe drum"}


def test_from_nothing_to_the_reader(people: Cast, client_for: Doors) -> None:
    door = client_for(people.supervisor)
    names = {"name_en": "Printers", "name_fa": "چاپگر"}
    assert door.post("/knowledge/categories/", names).status_code == 302
    made = {"title": "White pages", "slug": "white", "kind": "faq", "language": "en"}
    made["category"] = str(KnowledgeCategory.objects.get().pk)
    page = door.post("/knowledge/new/", made)
    path = page.headers["Location"]
    assert client_for(None).get("/help/white/").status_code == 404
    saved = door.post(f"{path}draft/", {**WORDS, "revision": "1"}).json()
    assert saved == {"revision": 2}
    conflict = door.post(f"{path}draft/", {**WORDS, "title": "Other", "revision": "1"})
    assert conflict.status_code == 409
    assert door.post(f"{path}release/", {**WORDS, "revision": "2"}).status_code == 302
    assert "White pages" in client_for(None).get("/help/white/").content.decode()
    assert door.post("/knowledge/new/", made).status_code == 422


def test_a_refused_release_keeps_what_was_typed(people: Cast, client_for: Doors) -> None:
    made = article(people)
    path = f"/knowledge/{made.pk}/en/"
    page = client_for(people.supervisor).post(
        f"{path}release/", {"title": "", "body": "typed", "revision": "0"}
    )
    assert page.status_code == 422
    assert "typed" in page.content.decode()
    assert 'role="alert"' in page.content.decode()
    assert queries.article(ANONYMOUS, made.slug, "en").title == "Empty pages"


def test_review_goes_from_author_to_reviewer_and_back(people: Cast, client_for: Doors) -> None:
    made = article(people)
    path = f"/knowledge/{made.pk}/en/"
    agent, boss = client_for(people.agent), client_for(people.supervisor)
    form = {**WORDS, "revision": "0", "reviewer": people.supervisor.pk, "note": "Please"}
    written: list[Letter] = []
    with sender.only(box=written.append):
        assert agent.post(f"{path}submit/", form).status_code == 302
    assert "Please" in boss.get(path).content.decode()
    assert [(letter.kind, letter.to) for letter in written] == [
        ("article_review_asked", people.supervisor.email)
    ]
    assert 'data-state="review"' in boss.get("/knowledge/?show=review").content.decode()
    assert agent.post(f"{path}release/", WORDS).status_code == 404
    assert boss.post(f"{path}return/", {"note": "Shorter"}).status_code == 302
    assert "Shorter" in agent.get(path).content.decode()
    assert agent.post(f"{path}submit/", {**form, "reviewer": people.agent.pk}).status_code == 422
    assert agent.post(f"{path}discard/").status_code == 302
    assert not ArticleDraft.objects.exists()


def test_a_date_is_meant_in_the_time_zone_of_its_author(people: Cast, client_for: Doors) -> None:
    made = article(people)
    people.supervisor.time_zone = "Asia/Tehran"
    people.supervisor.save(update_fields=["time_zone"])
    day = (clock.now() + timedelta(days=3)).date().isoformat()
    form = {**WORDS, "revision": "0", "publish_at": f"{day}T10:30"}
    page = client_for(people.supervisor).post(f"/knowledge/{made.pk}/en/schedule/", form)
    assert page.status_code == 302
    at = ArticleDraft.objects.get().publish_at
    assert at is not None
    assert at.isoformat() == f"{day}T07:00:00+00:00"
    past = client_for(people.supervisor).post(
        f"/knowledge/{made.pk}/en/schedule/", {"publish_at": "2020-01-01T10:00"}
    )
    assert past.status_code == 422


def test_settings_of_a_published_article_are_for_publishers(people: Cast, client_for: Doors) -> None:
    made = article(people)
    form = {
        **{"category": shelf(people).pk, "visibility": "internal", "kind": "faq", "level": "advanced"},
        **{"place": 0, "owner": people.agent.pk, "review_by": "2030-01-31"},
    }
    assert client_for(people.agent).post(f"/knowledge/{made.pk}/", form).status_code == 422
    assert KnowledgeArticle.objects.get().visibility == "public"
    assert client_for(people.supervisor).post(f"/knowledge/{made.pk}/", form).status_code == 302
    row = KnowledgeArticle.objects.get()
    assert (row.visibility, row.kind, row.level, row.owner_id) == (
        "internal",
        "faq",
        "advanced",
        people.agent.pk,
    )


def test_the_preview_is_what_readers_would_see(people: Cast, client_for: Doors) -> None:
    form = {**WORDS, "body": "> [!TIP] x\n\n<script>alert(1)</script>", "language": "en"}
    page = client_for(people.agent).post("/knowledge/preview/", form).content.decode()
    assert 'class="callout"' in page
    assert "<script>" not in page


def test_a_picture_is_named_for_the_text(people: Cast, client_for: Doors) -> None:
    made = article(people)
    door = client_for(people.agent)
    file = SimpleUploadedFile("drum.png", b"\x89PNG\r\n\x1a\n picture")
    told = door.post(f"/knowledge/{made.pk}/files/", {"file": file}).json()
    assert told["is_picture"]
    assert told["name"] == "drum.png"
    assert door.post(f"/knowledge/{made.pk}/files/").status_code == 422


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_page_opens_in_every_language(language: str, people: Cast, client_for: Doors) -> None:
    made = article(people, en="Empty pages", he="דפים ריקים")
    draft(people, made)
    people.supervisor.language = language
    people.supervisor.save(update_fields=["language"])
    door = client_for(people.supervisor)
    category = shelf(people).pk
    for path in (
        *("/knowledge/", "/knowledge/new/", "/knowledge/categories/", f"/knowledge/categories/{category}/"),
        *(f"/knowledge/{made.pk}/", f"/knowledge/{made.pk}/en/", f"/knowledge/{made.pk}/fa/"),
        *(f"/knowledge/{made.pk}/he/versions/", f"/knowledge/{made.pk}/pl/versions/", "/settings/knowledge/"),
        *("/help/", f"/help/topics/{category}/", "/help/empty-pages/", "/help/empty-pages/print/"),
    ):
        page = door.get(path)
        assert page.status_code == 200, path
        text = page.content.decode()
        assert f'<html lang="{language}"' in text, path
        assert text.count("<h1") == 1, path
        assert " style=" not in text, path


def test_a_translation_is_taken_away_and_confirmed(people: Cast, client_for: Doors) -> None:
    made = article(people, en="Empty pages", tr="Boş sayfalar")
    door = client_for(people.supervisor)
    door.post(f"/knowledge/{made.pk}/en/release/", {**WORDS, "revision": "0"})
    assert 'data-language="tr" data-state="stale"' in door.get(f"/knowledge/{made.pk}/").content.decode()
    door.post(f"/knowledge/{made.pk}/tr/confirm/")
    assert 'data-language="tr" data-state="live"' in door.get(f"/knowledge/{made.pk}/").content.decode()
    door.post(f"/knowledge/{made.pk}/tr/withdraw/")
    assert list(ArticleTranslation.objects.values_list("language", flat=True)) == ["en"]
    assert door.post(f"/knowledge/{made.pk}/en/withdraw/").status_code == 422
