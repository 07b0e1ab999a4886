"""Chats, the sites that they come from, and the experts who take them."""

from divan.chat.models.agents import ChatAgent, Presence
from divan.chat.models.chats import MISSED, Chat, EndReason, Outcome, State
from divan.chat.models.invitations import ChatRule, ChatRuleDay, Visitors
from divan.chat.models.lines import BACKSTAGE, ChatLine, Kind
from divan.chat.models.members import PRESENT, ChatMember, Role
from divan.chat.models.sites import ChatSite, ChatTopic, Purpose
from divan.chat.models.transcripts import AddressCode, TranscriptSending

__all__ = [
    "BACKSTAGE",
    "MISSED",
    "PRESENT",
    "AddressCode",
    "Chat",
    "ChatAgent",
    "ChatLine",
    "ChatMember",
    "ChatRule",
    "ChatRuleDay",
    "ChatSite",
    "ChatTopic",
    "EndReason",
    "Kind",
    "Outcome",
    "Presence",
    "Purpose",
    "Role",
    "State",
    "TranscriptSending",
    "Visitors",
]
