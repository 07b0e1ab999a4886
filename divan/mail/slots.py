"""What mail lends to the settings: its sections, and the words of its entries in the administration log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from divan.accounts.models.log import SENTENCES
from divan.accounts.slots import Section, sections

_SECTIONS = (
    Section(_("Mail addresses"), "settings_mailboxes", "mail", "settings.manage", "work", 30),
    Section(_("Mail server"), "settings_relay", "plug", "relay.manage", "work", 31),
    Section(_("Outgoing mail"), "settings_outgoing", "send", "mail.manage", "work", 32),
    Section(_("Incoming mail"), "settings_incoming", "inbox", "mail.manage", "work", 33),
)
_SENTENCES = {
    "mailbox.created": _("Added a mail address"),
    "mailbox.changed": _("Changed a mail address"),
    "relay.changed": _("Changed the mail server"),
    "mail.retried": _("Sent a mail again"),
    "mail.released": _("Released the waiting mail"),
    "mail.processed_again": _("Had a received mail processed again"),
}


def register() -> None:
    """Called once, when the slice is ready."""
    for section in _SECTIONS:
        sections.add(section.url_name, section)
    for kind, sentence in _SENTENCES.items():
        SENTENCES.add(kind, sentence)
