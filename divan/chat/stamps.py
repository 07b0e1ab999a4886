"""A stamp in each frame, of the kind that forms have: which chat or ticket it will begin, and whose its uploads are until then."""

from __future__ import annotations

from divan.chat.models import ChatSite
from divan.tickets import strangers


def new_stamp(site: ChatSite) -> str:
    """A stamp for one beginning on this site; repeated, it begins nothing new."""
    return strangers.new_stamp(_place(site))


def read_stamp(text: str, site: ChatSite) -> strangers.Stamp | None:
    """What a stamp says; None if it is not ours, was made for another site, or has lain for days."""
    return strangers.read_stamp(text, _place(site))


def _place(site: ChatSite) -> str:
    """No form has such an address."""
    return f"chat {site.key}"
