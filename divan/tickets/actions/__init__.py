"""The verbs of a ticket, named as people say them."""

from divan.tickets.actions.adding import add_to_draft
from divan.tickets.actions.answering import Then, answer, close_with_note
from divan.tickets.actions.assigning import assign, move
from divan.tickets.actions.categories import (
    add_category,
    change_category,
    move_category,
    rename_category,
    set_category_in_use,
)
from divan.tickets.actions.classifying import set_asset, set_matrix, set_type, set_type_defaults
from divan.tickets.actions.drafting import Written, WrittenElsewhere, discard_draft, discard_sent, save_draft
from divan.tickets.actions.field_values import set_fields
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
from divan.tickets.actions.following import follow, unfollow
from divan.tickets.actions.forwarding import forward
from divan.tickets.actions.granting import grant, withdraw
from divan.tickets.actions.holding import NeedsReview
from divan.tickets.actions.keeping_lists import keep_look, note_opened
from divan.tickets.actions.linking import link, unlink
from divan.tickets.actions.mailing import NewMail, compose
from divan.tickets.actions.merging import merge
from divan.tickets.actions.opening import NewTicket, open_ticket
from divan.tickets.actions.participating import copy_in, leave_out, set_participants
from divan.tickets.actions.promising import promise
from divan.tickets.actions.putting_off import snooze, wake
from divan.tickets.actions.reading import mark_read
from divan.tickets.actions.replying import note, receive, reply
from divan.tickets.actions.restoring import restore_status
from divan.tickets.actions.reviewing import approve, give_back, hold_reply, set_review
from divan.tickets.actions.saving_views import (
    ViewSettings,
    add_view,
    change_view,
    delete_view,
    move_view_up,
    rename_view,
    save_view,
)
from divan.tickets.actions.sending import SomethingNew, send, send_now, take_back
from divan.tickets.actions.sharing import share
from divan.tickets.actions.sorting import categorise, set_priority
from divan.tickets.actions.splitting import split
from divan.tickets.actions.stating import state_problem
from divan.tickets.actions.tagging import retag, tag
from divan.tickets.actions.using_articles import UnreadableArticle, note_reading

__all__ = [
    "NeedsReview",
    "NewMail",
    "NewTicket",
    "SomethingNew",
    "Then",
    "UnreadableArticle",
    "ViewSettings",
    "Written",
    "WrittenElsewhere",
    "add_category",
    "add_to_draft",
    "add_view",
    "announce_closing",
    "answer",
    "approve",
    "assign",
    "categorise",
    "change_category",
    "change_view",
    "close",
    "close_with_note",
    "compose",
    "confirm",
    "copy_in",
    "delete_view",
    "discard_draft",
    "discard_sent",
    "follow",
    "forward",
    "give_back",
    "grant",
    "hold",
    "hold_reply",
    "keep_look",
    "leave_out",
    "link",
    "mark_read",
    "merge",
    "move",
    "move_category",
    "move_view_up",
    "note",
    "note_opened",
    "note_reading",
    "open_again",
    "open_ticket",
    "promise",
    "receive",
    "rename_category",
    "rename_view",
    "reopen",
    "reply",
    "restore_status",
    "retag",
    "save_draft",
    "save_view",
    "send",
    "send_now",
    "set_asset",
    "set_category_in_use",
    "set_fields",
    "set_matrix",
    "set_participants",
    "set_priority",
    "set_review",
    "set_type",
    "set_type_defaults",
    "share",
    "snooze",
    "solve",
    "split",
    "state_problem",
    "tag",
    "take_back",
    "unfollow",
    "unlink",
    "wait",
    "wake",
    "withdraw",
]
