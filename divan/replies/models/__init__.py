"""What agents have ready: saved replies with a text for each language, and macros."""

from divan.replies.models.macros import Macro
from divan.replies.models.saved import ReplyFile, ReplyText, SavedReply
from divan.replies.models.shared import Shared

__all__ = ["Macro", "ReplyFile", "ReplyText", "SavedReply", "Shared"]
