"""People whose first contact is this mail."""

from __future__ import annotations

from divan.accounts.actions.customers import find_or_create_customer
from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.core.l10n.detection import language_of
from divan.core.l10n.languages import CODES
from divan.mail.models import InboundMail
from divan.mail.parsing import Address, ParsedMail


def somebody_new(mail: InboundMail, parsed: ParsedMail, address: Address) -> User:
    """A new customer, who is answered in the language they wrote in; in the mailbox's if it cannot be told."""
    usual = mail.mailbox.language
    found = language_of(f"{parsed.subject}\n{parsed.reply_text or parsed.text}", prefer=(usual,))
    here = installation()
    return find_or_create_customer(
        address.email,
        address.name,
        language=found if found in CODES else usual,
        time_zone=here.time_zone if here else "UTC",
    )
