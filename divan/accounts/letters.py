"""What the mails about accounts say. Called with the recipient's language active."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from divan.core.l10n.languages import DEFAULT
from divan.core.l10n.numbers import format_number
from divan.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Words:
    """One mail in words: the same for HTML and plain text.

    `stop` is the address that ends mails like this one, for those that somebody asked to get.
    """

    subject: str
    heading: str
    sentences: tuple[str, ...]
    reason: str
    code: str = ""
    link: str = ""
    link_label: str = ""
    closing: tuple[str, ...] = ()
    stop: str = ""


letters: Registry[Callable[..., Words]] = Registry("letters about accounts")


@letters.register("sign_in_code")
def sign_in_code(*, site: str, code: str, **_unused: Any) -> Words:
    """The code that signs somebody in."""
    return Words(
        subject=_("Your code for %(site)s") % {"site": site},
        heading=_("Your code to sign in"),
        sentences=(_("Type it into the page where you asked for it."),),
        code=code,
        closing=(_short_lived(),),
        reason=_somebody_asked(site),
    )


@letters.register("confirm_address")
def confirm_address(*, site: str, code: str, **_unused: Any) -> Words:
    """The code that proves a new customer's address."""
    return Words(
        subject=_("Confirm your address for %(site)s") % {"site": site},
        heading=_("Is this your address?"),
        sentences=(_("Type this code into the page where you created your account."),),
        code=code,
        closing=(_short_lived(),),
        reason=_somebody_asked(site),
    )


@letters.register("password_reset_code")
def password_reset_code(*, site: str, code: str, **_unused: Any) -> Words:
    """The code that allows to choose a new password."""
    return Words(
        subject=_("A new password for %(site)s") % {"site": site},
        heading=_("Your code to choose a new password"),
        sentences=(_("Type it into the page where you asked for it."),),
        code=code,
        closing=(_short_lived(), _("Your old password works until you have chosen a new one.")),
        reason=_somebody_asked(site),
    )


@letters.register("account_exists")
def account_exists(*, site: str, sign_in_link: str, **_unused: Any) -> Words:
    """Sign-up with an address that is known: how to come in instead."""
    return Words(
        subject=_("You already have an account at %(site)s") % {"site": site},
        heading=_("You already have a seat here"),
        sentences=(
            _("Somebody tried to create an account with your address; there is one already."),
            _("If it was you, sign in with a code. You need no password for that."),
        ),
        link=sign_in_link,
        link_label=pgettext("button", "Sign in with a code"),
        reason=_somebody_asked(site),
    )


@letters.register("unknown_account")
def unknown_account(*, site: str, sign_up_link: str, **_unused: Any) -> Words:
    """Sign-in or reset with an address that is not known."""
    return Words(
        subject=_("No account at %(site)s") % {"site": site},
        heading=_("There is no account with this address"),
        sentences=(
            _("Somebody tried to sign in with your address, but it has no account here."),
            _("If it was you, try another address or create an account."),
        ),
        link=sign_up_link,
        link_label=pgettext("button", "Create account"),
        reason=_somebody_asked(site),
    )


@letters.register("invitation")
def invitation(*, site: str, inviter: str, link: str, days: int, **_unused: Any) -> Words:
    """The invitation to the staff."""
    return Words(
        subject=_("Your invitation to %(site)s") % {"site": site},
        heading=_("A seat is waiting for you"),
        sentences=(
            _("%(inviter)s invites you to answer customers at %(site)s.")
            % {"inviter": inviter, "site": site},
        ),
        link=link,
        link_label=pgettext("button", "Accept the invitation"),
        closing=(
            ngettext(
                "The link works once, and for %(days)s day.",
                "The link works once, and for %(days)s days.",
                days,
            )
            % {"days": format_number(days, get_language() or DEFAULT)},
        ),
        reason=_("You get this mail because %(inviter)s invited this address.") % {"inviter": inviter},
    )


def _short_lived() -> str:
    return _(
        "The code is good for a quarter of an hour. If you did not ask for it, you need not do anything."
    )


def _somebody_asked(site: str) -> str:
    return _("You get this mail because somebody typed your address at %(site)s.") % {"site": site}
