"""The verbs of saved replies and macros."""

from divan.replies.actions.applying import apply_macro
from divan.replies.actions.macros import MacroWords, delete_macro, move_macro_up, save_macro
from divan.replies.actions.saving import ReplyWords, delete_reply, move_reply_up, save_reply
from divan.replies.actions.using import note_use
from divan.replies.steps import Steps

__all__ = [
    "MacroWords",
    "ReplyWords",
    "Steps",
    "apply_macro",
    "delete_macro",
    "delete_reply",
    "move_macro_up",
    "move_reply_up",
    "note_use",
    "save_macro",
    "save_reply",
]
