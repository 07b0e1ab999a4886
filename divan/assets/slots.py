"""What products lend to other pages: an entry of the navigation, a section of the settings, sentences of the log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from divan.accounts.models.log import SENTENCES
from divan.accounts.slots import Section, sections
from divan.ui.shortcuts import Shortcut, sources
from divan.ui.slots import from_template, slots

_SENTENCES = {
    "asset.added": _("Added a product"),
    "asset.changed": _("Changed a product"),
    "asset.in_use": _("Retired a product, or took it back into use"),
    "asset_type.added": _("Added a type of products"),
    "asset_type.changed": _("Changed a type of products"),
    "asset_type.in_use": _("Took a type of products out of use or into use"),
}


def lend() -> None:
    """Called once, when the application is ready."""
    types = Section(_("Product types"), "settings_asset_types", "box", "settings.manage", "work", 45)
    sections.add(types.url_name, types)
    sources.add("assets", lambda: [Shortcut("g p", _("Products"), "go")])
    slots.add("desk.nav", from_template("assets/slots/nav.html"), order=60)
    for kind, sentence in _SENTENCES.items():
        SENTENCES.add(kind, sentence)
