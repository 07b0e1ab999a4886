"""Saved replies and macros for tests, made by their verbs."""

from __future__ import annotations

from typing import Any

from divan.accounts.models import User
from divan.conversations.markup import Written, written
from divan.replies import actions
from divan.replies.models import Macro, SavedReply
from divan.replies.steps import Steps
from tests.support.cast import actor


def saved(person: User, place: str = "own", *, html: str = "", **texts: str) -> SavedReply:
    """A saved reply of that person; `texts` are by language, each title is "Title <language>"."""
    made: SavedReply | None = None
    for language, text in texts.items():
        body = written(html) if html else Written(text)
        words = actions.ReplyWords(place, language, title=f"Title {language}", body=body)
        made = actions.save_reply(words, actor=actor(person), reply_id=made.pk if made else None)
    assert made is not None
    return made


def macro(person: User, place: str = "own", name: str = "First aid", **steps: Any) -> Macro:
    """A macro of that person."""
    words = actions.MacroWords(place, {"en": name}, Steps(**steps))
    return actions.save_macro(words, actor=actor(person))
