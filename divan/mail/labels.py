"""Words for what a mail is about."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

_PURPOSES: dict[str, Promise] = {
    "confirmation": pgettext_lazy("mail", "Confirmation"),
    "answer": pgettext_lazy("mail", "Reply"),
    "solution": pgettext_lazy("mail", "Solution"),
    "closing": pgettext_lazy("mail", "Closing soon"),
    "escalated": pgettext_lazy("mail", "Escalated"),
    "merged": pgettext_lazy("mail", "Merged"),
    "customer_wrote": pgettext_lazy("mail", "New message"),
    "assigned": pgettext_lazy("mail", "Assignment"),
    "link": pgettext_lazy("mail", "Link to a ticket"),
}
_ACCOUNT = pgettext_lazy("mail", "Account")


def purpose_label(purpose: str) -> Promise:
    """What a mail is about, in a word or two."""
    return _PURPOSES.get(purpose, _ACCOUNT)
