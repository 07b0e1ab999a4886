"""The kinds of event that chats write on their tickets. None is written for a line: those are messages."""

from divan.chat.events.conference import ChatAccepted, ChatInvited, ChatJoined, ChatLeft, ChatTransferred
from divan.chat.events.course import ChatEnded, ChatMissed, ChatRated, ChatStarted, ChatTranscriptSent

__all__ = [
    "ChatAccepted",
    "ChatEnded",
    "ChatInvited",
    "ChatJoined",
    "ChatLeft",
    "ChatMissed",
    "ChatRated",
    "ChatStarted",
    "ChatTranscriptSent",
    "ChatTransferred",
]
