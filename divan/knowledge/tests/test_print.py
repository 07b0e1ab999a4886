"""Articles and guides as PDF."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from divan.core.actors import ANONYMOUS
from divan.knowledge import actions, queries
from divan.knowledge.models import KnowledgeArticle, Visibility
from divan.knowledge.papers import paper_of
from divan.knowledge.tests.support import article
from divan.knowledge.views import printing as printing_views
from divan.ui import printing
from divan.ui.printing import making
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8"
    "cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
is_wanted = printing.is_possible() or "DIVAN_TEST_NEEDS_PANGO" in os.environ
needs_pango = pytest.mark.skipif(not is_wanted, reason="this machine has no Pango: install libpangoft2-1.0-0")
PATIENCE_SECONDS = 120
# How a picture is declared in a PDF (ISO 32000-1, 8.9.5).
PICTURE = b"/Subtype /Image"


def _fetch(client: Client, slug: str, language: str = "en") -> Any:
    """The PDF, asked for again until it is ready, as the page that waits for it does."""
    where = f"{reverse('help_pdf', kwargs={'slug': slug})}?language={language}"
    end = time.monotonic() + PATIENCE_SECONDS
    answer = client.get(where)
    while answer.status_code == 202 and time.monotonic() < end:
        answer = client.get(where)
    return answer


def _paper(slug: str, language: str = "en") -> printing.Paper:
    return paper_of(ANONYMOUS, queries.whole_guide(ANONYMOUS, slug, language), "Cedar Supplies")


def _made(paper: printing.Paper) -> bytes:
    """The PDF, waited for."""
    end = time.monotonic() + PATIENCE_SECONDS
    made = printing.make(paper)
    while made is None and time.monotonic() < end:
        made = printing.make(paper)
    assert made is not None
    return made.read_bytes()


def _guide(people: Cast) -> list[KnowledgeArticle]:
    """A guide with a chapter for everybody and one for the staff."""
    guide = article(people, "guide", kind="guide", en="The guide", he="המדריך", fa="راهنما")
    made = [guide]
    for place, name in enumerate(("open", "closed"), 1):
        chapter = article(people, name, en=f"Chapter {name}", fa=f"فصل {name}")
        visibility = Visibility.INTERNAL if name == "closed" else Visibility.PUBLIC
        wanted = actions.ArticleSettings(guide.category, guide=guide, place=place, visibility=visibility)
        made.append(actions.change_article(chapter, wanted, actor=actor(people.supervisor)))
    return made


@needs_pango
@pytest.mark.parametrize("language", ["en", "he", "fa"])
def test_a_guide_is_one_file_in_each_language(language: str, people: Cast, client_for: Doors) -> None:
    _guide(people)
    answer = _fetch(client_for(None), "guide", language)
    content = b"".join(answer.streaming_content)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert f"guide-{language}.pdf" in answer.headers["Content-Disposition"]
    assert content.startswith(b"%PDF-")


@needs_pango
def test_a_file_is_made_once_and_again_when_the_words_change(people: Cast, client_for: Doors) -> None:
    made = article(people)
    first = b"".join(_fetch(client_for(None), made.slug).streaming_content)
    again = b"".join(_fetch(client_for(None), made.slug).streaming_content)
    assert first == again
    before = printing.make(_paper(made.slug))
    words = {"title": "Other words", "body": "Quite different"}
    actions.write_translation(made, "en", **words, actor=actor(people.supervisor))
    assert b"".join(_fetch(client_for(None), made.slug).streaming_content) != first
    assert printing.make(_paper(made.slug)) != before


@needs_pango
def test_the_renderer_opens_nothing_but_what_it_was_given(people: Cast, tmp_path: Path) -> None:
    """A page that asks for a file of the machine and for the network is laid out without both."""
    made = article(people)
    secret = tmp_path / "secret.png"
    secret.write_bytes(PIXEL)
    bait = f'<img src="file://{secret}"><img src="http://127.0.0.1:9/x.png"><link rel="stylesheet" href="file://{secret}">'
    paper = _paper(made.slug)
    assert PICTURE not in _made(replace(paper, html=paper.html + bait))
    given = replace(
        paper,
        html=f'{paper.html}<img src="paper:file/1">',
        files={**paper.files, "paper:file/1": str(secret)},
    )
    assert PICTURE in _made(given)


def test_paper_holds_only_what_its_reader_may_see(people: Cast, client_for: Doors) -> None:
    _guide(people)
    assert "Chapter open" in _paper("guide").html
    assert "Chapter closed" not in _paper("guide").html
    hidden = reverse("help_pdf", kwargs={"slug": "closed"})
    assert client_for(None).get(hidden).status_code == 404


def test_pictures_go_along_and_anchors_are_unlike_each_other(people: Cast) -> None:
    chief = actor(people.supervisor)
    guide, chapter, _closed = _guide(people)
    picture = actions.add_file(chapter, SimpleUploadedFile("drum.png", PIXEL), actor=chief)
    text = f"## First\n\n![Drum](files/{picture.pk})\n\n[there](#s-first) ![no](files/999)"
    actions.write_translation(chapter, "en", title="Chapter open", body=text, actor=chief)
    paper = _paper("guide")
    assert [name for name in paper.files if name.startswith("paper:file/")] == [
        f"paper:file/{picture.sha256}"
    ]
    assert f'id="part-{guide.pk}-s-first"' in paper.html
    assert f'id="part-{chapter.pk}-s-first"' in paper.html
    assert f'href="#part-{chapter.pk}-s-first"' in paper.html
    assert "/help/files/" not in paper.html


def test_directions_are_said_on_paper(people: Cast) -> None:
    made = article(people, fa="راهنما")
    words = {"title": "کدها", "body": "- `E01`: مخزن خالی است\n- Only English here"}
    actions.write_translation(made, "fa", **words, actor=actor(people.supervisor))
    html = _paper(made.slug, "fa").html
    assert '<html lang="fa" dir="rtl">' in html
    assert 'dir="auto"' not in html
    assert '<li dir="rtl"><code>' in html
    assert '<li dir="ltr">Only' in html


def test_the_article_offers_its_file_where_the_machine_can_make_it(people: Cast, client_for: Doors) -> None:
    made = article(people)
    page = client_for(None).get(reverse("help_article", kwargs={"slug": made.slug})).content.decode()
    assert (reverse("help_pdf", kwargs={"slug": made.slug}) in page) is printing.is_possible()


@needs_pango
def test_what_cannot_be_made_says_so_and_is_not_tried_at_once_again(
    people: Cast, client_for: Doors, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    made = article(people)
    tmp_path.joinpath("printed").mkdir()
    answers = [_fetch(client_for(None), made.slug).status_code]
    (kept,) = tmp_path.joinpath("printed").glob("*.pdf")
    kept.unlink()
    kept.with_suffix(".claim").write_text("failed")
    answers.append(_fetch(client_for(None), made.slug).status_code)
    assert answers == [200, 503]


@needs_pango
def test_whoever_asks_for_too_many_papers_waits(
    people: Cast, client_for: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing_views, "ASKED_A_MINUTE", 0)
    assert _fetch(client_for(None), article(people).slug).status_code == 429


def test_files_that_nobody_asks_for_are_forgotten(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    folder = tmp_path / "printed"
    folder.mkdir()
    long_ago = time.time() - making.KEPT.total_seconds() - 60
    for name in ("old.pdf", "new.pdf", "old.claim"):
        (folder / name).write_bytes(b"")
        if name.startswith("old"):
            os.utime(folder / name, (long_ago, long_ago))
    making.forget_pdfs()
    assert [path.name for path in folder.iterdir()] == ["new.pdf"]
