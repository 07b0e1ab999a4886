"""The address in a letter to a follower that ends such letters without a sign-in (RFC 8058)."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from divan.accounts.models import User
from divan.core.errors import NotAllowed
from divan.knowledge.models import KnowledgeArticle

_SALT = "divan.knowledge.stop"


def stop_path(person: User, article: KnowledgeArticle) -> str:
    """The page that ends what this person follows around this article."""
    return reverse("help_stop", kwargs={"token": signing.dumps([person.pk, article.pk], salt=_SALT)})


def follower_of(token: str) -> tuple[User, KnowledgeArticle]:
    """Whose letter the address came with, and about which article; raises NotAllowed for any other address."""
    try:
        person, article = signing.loads(token, salt=_SALT)
        return User.objects.get(pk=person), KnowledgeArticle.objects.get(pk=article)
    except (signing.BadSignature, User.DoesNotExist, KnowledgeArticle.DoesNotExist):
        raise NotAllowed("letters to a follower") from None
