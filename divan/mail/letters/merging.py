"""Mail to the requester of a ticket that goes on as a part of another. Runs inside `rendering.read_by(person)`."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.accounts.models import User
from divan.core.l10n.direction import isolate
from divan.mail.letters.letter import Letter, Link
from divan.mail.letters.links import guest_url
from divan.tickets.models import Ticket


def goes_on(ticket: Ticket, person: User, home: Ticket | None) -> Letter:
    """Where the request is dealt with now. Without a `home` that they may read they learn nothing of it."""
    if home is None:
        said = _("We deal with it together with another request. You need not do anything.")
    else:
        said = _("It goes on under the number %(number)s, together with another request.") % {
            "number": isolate(home.number)
        }
    return Letter(
        subject=ticket.subject,
        heading=_("Your request is dealt with together with another one"),
        subheading=ticket.subject,
        sentences=(said,),
        action=Link(pgettext("button", "Open the conversation"), guest_url(home or ticket, person)),
        reason=_("You get this mail because you asked for it under the number %(number)s.")
        % {"number": isolate(ticket.number)},
    )
