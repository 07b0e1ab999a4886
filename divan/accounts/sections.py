"""The sections of the settings that belong to this slice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from divan.accounts.slots import Section, sections
from divan.ui.shortcuts import Shortcut, sources

_OURS = (
    Section(_("General"), "settings_general", "gear", "settings.manage", "general", 10),
    Section(_("Look"), "settings_brand", "palette", "settings.manage", "general", 11),
    Section(_("Administration log"), "settings_log", "clock", "settings.manage", "general", 19),
    Section(_("Search index"), "settings_search_index", "search", "settings.manage", "general", 18),
    Section(_("People"), "settings_people", "people", "people.manage", "people", 20),
    Section(_("Invitations"), "settings_invitations", "mail", "people.manage", "people", 21),
    Section(_("Groups"), "settings_groups", "route", "people.manage", "people", 22),
    Section(_("Business hours"), "settings_calendars", "clock", "settings.manage", "work", 30),
    Section(_("Roles"), "settings_roles", "shield", "people.manage", "people", 23),
    Section(_("Organisations"), "settings_organizations", "org", "people.manage", "people", 24),
)


def register() -> None:
    """Called once, when the slice is ready."""
    for section in _OURS:
        sections.add(section.url_name, section)
    sources.add("accounts", lambda: [Shortcut("g s", _("Settings"), "go")])
