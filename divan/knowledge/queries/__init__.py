"""What the pages of the knowledge base show."""

from divan.knowledge.queries.entries import Entry, articles_visible_to
from divan.knowledge.queries.reading import Reading, article, related, title_of, whole_guide
from divan.knowledge.queries.search import search, suggestions
from divan.knowledge.queries.shelves import Topic, latest, newest_in, shelves, topic

__all__ = [
    "Entry",
    "Reading",
    "Topic",
    "article",
    "articles_visible_to",
    "latest",
    "newest_in",
    "related",
    "search",
    "shelves",
    "suggestions",
    "title_of",
    "topic",
    "whole_guide",
]
