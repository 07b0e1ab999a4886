"""What the portal's side of tickets lends to other pages: its navigation, the way from
the desk and from help articles, a settings section."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from divan.accounts.slots import Section, sections
from divan.ui.slots import from_template, slots


def lend() -> None:
    """Add the entries; called once, when the application is ready."""
    slots.add("portal.nav", from_template("tickets/portal/slots/nav.html"), order=10)
    slots.add("desk.nav", from_template("tickets/portal/slots/desk_nav.html"), order=90)
    slots.add("help.ask", from_template("tickets/portal/slots/ask.html"))
    forms = Section(_("Forms"), "settings_forms", "form", "forms.manage", "work", 41)
    sections.add(forms.url_name, forms)
