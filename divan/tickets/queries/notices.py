"""What the requester is told about the reason for which their ticket was finished (T19)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from divan.tickets.models import CloseReason

# Reasons for which the request counts as done; for all others it was given up, and says so.
DONE = frozenset({CloseReason.RESOLVED, CloseReason.WORKAROUND})


def is_done(reason: str) -> bool:
    """Whether a ticket that was finished for this reason is solved in the eyes of its requester."""
    return reason in DONE or not reason


def closing_notice(reason: str) -> str:
    """The sentence for the requester; empty where the answer itself says it. Of another ticket it tells nothing."""
    match reason:
        case CloseReason.WORKAROUND:
            return _("This is a way around it for now. The cause of it is not gone yet.")
        case CloseReason.KNOWN_ERROR:
            return _("This is an error that we know. Work on it goes on apart from your ticket.")
        case CloseReason.WONT_FIX:
            return _("We have decided to leave this as it is.")
        case CloseReason.CANNOT_REPRODUCE:
            return _(
                "It did not happen when we tried it. If you see it again, please tell us what you did before."
            )
        case CloseReason.CANNOT_SOLVE:
            return _("We are sorry: we have not found a solution for this.")
        case CloseReason.DUPLICATE | CloseReason.MERGED:
            return _("We already have a request about this and go on with it there.")
        case CloseReason.SPAM:
            return _("This was taken for advertising. If it is none, please write to us again.")
        case _:
            return ""
