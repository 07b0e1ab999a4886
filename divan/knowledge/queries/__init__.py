"""What the pages of the knowledge base show."""

from divan.knowledge.queries.answers import Answer, Answers, answers, suggested_answers
from divan.knowledge.queries.entries import Entry, articles_visible_to
from divan.knowledge.queries.gaps import Missed, missed_searches
from divan.knowledge.queries.reading import Reading, article, related, title_of, whole_guide
from divan.knowledge.queries.search import matching
from divan.knowledge.queries.shelves import Topic, latest, newest_in, shelves, topic
from divan.knowledge.queries.usage import questions

__all__ = [
    "Answer",
    "Answers",
    "Entry",
    "Missed",
    "Reading",
    "Topic",
    "answers",
    "article",
    "articles_visible_to",
    "latest",
    "matching",
    "missed_searches",
    "newest_in",
    "questions",
    "related",
    "shelves",
    "suggested_answers",
    "title_of",
    "topic",
    "whole_guide",
]
