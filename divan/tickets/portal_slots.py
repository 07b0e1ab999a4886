"""What tickets lend to the frame of the portal: the ways to the landing page and to one's own tickets."""

from __future__ import annotations

from divan.ui.slots import from_template, slots


def lend() -> None:
    """Add the entries; called once, when the application is ready."""
    slots.add("portal.nav", from_template("tickets/portal/_nav.html"), order=10)
