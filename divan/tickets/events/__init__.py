"""The kinds of event that tickets write: what they carry, who may see them, how they are told.

A payload holds ids and values, never prose or message bodies. Its sentence is made when it is shown, in
the language of the reader. Higher slices add their own kinds to `kinds`.
"""

from divan.tickets.events.articles import AnswerAdapted, ArticleLinked, ArticleRead, ArticleReadBefore
from divan.tickets.events.fields import FieldChanged
from divan.tickets.events.grants import AccessEnded, AccessGranted
from divan.tickets.events.merging import TicketMerged, TicketSplit, TicketUnlinked
from divan.tickets.events.messages import (
    MessageForwarded,
    MessageHeld,
    MessageNoted,
    MessageReceived,
    MessageSent,
    MessageShared,
    MessageWithheld,
)
from divan.tickets.events.payloads import REFERENCES, Names, Payload, event_kind, kinds, namers, say
from divan.tickets.events.people import (
    ParticipantsChanged,
    TicketAssigned,
    TicketCreated,
    TicketLinked,
    TicketMoved,
)
from divan.tickets.events.promises import ProblemStated, TicketPromised, TicketSnoozed, TicketWoken
from divan.tickets.events.reviews import ReplyApproved, ReplyReturned, ReplySubmitted
from divan.tickets.events.sorting import AssetChanged, TypeChanged
from divan.tickets.events.work import (
    CategoryChanged,
    CloseAnnounced,
    PriorityChanged,
    StateChanged,
    TicketClosed,
    TicketReopened,
    TicketSolved,
    TicketTagged,
)

__all__ = [
    "REFERENCES",
    "AccessEnded",
    "AccessGranted",
    "AnswerAdapted",
    "ArticleLinked",
    "ArticleRead",
    "ArticleReadBefore",
    "AssetChanged",
    "CategoryChanged",
    "CloseAnnounced",
    "FieldChanged",
    "MessageForwarded",
    "MessageHeld",
    "MessageNoted",
    "MessageReceived",
    "MessageSent",
    "MessageShared",
    "MessageWithheld",
    "Names",
    "ParticipantsChanged",
    "Payload",
    "PriorityChanged",
    "ProblemStated",
    "ReplyApproved",
    "ReplyReturned",
    "ReplySubmitted",
    "StateChanged",
    "TicketAssigned",
    "TicketClosed",
    "TicketCreated",
    "TicketLinked",
    "TicketMerged",
    "TicketMoved",
    "TicketPromised",
    "TicketReopened",
    "TicketSnoozed",
    "TicketSolved",
    "TicketSplit",
    "TicketTagged",
    "TicketUnlinked",
    "TicketWoken",
    "TypeChanged",
    "event_kind",
    "kinds",
    "namers",
    "say",
]
