"""What stands beside a past chat: its figures, and who has read how far."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.chat.models import Chat, ChatMember
from divan.chat.queries.courses import introduced
from divan.core.l10n.durations import rough
from divan.ui.formats import language, number


class Reader(NamedTuple):
    """Somebody at the chat, and whether they have read it to its end."""

    name: str
    role: str
    is_done: bool


def figures_of(chat: Chat) -> list[tuple[str, str]]:
    """How the chat went, each with its label, in the reader's language. What did not happen has a dash."""

    def after(moment: object, since: object) -> str:
        return rough(moment - since, language()) if moment and since else "–"  # type: ignore[operator]

    return [
        (pgettext("chat", "Waited"), after(chat.accepted_at, chat.started_at)),
        (_("First answer after"), after(chat.first_reply_at, chat.started_at)),
        (pgettext("chat", "Lasted"), after(chat.ended_at, chat.started_at)),
        (_("Lines and events"), number(chat.last_public)),
    ]


def readers_of(chat: Chat) -> list[Reader]:
    """The visitor and everybody who came, in their order. The last line is the end itself, which nobody has to read."""
    visitor = Reader(
        chat.visitor_name, pgettext("chat", "Visitor"), _reached(chat.visitor_read, chat.last_public)
    )
    members = ChatMember.objects.filter(chat=chat, joined_at__isnull=False).order_by("joined_at", "pk")
    return [
        visitor,
        *(
            Reader(introduced(one), str(one.get_role_display()), _reached(one.read, chat.last_serial))
            for one in members
        ),
    ]


def _reached(read: int, last: int) -> bool:
    return read >= last - 1
