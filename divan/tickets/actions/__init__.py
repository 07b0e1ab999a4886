"""The verbs of a ticket, named as people say them."""

from divan.tickets.actions.assigning import assign, move
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
from divan.tickets.actions.opening import NewTicket, open_ticket
from divan.tickets.actions.reading import mark_read
from divan.tickets.actions.replying import note, receive, reply
from divan.tickets.actions.sorting import categorise, set_priority

__all__ = [
    "NewTicket",
    "announce_closing",
    "assign",
    "categorise",
    "close",
    "confirm",
    "hold",
    "mark_read",
    "move",
    "note",
    "open_again",
    "open_ticket",
    "receive",
    "reopen",
    "reply",
    "set_priority",
    "solve",
    "wait",
]
