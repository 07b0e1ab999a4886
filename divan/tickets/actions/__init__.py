"""The verbs of a ticket, named as people say them."""

from divan.tickets.actions.answering import Then, answer, close_with_note
from divan.tickets.actions.assigning import assign, move
from divan.tickets.actions.categories import (
    add_category,
    change_category,
    move_category,
    rename_category,
    set_category_in_use,
)
from divan.tickets.actions.drafting import Written, WrittenElsewhere, discard_draft, discard_sent, save_draft
from divan.tickets.actions.finishing import (
    announce_closing,
    close,
    confirm,
    hold,
    open_again,
    reopen,
    solve,
    wait,
)
from divan.tickets.actions.forwarding import forward
from divan.tickets.actions.holding import NeedsReview
from divan.tickets.actions.linking import link
from divan.tickets.actions.mailing import NewMail, compose
from divan.tickets.actions.opening import NewTicket, open_ticket
from divan.tickets.actions.participating import copy_in, leave_out, set_participants
from divan.tickets.actions.reading import mark_read
from divan.tickets.actions.replying import note, receive, reply
from divan.tickets.actions.reviewing import approve, give_back, hold_reply, set_review
from divan.tickets.actions.saving_views import delete_view, rename_view, save_view
from divan.tickets.actions.sending import SomethingNew, send, send_now, take_back
from divan.tickets.actions.sharing import share
from divan.tickets.actions.sorting import categorise, set_priority
from divan.tickets.actions.tagging import tag
from divan.tickets.actions.using_articles import UnreadableArticle, note_reading

__all__ = [
    "NeedsReview",
    "NewMail",
    "NewTicket",
    "SomethingNew",
    "Then",
    "UnreadableArticle",
    "Written",
    "WrittenElsewhere",
    "add_category",
    "announce_closing",
    "answer",
    "approve",
    "assign",
    "categorise",
    "change_category",
    "close",
    "close_with_note",
    "compose",
    "confirm",
    "copy_in",
    "delete_view",
    "discard_draft",
    "discard_sent",
    "forward",
    "give_back",
    "hold",
    "hold_reply",
    "leave_out",
    "link",
    "mark_read",
    "move",
    "move_category",
    "note",
    "note_reading",
    "open_again",
    "open_ticket",
    "receive",
    "rename_category",
    "rename_view",
    "reopen",
    "reply",
    "save_draft",
    "save_view",
    "send",
    "send_now",
    "set_category_in_use",
    "set_participants",
    "set_priority",
    "set_review",
    "share",
    "solve",
    "tag",
    "take_back",
    "wait",
]
