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
from divan.knowledge.models import (
    ArticleFile,
    ArticleTranslation,
    ArticleVersion,
    KnowledgeArticle,
    KnowledgeCategory,
)
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


def test_html_that_goes_out_comes_back_the_same(people: Cast, base: None) -> None:
    chief = actor(people.supervisor)
    empty = actions.create_category({"en": "Scanners", "fa": "پویشگر"}, parent=None, actor=chief)
    text = "Begin\n\n## Steps {#how}\n\n1. One\n\n> [!WARNING] Hot\n\n## End\n\n## End\n\nDone"
    error = KnowledgeArticle.objects.get(slug="error")
    more = {"symptom": "It *stops*", "cause": "Dust", "workaround": "Wipe"}
    actions.write_translation(error, "he", title="E1", body=text, actor=chief, **more)
    rows = KnowledgeCategory.objects.filter(parent=None).order_by("position", "pk")
    before = [row.names for row in rows]
    out = io.BytesIO()
    assert export_html(out, actor=chief) == 5
    KnowledgeArticle.objects.update(guide=None)
    KnowledgeArticle.objects.all().delete()
    KnowledgeCategory.objects.update(parent=None)
    KnowledgeCategory.objects.all().delete()
    for result in ("added", "unchanged"):
        out.seek(0)
        assert {one.result for one in import_archive(out, actor=chief)} == {result}
    found = ArticleTranslation.objects.get(article__slug="error", language="he")
    assert {name: found.words[name] for name in ("body", *more)} == {"body": text, **more}
    assert [row.names for row in rows.all()] == before
    assert empty.names in before


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


def test_pages_with_equal_names_in_several_folders_stay_apart(people: Cast) -> None:
    names = ("README.md", "setup/README.md", "setup/README.tr.md", "en/care.md", "pl/care.md", "a.md", "b.md")
    files = {f"manual/{name}": f"# {name}\n\nThe text of {name}" for name in names}
    files["manual/a.md"] = files["manual/b.md"] = "---\nslug: chosen\n---\n# Chosen\n\nThe same address twice"
    files["manual/pl/care.md"] = "# Czyszczenie\n\nKażdego wieczoru trzeba opróżnić tackę i umyć ją wodą."
    chief = actor(people.supervisor)
    assert {one.result for one in import_archive(_zip(**files), actor=chief)} == {"added"}
    assert {one.result for one in import_archive(_zip(**files), actor=chief)} == {"unchanged"}
    texts = set(ArticleTranslation.objects.values_list("article__slug", "language"))
    assert len(texts) == len(names)
    assert {("manual-setup-readme", "en"), ("manual-setup-readme", "tr")} <= texts
    assert {("care", "en"), ("care", "pl"), ("chosen", "en")} <= texts


def test_manuals_of_other_programs_are_read(people: Cast) -> None:
    page = '<html lang="{}"><head><meta http-equiv="Content-Type" content="text/html; charset={}"><title>{}</title>'
    body = "</head><body><p>{}</p></body></html>"
    he, tr, pl = "ניקוי המכונה", "Değirmen şişesi", "Czyść młynek"
    files: dict[str, bytes | str] = {
        "old-he.htm": (page + body).format("he", "windows-1255", he, he).encode("cp1255"),
        "old-tr.htm": (page + body).format("tr", "windows-1254", tr, tr).encode("cp1254"),
        "wide.md": f"# {pl}\n\n{pl} codziennie wieczorem".encode("utf-16"),
        "unknown.md": pl.encode("cp1250"),
        "folded.md": "\ufeff---\r\ntitle: >-\r\n  Long\r\n  title\r\nlanguage: fa-IR\r\n---\r\nمتن",
        "old\\tool.md": "# Old tool\n\n![a](<img/a b.png>) [![b](img/a%20b.png)](fine.md) ![c][c]\n\n[c]: img/a%20b.png",
        "old\\img\\a b.png": PIXEL,
        "old/fine.md": "# Fine\n\nThe text of this page is fine",
    }
    outcomes = import_archive(_zip(**files), actor=actor(people.supervisor))
    assert [one.path for one in outcomes if one.result == "skipped"] == ["unknown.md"]
    texts = {row.article.slug: row for row in ArticleTranslation.objects.select_related("article")}
    assert {slug: text.title for slug, text in texts.items() if slug in ("old-he", "old-tr", "wide")} == {
        "old-he": he,
        "old-tr": tr,
        "wide": pl,
    }
    assert (texts["folded"].title, texts["folded"].language) == ("Long title", "fa")
    file = ArticleFile.objects.get()
    assert texts["tool"].html.count(f'src="/help/files/{file.pk}/"') == 3
    assert 'href="/help/fine/"' in texts["tool"].html


