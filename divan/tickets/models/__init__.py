"""The ticket and everything that belongs to it alone."""

from divan.tickets.models.article_uses import ArticleUse
from divan.tickets.models.bulk import BulkItem, BulkJob
from divan.tickets.models.categories import Category
from divan.tickets.models.compositions import Composition
from divan.tickets.models.fields import CustomField, FieldValue, FormField, Kind, Typed
from divan.tickets.models.forms import ConsentWording, Form
from divan.tickets.models.grants import Because, Grant
from divan.tickets.models.links import Link
from divan.tickets.models.log import Delivery, Event
from divan.tickets.models.people import Follower, GuestLink, LinkRequest, Participant, ReadMark
from divan.tickets.models.problems import ProblemStatement
from divan.tickets.models.reviews import ReviewedAuthor
from divan.tickets.models.saved_views import PersonalList, SavedView
from divan.tickets.models.sorting import MatrixCell, TypeDefaults
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
    "Because",
    "BulkItem",
    "BulkJob",
    "Category",
    "CloseReason",
    "Composition",
    "ConsentWording",
    "Counter",
    "CustomField",
    "Delivery",
    "Event",
    "FieldValue",
    "Follower",
    "Form",
    "FormField",
    "Grant",
    "GuestLink",
    "Impact",
    "Kind",
    "Link",
    "LinkRequest",
    "MatrixCell",
    "Participant",
    "PersonalList",
    "Priority",
    "ProblemStatement",
    "ReadMark",
    "ReviewedAuthor",
    "SavedView",
    "Status",
    "Tag",
    "Tagging",
    "Tally",
    "Ticket",
    "Type",
    "TypeDefaults",
    "Typed",
    "Urgency",
]
