"""Articles for the tests of this slice."""

from __future__ import annotations

from divan.knowledge import actions
from divan.knowledge.models import ArticleDraft, KnowledgeArticle, KnowledgeCategory
from tests.support.cast import Cast, actor


def shelf(people: Cast) -> KnowledgeCategory:
    """A category that everything may stand on."""
    found = KnowledgeCategory.objects.first()
    return found or actions.create_category({"en": "Printers"}, actor=actor(people.supervisor))


def article(
    people: Cast, slug: str = "empty-pages", *, publish: bool = True, kind: str = "howto", **words: str
) -> KnowledgeArticle:
    """An article; `words` are titles by language, and each text says its title."""
    author = actor(people.supervisor)
    made = actions.create_article(slug, shelf(people), kind=kind, actor=author)
    for language, title in (words or {"en": "Empty pages"}).items():
        text = f"## First\n\n{title}\n\n## Second\n\nEnd"
        actions.write_translation(made, language, title=title, summary="Short", body=text, actor=author)
    return actions.publish_article(made, actor=author) if publish else made


def draft(
    people: Cast, of: KnowledgeArticle, title: str = "White pages", language: str = "en"
) -> ArticleDraft:
    """What the agent is writing on top of it."""
    words = {"title": title, "summary": "Short", "body": f"{title} again"}
    return actions.save_draft(of, language, words, actor=actor(people.agent))
