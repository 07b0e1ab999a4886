"""In and out: a round trip, archives from elsewhere, and archives that mean harm."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from divan.core.actors import ANONYMOUS
from divan.core.errors import NotAllowed, Refused
from divan.knowledge import actions, queries
from divan.knowledge.models import ArticleFile, ArticleTranslation, ArticleVersion, KnowledgeArticle
from divan.knowledge.tests.support import article, shelf
from divan.knowledge.transfer import archive as limits
from divan.knowledge.transfer import export_html, export_markdown, front_matter, import_archive
from divan.knowledge.transfer.documents import documents
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]
PIXEL = b"\x89PNG\r\n\x1a\n a very small picture"
PAGE = """<!doctype html><html lang="pl"><head><title>Bęben</title><script>alert(1)</script></head>
<body><nav>Menu</nav><main><h1>Bęben</h1><p onclick="x()">Zdejmij <b>pokrywę</b>.</p>
<ol><li>Jeden</li><li>Dwa <a href="javascript:x">źle</a></li></ol>
<table><tr><th>Kod</th></tr><tr><td>E1</td></tr></table><img src="../img/drum.png" alt="Bęben"></main></body></html>"""


def _zip(**files: bytes | str) -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, content in files.items():
            target.writestr(name, content)
    made.seek(0)
    return made


def _words() -> list[tuple[str, str, dict[str, str]]]:
    rows = ArticleTranslation.objects.order_by("article__slug", "language").select_related("article")
    return [(row.article.slug, row.language, {**row.words, "body": ""}) for row in rows]


@pytest.fixture
def base(people: Cast) -> None:
    """A guide with a chapter, a known error in two languages, a picture."""
    chief = actor(people.supervisor)
    guide = article(people, "guide", kind="guide", en="The: guide", he="המדריך")
    inner = actions.create_category({"en": "Toner", "tr": "Toner kutusu"}, parent=shelf(people), actor=chief)
    chapter = actions.create_article("chapter", inner, actor=chief)
    picture = actions.add_file(chapter, SimpleUploadedFile("drum.png", PIXEL), actor=chief)
    actions.write_translation(
        chapter, "en", title="Chapter", body=f"![Drum](files/{picture.pk})", actor=chief
    )
    actions.publish_article(chapter, actor=chief)
    wanted = actions.ArticleSettings(inner, guide=guide, place=2, level="advanced", visibility="members")
    actions.change_article(chapter, wanted, actor=chief)
    error = actions.create_article("error", inner, kind="known_error", actor=chief)
    more = {"symptom": 'It says "E1"\n\nand stops', "cause": "Dust", "workaround": "# Wipe"}
    actions.write_translation(error, "en", title="E1", body="", actor=chief, **more)


def test_what_goes_out_comes_back_the_same_and_only_once(people: Cast, base: None) -> None:
    chief = actor(people.supervisor)
    out = io.BytesIO()
    assert export_markdown(out, actor=chief) == 4
    before = _words()
    KnowledgeArticle.objects.update(guide=None)
    KnowledgeArticle.objects.all().delete()
    out.seek(0)
    assert {one.result for one in import_archive(out, actor=chief)} == {"added"}
    assert _words() == before
    chapter = KnowledgeArticle.objects.select_related("guide", "category").get(slug="chapter")
    assert chapter.guide is not None
    assert (chapter.guide.slug, chapter.place, chapter.level) == ("guide", 2, "advanced")
    assert (chapter.visibility, chapter.category.names["tr"]) == ("members", "Toner kutusu")
    assert KnowledgeArticle.objects.get(slug="error").published_at is None
    assert f"files/{ArticleFile.objects.get().pk})" in chapter.translations.get().body
    versions = ArticleVersion.objects.count()
    for _time in range(2):
        out.seek(0)
        assert {one.result for one in import_archive(out, actor=chief)} == {"unchanged"}
    assert (ArticleVersion.objects.count(), ArticleFile.objects.count()) == (versions, 1)


def test_html_goes_out_readable_and_comes_in_clean(people: Cast, base: None) -> None:
    chief = actor(people.supervisor)
    out = io.BytesIO()
    assert export_html(out, actor=chief) == 4
    with zipfile.ZipFile(out) as made:
        names = made.namelist()
        page = made.read(next(name for name in names if name.endswith("guide.he.html"))).decode()
    assert "index.html" in names
    assert 'lang="he" dir="rtl"' in page
    assert "<script" not in page
    found = _zip(**{"manual/drum.html": PAGE, "img/drum.png": PIXEL})
    outcomes = import_archive(found, actor=chief)
    assert [(one.path, one.result) for one in outcomes] == [("manual/drum.html", "added")]
    text = ArticleTranslation.objects.get(article__slug="drum")
    assert (text.language, text.title) == ("pl", "Bęben")
    assert "Menu" not in text.html
    assert "javascript" not in text.html
    for part in ("<strong>pokrywę</strong>", "<ol>", "<td", "/help/files/"):
        assert part in text.html
    assert text.article.published_at is None
    assert text.article.visibility == "internal"


def test_files_from_elsewhere_need_no_head(people: Cast) -> None:
    found = _zip(
        **{
            "Drucker/leere-seiten.tr.md": "# Boş sayfalar\n\nTamburu salla. [Devamı](other.md#x)",
            "Drucker/other.md": "Kartuş değişimi nasıl yapılır, adım adım anlatıyoruz.",
            "Drucker/notes.txt": "not an article",
        }
    )
    outcomes = import_archive(found, actor=actor(people.supervisor))
    assert [(one.path, one.result) for one in outcomes] == [
        ("Drucker/leere-seiten.tr.md", "added"),
        ("Drucker/other.md", "added"),
    ]
    text = ArticleTranslation.objects.get(article__slug="leere-seiten")
    assert (text.title, text.language, str(text.article.category)) == ("Boş sayfalar", "tr", "Drucker")
    assert "article:other#x" in text.body


def test_nothing_leads_out_of_an_archive(people: Cast) -> None:
    link = zipfile.ZipInfo("link.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr(link, "/etc/passwd")
        for name in ("../up.md", "/root.md", "a/../../b.md", "c:\\d.md"):
            target.writestr(name, "# Harm\n\ntext")
        target.writestr("fine.md", "# Fine\n\n![x](../../../../etc/passwd) ![y](/etc/passwd)")
    made.seek(0)
    outcomes = import_archive(made, actor=actor(people.supervisor))
    assert sorted(one.path for one in outcomes if one.result == "added") == ["fine.md"]
    assert sum(one.result == "skipped" for one in outcomes) == 5
    assert not ArticleFile.objects.exists()


def test_what_is_too_much_is_refused(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    chief = actor(people.supervisor)
    with pytest.raises(Refused):
        import_archive(io.BytesIO(b"not a zip"), actor=chief)
    monkeypatch.setattr(limits, "LARGEST_TEXT", 1000)
    bomb = _zip(**{"bomb.md": "x" * 100_000, "fine.md": "# Fine\n\ntext", "bytes.md": b"\xff\xfe\x00"})
    results = {one.path: one.result for one in import_archive(bomb, actor=chief)}
    assert results == {"bomb.md": "skipped", "fine.md": "added", "bytes.md": "skipped"}
    monkeypatch.setattr(limits, "MOST_ENTRIES", 1)
    with pytest.raises(Refused):
        import_archive(bomb, actor=chief)


def test_only_publishers_bring_in_and_take_out(people: Cast) -> None:
    for somebody in (actor(people.agent), actor(people.customer), ANONYMOUS):
        with pytest.raises(NotAllowed):
            import_archive(_zip(**{"a.md": "# A\n\nb"}), actor=somebody)
        with pytest.raises(NotAllowed):
            export_markdown(io.BytesIO(), actor=somebody)


def test_the_command_and_the_page_do_the_same(
    people: Cast, base: None, client_for: Doors, tmp_path: Path
) -> None:
    path = tmp_path / "articles.zip"
    call_command("knowledge", "export", str(path), stdout=io.StringIO())
    KnowledgeArticle.objects.update(guide=None)
    KnowledgeArticle.objects.all().delete()
    door = client_for(people.supervisor)
    answer = door.post(
        "/settings/knowledge/import/", {"file": SimpleUploadedFile("a.zip", path.read_bytes())}
    )
    assert answer.content.decode().count('data-result="added"') == 4
    assert queries.article(actor(people.customer), "chapter", "en").title == "Chapter"
    told = io.StringIO()
    call_command("knowledge", "import", str(path), stdout=told)
    assert told.getvalue().count("unchanged") == 4
    with pytest.raises(CommandError):
        call_command("knowledge", "import", str(path), email="nobody@divan.example", stdout=told)
    export = door.post("/settings/knowledge/export/", {"kind": "markdown"})
    with zipfile.ZipFile(io.BytesIO(export.getvalue())) as made:
        assert sum(name.endswith(".md") and "_category" not in name for name in made.namelist()) == 4


def test_a_head_is_read_as_it_was_written() -> None:
    head = {"title": 'Say: "no"', "summary": "two\nlines", "language": "he", "name": "שלום", "place": "2"}
    assert front_matter.read(front_matter.write(head, "Text\n\n---\n\nmore")) == (head, "Text\n\n---\n\nmore")
    assert front_matter.read("no head\n---\nat all") == ({}, "no head\n---\nat all")


def test_every_file_of_an_archive_becomes_one_document(people: Cast) -> None:
    found = list(
        documents(limits.Archive(_zip(**{"a.en.md": "# A\n\nb", "a.pl.md": "# Ą\n\nb", "_x.md": "-"})))
    )
    assert [(one.slug, one.language, one.words["title"]) for one in found] == [
        ("a", "en", "A"),
        ("a", "pl", "Ą"),
    ]
