"""The sample knowledge base, made by its verbs."""

from __future__ import annotations

from datetime import timedelta

from divan.core import clock
from divan.core.actors import Actor
from divan.knowledge import actions
from divan.samples.library import articles


def publish(author: Actor) -> None:
    """Write and publish all sample articles, the first of them the longest ago."""
    data = articles()
    now = clock.now()
    categories = {
        slug: actions.create_category(names, actor=author) for slug, names in data["categories"].items()
    }
    for place, row in enumerate(data["articles"]):
        with clock.at(now - timedelta(days=6 * (len(data["articles"]) - place))):
            article = actions.create_article(
                row["slug"], categories[row["category"]], visibility=row["visibility"], actor=author
            )
            for language, words in row["translations"].items():
                actions.write_translation(article, language, **words, actor=author)
            actions.publish_article(article, actor=author)
