"""Nothing that somebody new writes goes out before a colleague has approved it, whichever way it was written (K4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import F
from django.utils.translation import gettext as _

from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.tickets.models import ReviewedAuthor

_approved: ContextVar[bool] = ContextVar("approved", default=False)


class NeedsReview(Refused):
    """The verb would write to a customer, and its author's replies are reviewed: `hold_reply` takes it instead."""

    def __init__(self) -> None:
        super().__init__(_("A colleague reads your answers before they are sent."))


@contextmanager
def approved() -> Iterator[None]:
    """What is written inside was approved by a colleague of its author."""
    token = _approved.set(True)
    try:
        yield
    finally:
        _approved.reset(token)


def is_reviewed(actor: Actor) -> bool:
    """Whether what this person writes to customers is reviewed first (one query)."""
    if not actor.is_authenticated or not actor.is_staff:
        return False
    return actor.person_id in reviewed_among([actor.person_id])


def reviewed_among(authors: Iterable[int]) -> set[int]:
    """Those of these people whose answers to customers are reviewed first (one query)."""
    reviewed = ReviewedAuthor.objects.filter(author_id__in=authors, approved__lt=F("wanted"))
    return set(reviewed.values_list("author_id", flat=True))


def require_approved(actor: Actor) -> None:
    """Raise NeedsReview for an author whose replies are reviewed, unless this one was approved."""
    if not _approved.get() and is_reviewed(actor):
        raise NeedsReview
