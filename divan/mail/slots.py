"""What mail lends to the pages of others: settings, the administration log, the messages of a ticket."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from divan.accounts.models.log import SENTENCES
from divan.accounts.slots import Section, sections
from divan.mail.evidence import judgement_of
from divan.mail.message_details import behind
from divan.mail.views.undelivered import warning
from divan.tickets.hooks import message_details
from divan.ui.slots import from_template, slots

_SECTIONS = (
    Section(_("Mail addresses"), "settings_mailboxes", "mail", "settings.manage", "work", 30),
    Section(_("Mail server"), "settings_relay", "plug", "relay.manage", "work", 31),
    Section(_("Signatures"), "settings_signatures", "edit", "settings.manage", "work", 32),
    Section(_("Outgoing mail"), "settings_outgoing", "send", "mail.manage", "work", 33),
    Section(_("Incoming mail"), "settings_incoming", "inbox", "mail.manage", "work", 34),
)
_SENTENCES = {
    "mailbox.created": _("Added a mail address"),
    "mailbox.changed": _("Changed a mail address"),
    "relay.changed": _("Changed the mail server"),
    "mail.retried": _("Sent a mail again"),
    "mail.released": _("Released the waiting mail"),
    "mail.processed_again": _("Had a received mail processed again"),
    "mail.all_processed_again": _("Had all failed mail processed again"),
    "mail.uploaded": _("Took in mail from a file"),
    "relay.removed": _("Removed the mail server of an address"),
    "fetching.set": _("Changed where the mail of an address is fetched"),
    "fetching.started": _("Had the mail of an address fetched again"),
    "fetching.stopped": _("Stopped fetching the mail of an address"),
    "fetching.removed": _("Removed where the mail of an address is fetched"),
    "oauth.set": _("Changed the registration for OAuth 2 of an address"),
    "oauth.connected": _("Connected an address by OAuth 2"),
    "oauth.disconnected": _("Disconnected an address from OAuth 2"),
    "signature.set": _("Changed a signature"),
    "signature.removed": _("Removed a signature"),
}
_WORDS = {"judgement_of": judgement_of}


def register() -> None:
    """Called once, when the slice is ready."""
    for section in _SECTIONS:
        sections.add(section.url_name, section)
    for kind, sentence in _SENTENCES.items():
        SENTENCES.add(kind, sentence)
    message_details.add("mail", behind)
    slots.add("ticket.requester", from_template("mail/desk/undeliverable.html", warning))
    slots.add("ticket.message", from_template("mail/desk/message.html", lambda _page: _WORDS))
