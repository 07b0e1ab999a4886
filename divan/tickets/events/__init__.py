"""The kinds of event that tickets write: what they carry, who may see them, how they are told.

A payload holds ids and values, never prose or message bodies. Its sentence is made when it is shown, in
the language of the reader. Higher slices add their own kinds to `kinds`.
"""

from divan.tickets.events.articles import AnswerAdapted, ArticleLinked, ArticleRead, ArticleReadBefore
from divan.tickets.events.messages import (
    MessageForwarded,
    MessageHeld,
    MessageNoted,
    MessageReceived,
    MessageSent,
    MessageShared,
    MessageWithheld,
)
from divan.tickets.events.payloads import REFERENCES, Names, Payload, event_kind, kinds, say
from divan.tickets.events.people import (
    ParticipantsChanged,
    TicketAssigned,
    TicketCreated,
    TicketLinked,
    TicketMoved,
)
from divan.tickets.events.reviews import ReplyApproved, ReplyReturned, ReplySubmitted
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
    "AnswerAdapted",
    "ArticleLinked",
    "ArticleRead",
    "ArticleReadBefore",
    "CategoryChanged",
    "CloseAnnounced",
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
    "ReplyApproved",
    "ReplyReturned",
    "ReplySubmitted",
    "StateChanged",
    "TicketAssigned",
    "TicketClosed",
    "TicketCreated",
    "TicketLinked",
    "TicketMoved",
    "TicketReopened",
    "TicketSolved",
    "TicketTagged",
    "event_kind",
    "kinds",
    "say",
]
