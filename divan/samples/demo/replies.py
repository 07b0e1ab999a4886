"""Saved replies and macros of the sample organisation, for everybody on its staff."""

from __future__ import annotations

from divan.conversations.markup import Written, written
from divan.core.actors import Actor
from divan.replies import actions
from divan.samples.library import replies


def keep(author: Actor) -> None:
    """Write all of them."""
    data = replies()
    ids: dict[str, int] = {}
    for row in data["replies"]:
        for language, (title, text) in row["texts"].items():
            body = written(text) if text.startswith("<") else Written(text)
            words = actions.ReplyWords("all", language, title, body, folder=row["folder"])
            kept = actions.save_reply(words, actor=author, reply_id=ids.get(row["slug"]))
            ids[row["slug"]] = kept.pk
    for row in data["macros"]:
        steps = actions.Steps(**row["steps"], reply=ids.get(row.get("reply", "")))
        actions.save_macro(actions.MacroWords("all", row["names"], steps), actor=author)
