"""What the archive of chats lends to other pages: its place in the navigation, and sentences of the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from divan.accounts.models.log import SENTENCES
from divan.chat.actions.exporting import CHAT, CHATS
from divan.ui.slots import from_template, slots


def lend() -> None:
    """Called once, when the application is ready."""
    slots.add("desk.nav", from_template("chat/archive/slots/nav.html"), order=32)
    SENTENCES.add(CHATS, _("Exported past chats"))
    SENTENCES.add(CHAT, _("Exported one chat"))
