"""Reading: guides, languages, files, machines, answers and news."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.mailing import Letter, sender
from divan.core import clock
from divan.core.actors import ANONYMOUS
from divan.core.errors import NotAllowed
from divan.knowledge import actions, queries
from divan.knowledge.models import ArticleFeedback, ArticleNews, KnowledgeArticle, Subscription, Visibility
from divan.knowledge.schedules import remind_owners, tell_subscribers
from divan.knowledge.tests.support import article, draft, shelf
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
PIXEL = b"\x89PNG\r\n\x1a\n a very small picture"


def _hide(made: KnowledgeArticle, people: Cast, visibility: str = Visibility.INTERNAL) -> None:
    wanted = actions.ArticleSettings(made.category, visibility=visibility, guide=made.guide, kind=made.kind)
    actions.change_article(made, wanted, actor=actor(people.supervisor))


def _guide(people: Cast) -> list[KnowledgeArticle]:
    """A guide and its three chapters; the second is for the staff."""
    chief = actor(people.supervisor)
    guide = article(people, "guide", kind="guide", en="The guide", fa="راهنما")
    chapters = []
    for place, name in enumerate(("one", "two", "three"), 1):
        chapter = article(people, name, en=f"Chapter {name}")
        visibility = Visibility.INTERNAL if name == "two" else Visibility.PUBLIC
        settings = actions.ArticleSettings(guide.category, guide=guide, place=place, visibility=visibility)
        chapters.append(actions.change_article(chapter, settings, actor=chief))
    return [guide, *chapters]


def test_chapters_follow_their_order_and_the_gate(people: Cast) -> None:
    _guide(people)
    reading = queries.article(ANONYMOUS, "one", "en")
    assert reading.guide is not None
    assert (reading.guide.slug, reading.before.slug, reading.after.slug) == ("guide", "guide", "three")
    staff = queries.article(actor(people.agent), "one", "en")
    assert staff.after is not None
    assert staff.after.slug == "two"
    printed = [text.article.slug for text in queries.whole_guide(ANONYMOUS, "guide", "en")]
    assert printed == ["guide", "one", "three"]
    assert [entry.slug for entry in queries.shelves(ANONYMOUS, "en")[0].articles] == ["guide"]


def test_a_chapter_does_not_name_a_guide_that_its_reader_may_not_see(people: Cast, client_for: Doors) -> None:
    guide = _guide(people)[0]
    _hide(guide, people)
    page = client_for(None).get("/help/one/").content.decode()
    assert "The guide" not in page
    assert "Chapter one" in page


def test_the_whole_guide_is_one_page(people: Cast, client_for: Doors) -> None:
    _guide(people)
    page = client_for(None).get("/help/guide/print/").content.decode()
    assert re.findall(r'id="chapter-\d+"', page) != []
    assert "Chapter three" in page
    assert "Chapter two" not in page


def test_each_language_has_an_address_and_names_the_others(people: Cast, client_for: Doors) -> None:
    article(people, "both", en="Empty pages", fa="صفحه‌های خالی")
    page = client_for(None).get("/help/fa/both/").content.decode()
    assert '<html lang="fa" dir="rtl"' in page
    assert re.search(r'<link rel="canonical" href="[^"]+/help/fa/both/">', page)
    assert set(re.findall(r'hreflang="([\w-]+)" href="http', page)) == {"en", "fa", "x-default"}
    fallback = client_for(None).get("/help/pl/both/").content.decode()
    assert "Polski" in fallback
    assert re.search(r'<link rel="canonical" href="[^"]+/help/en/both/">', fallback)
    assert client_for(None).get("/help/de/both/").status_code == 404


def test_what_is_not_public_is_not_indexed(people: Cast, client_for: Doors) -> None:
    made = article(people)
    _hide(made, people, Visibility.MEMBERS)
    page = client_for(people.customer).get("/help/empty-pages/").content.decode()
    assert 'content="noindex"' in page
    assert "canonical" not in page
    for path in ("/sitemap.xml", "/help/feeds/en/"):
        assert "empty-pages" not in client_for(people.administrator).get(path).content.decode()


def test_machines_get_well_formed_lists(people: Cast, client_for: Doors) -> None:
    article(people, "both", en="Pages & <ink>", tr="Boş sayfalar")
    sitemap = ElementTree.fromstring(client_for(None).get("/sitemap.xml").content)
    places = [node.text or "" for node in sitemap.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert [place.split("/help/")[1] for place in places] == ["", "en/both/", "tr/both/"]
    for path in ("/help/feeds/en/", f"/help/feeds/en/{shelf(people).pk}/"):
        feed = ElementTree.fromstring(client_for(None).get(path).content)
        titles = [node.text for node in feed.iter("{http://www.w3.org/2005/Atom}title")]
        assert titles[1:] == ["Pages & <ink>"]
    assert client_for(None).get("/help/feeds/en/999999/").status_code == 404
    assert client_for(None).get(f"/help/feeds/en/{'9' * 30}/").status_code == 404


def test_a_picture_is_shown_with_the_text_that_shows_it(people: Cast, client_for: Doors) -> None:
    chief = actor(people.supervisor)
    made = article(people)
    kept = actions.add_file(made, SimpleUploadedFile("drum.png", PIXEL), actor=actor(people.agent))
    path = f"/help/files/{kept.pk}/"
    assert client_for(None).get(path).status_code == 404
    assert client_for(people.agent).get(path).status_code == 200
    actions.write_translation(made, "en", title="x", body=f"![Drum](files/{kept.pk})", actor=chief)
    answer = client_for(None).get(path)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert f'src="{path}"' in client_for(None).get("/help/empty-pages/").content.decode()
    _hide(made, people)
    assert client_for(people.customer).get(path).status_code == 404
    page = actions.add_file(made, SimpleUploadedFile("x.png", b"<script>alert(1)</script>"), actor=chief)
    answer = client_for(people.agent).get(f"/help/files/{page.pk}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_did_it_help_counts_once_a_day_and_knows_nobody(people: Cast, client_for: Doors) -> None:
    article(people)
    said = {"helped": "no", "reason": "unclear", "comment": "Which drum?", "language": "en"}
    door = client_for(people.customer)
    for _time in range(2):
        assert door.post("/help/empty-pages/feedback/", said).status_code == 302
    kept = ArticleFeedback.objects.get()
    assert (kept.helped, kept.reason, kept.comment) == (False, "unclear", "Which drum?")
    assert not {field.name for field in ArticleFeedback._meta.fields} & {"user", "email", "address"}
    answer = client_for(people.other_customer).post(
        "/help/empty-pages/feedback/", {"helped": "yes", "language": "en"}, headers={"HX-Request": "true"}
    )
    assert b"helped" in answer.content
    assert ArticleFeedback.objects.filter(helped=True).count() == 1
    wrong = client_for(people.agent).post("/help/empty-pages/feedback/", {**said, "reason": "spite"})
    assert wrong.status_code == 422


def test_feedback_on_what_one_may_not_read_is_not_taken(people: Cast, client_for: Doors) -> None:
    _hide(article(people), people)
    answer = client_for(people.customer).post("/help/empty-pages/feedback/", {"helped": "yes"})
    assert answer.status_code == 404
    with pytest.raises(NotAllowed):
        actions.give_feedback(KnowledgeArticle.objects.get(), "en", helped=True, actor=actor(people.customer))


@pytest.fixture
def letters() -> Iterator[list[Letter]]:
    """What is written meanwhile, instead of being queued."""
    written: list[Letter] = []
    with sender.only(box=written.append):
        yield written


def _news(letters: list[Letter]) -> list[str]:
    return [letter.to for letter in letters if letter.kind == "knowledge_news"]


def test_followers_hear_of_news_once_and_only_of_what_they_may_read(
    people: Cast, client_for: Doors, letters: list[Letter]
) -> None:
    article(people, "first")
    client_for(people.customer).post(f"/help/topics/{shelf(people).pk}/follow/")
    client_for(people.agent).post(f"/help/topics/{shelf(people).pk}/follow/")
    ArticleNews.objects.all().delete()
    hidden = article(people, "second", publish=False)
    _hide(hidden, people)
    actions.publish_article(KnowledgeArticle.objects.get(pk=hidden.pk), actor=actor(people.supervisor))
    tell_subscribers()
    tell_subscribers()
    assert _news(letters) == [people.agent.email]
    article(people, "third")
    tell_subscribers()
    assert sorted(_news(letters)) == sorted([people.agent.email, people.agent.email, people.customer.email])
    assert not ArticleNews.objects.exists()


def test_a_change_is_told_to_those_who_follow_the_article(
    people: Cast, client_for: Doors, letters: list[Letter]
) -> None:
    made = article(people)
    ArticleNews.objects.all().delete()
    door = client_for(people.customer)
    door.post("/help/empty-pages/follow/")
    door.post("/help/empty-pages/follow/")
    actions.release_draft(draft(people, made), actor=actor(people.supervisor))
    tell_subscribers()
    assert _news(letters) == [people.customer.email]
    door.post("/help/empty-pages/unfollow/")
    actions.release_draft(draft(people, made, "Once more"), actor=actor(people.supervisor))
    tell_subscribers()
    assert len(_news(letters)) == 1


def test_the_letter_to_a_follower_says_how_to_end_it(
    people: Cast, client_for: Doors, letters: list[Letter]
) -> None:
    made = article(people)
    client_for(people.customer).post(f"/help/topics/{shelf(people).pk}/follow/")
    client_for(people.customer).post("/help/empty-pages/follow/")
    client_for(people.agent).post("/help/empty-pages/follow/")
    actions.release_draft(draft(people, made), actor=actor(people.supervisor))
    tell_subscribers()
    stop = next(letter.stop for letter in letters if letter.to == people.customer.email)
    path = stop.removeprefix(settings.PUBLIC_URL)
    mail_program = Client(enforce_csrf_checks=True)
    # A look at the page ends nothing: scanners of links look, too.
    assert people.customer.email in mail_program.get(path).content.decode()
    assert Subscription.objects.filter(user=people.customer).count() == 2
    answer = mail_program.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert list(Subscription.objects.values_list("user_id", flat=True)) == [people.agent.pk]
    assert mail_program.post(f"{path[:-2]}x/").status_code == 404


def test_the_owner_is_reminded_once_and_finds_it_in_the_list(
    people: Cast, client_for: Doors, letters: list[Letter]
) -> None:
    made = article(people)
    chief = actor(people.supervisor)
    settings = actions.ArticleSettings(
        made.category, owner=people.supervisor, review_by=clock.now().date() + timedelta(days=3)
    )
    actions.change_article(made, settings, actor=chief)
    remind_owners()
    assert letters == []
    with clock.at(clock.now() + timedelta(days=4)):
        remind_owners()
        remind_owners()
        assert [(letter.kind, letter.to) for letter in letters] == [
            ("article_review_due", people.supervisor.email)
        ]
        page = client_for(people.supervisor).get("/knowledge/?show=overdue").content.decode()
    assert "Empty pages" in page


def test_the_way_to_a_person_names_the_article(people: Cast, client_for: Doors) -> None:
    made = article(people)
    assert "/new/?article=empty-pages" in client_for(None).get("/help/empty-pages/").content.decode()
    cards = client_for(None).get("/new/?article=empty-pages").content.decode()
    assert "?article=empty-pages" in cards
    form = "/forms/support/?article=empty-pages"
    assert 'id="read-before"' in client_for(None).get(form).content.decode()
    _hide(made, people)
    assert "Empty pages" not in client_for(None).get(form).content.decode()


def test_a_page_asks_the_same_questions_whatever_is_in_the_base(people: Cast, client_for: Doors) -> None:
    door = client_for(None)
    counts = []
    for number in range(5):
        article(people, f"a-{number}", en=f"Empty pages {number}", tr="Boş")
        if number in (0, 4):
            counted = []
            for path in ("/help/", "/help/a-0/", f"/help/topics/{shelf(people).pk}/", "/sitemap.xml"):
                door.get(path)
                with CaptureQueriesContext(connection) as asked:
                    door.get(path)
                counted.append(len(asked))
            counts.append(counted)
    assert counts[0] == counts[1]
    assert max(counts[1]) <= 8, counts