def test_pages_of_word_processors_lose_nothing(people: Cast) -> None:
    table = "<table><tr><td colspan=2>Head</td></tr><tr><td>Left</td><td>Right</td></tr></table>"
    body = f"<h1>First step</h1><p><br>Switch on<br><br></p>{table}<h1>Second step</h1><p>Wait</p>"
    pages = {
        "named.html": f"<html lang=en><title>The manual</title><body>{body}",
        "bare.html": f"<html lang=en><body>{body}",
    }
    import_archive(_zip(**pages), actor=actor(people.supervisor))
    named, bare = (ArticleTranslation.objects.get(article__slug=slug) for slug in ("named", "bare"))
    rest = "Switch on\n\n| Head |  |\n| --- | --- |\n| Left | Right |\n\n## Second step\n\nWait"
    assert (named.title, named.body) == ("The manual", f"## First step\n\n{rest}")
    assert (bare.title, bare.body) == ("First step", rest)


def test_nothing_leads_out_of_an_archive(people: Cast) -> None:
    link = zipfile.ZipInfo("link.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        target.writestr(link, "/etc/passwd")
        for name in ("../up.md", "/root.md", "a/../../b.md", "c:\\d.md", "..\\e.md"):
            target.writestr(name, "# Harm\n\ntext")
        target.writestr("fine.md", "# Fine\n\n![x](../../../../etc/passwd) ![y](/etc/passwd)")
    made.seek(0)
    outcomes = import_archive(made, actor=actor(people.supervisor))
    assert sorted(one.path for one in outcomes if one.result == "added") == ["fine.md"]
    assert sum(one.result == "skipped" for one in outcomes) == 6
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


@pytest.mark.parametrize(
    ("packing", "mark", "place", "value"),
    [
        (zipfile.ZIP_STORED, b"PK\x01\x02", 6, 200),
        (zipfile.ZIP_STORED, b"PK\x05\x06", 16, 255),
        (zipfile.ZIP_LZMA, b"PK\x03\x04", 60, 1),
    ],
    ids=["of a version to come", "before the first byte", "damaged"],
)
def test_an_archive_with_wrong_bytes_is_refused_or_passed_over(
    people: Cast, packing: int, mark: bytes, place: int, value: int
) -> None:
    """Places as in APPNOTE 4.3.12 and 4.3.16, and one in the packed text."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", packing) as target:
        target.writestr("a.md", "# A\n\n" + " ".join(map(str, range(300))))
    wrong = bytearray(made.getvalue())
    wrong[wrong.find(mark) + place] = value
    try:
        results = {one.result for one in import_archive(io.BytesIO(wrong), actor=actor(people.supervisor))}
    except Refused:
        results = set()
    assert results <= {"skipped"}


def test_what_no_database_takes_is_left_out(people: Cast) -> None:
    head = '---\ntitle: "Half \\ud800 and \\u0000 whole"\nguide: "\\u0000"\n---\nText\x00 here'
    folder = '---\nname-en: "\\u0000Toner\\ud800"\n---\n'
    files = {"f/a.md": head, "f/_category.md": folder}
    assert [one.result for one in import_archive(_zip(**files), actor=actor(people.supervisor))] == ["added"]
    text = ArticleTranslation.objects.select_related("article__category").get()
    assert (text.title, text.body) == ("Half ? and  whole".replace("  ", " "), "Text here")
    assert text.article.category.names == {"en": "Toner?"}


@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><td>a" * 18 + "</td></tr></table>" * 18,
        "<div>" * 300_000,
        "<h1>Title</h1><p>text",
    ],
)
def test_pages_of_any_depth_are_read_or_refused_at_once(people: Cast, page: str) -> None:
    [outcome] = import_archive(_zip(**{"a.html": page}), actor=actor(people.supervisor))
    assert outcome.result == ("skipped" if "<div>" in page else "added")


def test_the_first_heading_is_the_title_however_long_it_is(people: Cast) -> None:
    files = {"long.md": f"# Toner{' ' * 20_000}low\n\ntext", "plain.md": "# Paper ##  \n\ntext"}
    import_archive(_zip(**files), actor=actor(people.supervisor))
    titles = ArticleTranslation.objects.order_by("article__slug").values_list("title", flat=True)
    assert list(titles) == ["Toner low", "Paper"]


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
