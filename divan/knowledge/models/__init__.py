"""Articles, what they say in each language, how that was written, and what readers did with it."""

from divan.knowledge.models.articles import (
    ArticleTranslation,
    ErrorState,
    KnowledgeArticle,
    Level,
    Type,
    Visibility,
)
from divan.knowledge.models.categories import KnowledgeCategory
from divan.knowledge.models.deflections import Deflection, Place
from divan.knowledge.models.files import ArticleFile
from divan.knowledge.models.reading import ArticleFeedback, ArticleNews, FeedbackReason, Subscription
from divan.knowledge.models.usage import ArticleReads, MissedSearch
from divan.knowledge.models.words import ArticleWords
from divan.knowledge.models.writing import ArticleDraft, ArticleVersion, DraftState

__all__ = [
    "ArticleDraft",
    "ArticleFeedback",
    "ArticleFile",
    "ArticleNews",
    "ArticleReads",
    "ArticleTranslation",
    "ArticleVersion",
    "ArticleWords",
    "Deflection",
    "DraftState",
    "ErrorState",
    "FeedbackReason",
    "KnowledgeArticle",
    "KnowledgeCategory",
    "Level",
    "MissedSearch",
    "Place",
    "Subscription",
    "Type",
    "Visibility",
]
