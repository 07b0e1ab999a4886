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
from divan.tickets.actions.linking import link
from divan.tickets.actions.mailing import NewMail, compose
from divan.tickets.actions.opening import NewTicket, open_ticket
from divan.tickets.actions.participating import copy_in, leave_out, set_participants
from divan.tickets.actions.reading import mark_read
from divan.tickets.actions.replying import note, receive, reply
from divan.tickets.actions.sending import SomethingNew, send, send_now, take_back
from divan.tickets.actions.sharing import share
from divan.tickets.actions.sorting import categorise, set_priority
from divan.tickets.actions.tagging import tag

__all__ = [
    "NewMail",
    "NewTicket",
    "SomethingNew",
    "Then",
    "Written",
    "WrittenElsewhere",
    "add_category",
    "announce_closing",
    "answer",
    "assign",
    "categorise",
    "change_category",
    "close",
    "close_with_note",
    "compose",
    "confirm",
    "copy_in",
    "discard_draft",
    "discard_sent",
    "forward",
    "hold",
    "leave_out",
    "link",
    "mark_read",
    "move",
    "move_category",
    "note",
    "open_again",
    "open_ticket",
    "receive",
    "rename_category",
    "reopen",
    "reply",
    "save_draft",
    "send",
    "send_now",
    "set_category_in_use",
    "set_participants",
    "set_priority",
    "share",
    "solve",
    "tag",
    "take_back",
    "wait",
]
