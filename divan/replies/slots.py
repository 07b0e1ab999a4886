"""What this slice lends to other pages: the picker of composers, entries of menus, sentences of the log."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from divan.accounts.models.log import SENTENCES
from divan.accounts.slots import Section, sections
from divan.replies import access
from divan.tickets.deeds import Deed, deeds
from divan.ui.slots import Context, from_template, slots

_SENTENCES = {
    "saved_reply.added": _("Added a saved reply"),
    "saved_reply.changed": _("Changed a saved reply"),
    "saved_reply.deleted": _("Deleted a saved reply"),
    "saved_reply.moved": _("Moved a saved reply"),
    "macro.added": _("Added a macro"),
    "macro.changed": _("Changed a macro"),
    "macro.deleted": _("Deleted a macro"),
    "macro.moved": _("Moved a macro"),
}


def lend() -> None:
    """Called once, when the application is ready."""
    slots.add("composer.tools", from_template("replies/slots/tool.html"))
    slots.add("composer.pickers", from_template("replies/slots/picker.html", load=_address))
    slots.add("ticket.scripts", from_template("replies/slots/scripts.html"))
    slots.add("desk.commands", from_template("replies/slots/commands.html"))
    section = Section(_("Saved replies and macros"), "saved_replies", "macro", access.MANAGE, "work", 42)
    sections.add(section.url_name, section)
    deeds.add(
        "apply_macro",
        Deed("apply_macro", _("Apply a macro…"), "macro", "apply_macro", key="y", order=5, only_open=False),
    )
    for kind, sentence in _SENTENCES.items():
        SENTENCES.add(kind, sentence)


def _address(context: Context) -> dict[str, Any]:
    """Where the picker asks: about the ticket of the page, or on the page of a new mail about its recipient."""
    ticket = context.get("ticket")
    address = reverse("ticket_replies", args=[ticket.number]) if ticket else reverse("new_mail_replies")
    return {"replies_path": address}
