"""The ticket and everything that belongs to it alone."""

from divan.tickets.models.article_uses import ArticleUse
from divan.tickets.models.categories import Category
from divan.tickets.models.compositions import Composition
from divan.tickets.models.forms import Form, FormField
from divan.tickets.models.links import Link
from divan.tickets.models.log import Delivery, Event
from divan.tickets.models.people import GuestLink, LinkRequest, Participant, ReadMark
from divan.tickets.models.reviews import ReviewedAuthor
from divan.tickets.models.saved_views import SavedView
from divan.tickets.models.tags import Tag, Tagging
from divan.tickets.models.tally import Tally
from divan.tickets.models.ticket import (
    OPEN_STATUSES,
    CloseReason,
    Counter,
    Impact,
    Priority,
    Status,
    Ticket,
    Type,
    Urgency,
)

__all__ = [
    "OPEN_STATUSES",
    "ArticleUse",
    "Category",
    "CloseReason",
    "Composition",
    "Counter",
    "Delivery",
    "Event",
    "Form",
    "FormField",
    "GuestLink",
    "Impact",
    "Link",
    "LinkRequest",
    "Participant",
    "Priority",
    "ReadMark",
    "ReviewedAuthor",
    "SavedView",
    "Status",
    "Tag",
    "Tagging",
    "Tally",
    "Ticket",
    "Type",
    "Urgency",
]
