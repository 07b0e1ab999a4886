"""Who may read what, in which language, and what a search finds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from divan.accounts.installation import installation
from divan.accounts.models import AdministrationEntry
from divan.core.actors import ANONYMOUS
from divan.core.errors import NotAllowed, Refused
from divan.core.jobs import drain
from divan.knowledge import actions, queries
from divan.knowledge.markdown import to_html
from divan.knowledge.models import KnowledgeArticle
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]


def _article(
    people: Cast, slug: str, *, visibility: str = "public", publish: bool = True, **words: str
) -> KnowledgeArticle:
    """An article; `words` are titles by language."""
    author = actor(people.supervisor)
    category = actions.create_category({"en": "Printers"}, actor=author)
    article = actions.create_article(slug, category, visibility=visibility, actor=author)
    for language, title in (words or {"en": "Empty pages"}).items():
        actions.write_translation(
            article,
            language,
            title=title,
            summary="A summary",
            body=f"## One\n\n{title}\n\n## Two\n\nEnd",
            actor=author,
        )
    return actions.publish_article(article, actor=author) if publish else article


def test_only_publishers_publish_and_the_log_knows(people: Cast) -> None:
    before = AdministrationEntry.objects.latest("id").pk
    article = _article(people, "empty-pages", publish=False)
    with pytest.raises(NotAllowed):
        actions.publish_article(article, actor=actor(people.customer))
    with pytest.raises(NotAllowed):
        actions.publish_article(article, actor=actor(people.agent))
    actions.publish_article(article, actor=actor(people.supervisor))
    actions.publish_article(article, actor=actor(people.supervisor))
    kinds = list(
        AdministrationEntry.objects.filter(pk__gt=before).order_by("id").values_list("kind", flat=True)
    )
    assert kinds == ["knowledge.category_created", "article.created", "article.written", "article.published"]


def test_an_address_is_taken_once_and_nothing_is_published_empty(people: Cast) -> None:
    article = _article(people, "empty-pages")
    author = actor(people.supervisor)
    with pytest.raises(Refused):
        actions.create_article("empty-pages", article.category, actor=author)
    draft = actions.create_article("draft", article.category, actor=author)
    with pytest.raises(Refused):
        actions.publish_article(draft, actor=author)
    for title, body, language in (("", "x", "en"), ("x", " ", "en"), ("x", "x", "de")):
        with pytest.raises(Refused):
            actions.write_translation(draft, language, title=title, summary="", body=body, actor=author)


@pytest.mark.parametrize(
    ("visibility", "readers"),
    [
        ("public", {"stranger", "customer", "agent"}),
        ("members", {"customer", "agent"}),
        ("internal", {"agent"}),
    ],
)
def test_who_may_read(visibility: str, readers: set[str], people: Cast, client_for: Doors) -> None:
    _article(people, "secret", visibility=visibility, en="The secret of paper")
    drain()
    for name in ("stranger", "customer", "agent"):
        client = client_for(getattr(people, name, None))
        page = client.get("/help/secret/")
        assert page.status_code == (200 if name in readers else 404)
        pages = [
            *(client.get(path) for path in ("/help/", "/help/search/?q=secret", "/portal/")),
            client.get("/help/search/hits/?q=secret"),
            client.post("/help/suggestions/", {"subject": "secret"}),
        ]
        for page in pages:
            shown = page.content.decode().replace("<mark>", "").replace("</mark>", "")
            assert ("The secret of paper" in shown) is (name in readers), page.request["PATH_INFO"]


def test_a_draft_is_nowhere(people: Cast, client_for: Doors) -> None:
    _article(people, "draft", publish=False)
    assert client_for(people.agent).get("/help/draft/").status_code == 404
    assert queries.articles_visible_to(actor(people.administrator)).count() == 0


def test_another_language_is_shown_and_said(people: Cast, client_for: Doors) -> None:
    _article(people, "both", en="Empty pages", tr="Boş sayfalar")
    _article(people, "polish", pl="Puste strony")
    turkish = client_for(people.supervisor)
    own, fallback = turkish.get("/help/both/").content.decode(), turkish.get("/help/polish/").content.decode()
    assert "Boş sayfalar" in own
    assert "Polski." not in own
    assert "Puste strony" in fallback
    assert 'lang="pl"' in fallback
    reading = queries.article(ANONYMOUS, "polish", "tr")
    assert reading.is_fallback
    assert not queries.article(ANONYMOUS, "both", "tr").is_fallback


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("BOŞ", ["both"]),
        ("bos sayfalar", ["both"]),
        ("puste", ["polish"]),
        ("boş puste", []),
        ("", []),
        ("%", []),
    ],
)
def test_search_folds_and_wants_every_word(wanted: str, found: list[str], people: Cast) -> None:
    _article(people, "both", en="Empty pages", tr="Boş sayfalar")
    _article(people, "polish", pl="Puste strony")
    drain()
    assert [row.article.slug for row in queries.matching(ANONYMOUS, wanted, "en")] == found


def test_titles_come_before_texts(people: Cast) -> None:
    first = _article(people, "drum", en="About the drum")
    _article(people, "pages", en="Empty pages")
    actions.write_translation(
        KnowledgeArticle.objects.get(slug="pages"),
        "en",
        title="Pages",
        summary="",
        body="drum",
        actor=actor(people.supervisor),
    )
    drain()
    assert [row.article.slug for row in queries.matching(ANONYMOUS, "drum", "en")] == [first.slug, "pages"]


def test_markdown_blocks_have_their_own_direction_and_headings_a_place() -> None:
    html = to_html("## שלום\n\nטקסט\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n- x\n\n## Two <b>")
    assert '<h2 id="s-שלום" dir="auto">שלום</h2>' in html
    assert '<p dir="auto">' in html
    assert '<div class="scroll"><table class="table">' in html
    assert '<h2 id="s-two-b" dir="auto">Two &lt;b&gt;</h2>' in html


def test_the_number_of_queries_does_not_grow(people: Cast) -> None:
    counts = []
    installation()
    for number in range(6):
        _article(people, f"a-{number}", en=f"Empty pages {number}")
        if number in (0, 5):
            with CaptureQueriesContext(connection) as asked:
                queries.shelves(ANONYMOUS, "en")
                queries.latest(ANONYMOUS, "en")
                queries.matching(ANONYMOUS, "empty", "en")
            counts.append(len(asked))
    assert counts[0] == counts[1]
