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
from divan.knowledge.models.files import ArticleFile
from divan.knowledge.models.reading import ArticleFeedback, ArticleNews, FeedbackReason, Subscription
from divan.knowledge.models.words import ArticleWords
from divan.knowledge.models.writing import ArticleDraft, ArticleVersion, DraftState

__all__ = [
    "ArticleDraft",
    "ArticleFeedback",
    "ArticleFile",
    "ArticleNews",
    "ArticleTranslation",
    "ArticleVersion",
    "ArticleWords",
    "DraftState",
    "ErrorState",
    "FeedbackReason",
    "KnowledgeArticle",
    "KnowledgeCategory",
    "Level",
    "Subscription",
    "Type",
    "Visibility",
]
