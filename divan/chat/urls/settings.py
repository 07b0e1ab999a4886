"""Addresses of sites of chat."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from divan.chat.views import rules, settings

_form = require_http_methods(["GET", "HEAD", "POST"])

_SITES: list[URLPattern] = [
    path("", require_safe(settings.chat_sites), name="settings_chat_sites"),
    path("new/", _form(settings.add_chat_site), name="settings_add_chat_site"),
    path("<int:site_id>/", _form(settings.chat_site), name="settings_chat_site"),
    path("<int:site_id>/use/", require_POST(settings.use_chat_site), name="settings_use_chat_site"),
    path(
        "<int:site_id>/secret/", require_POST(settings.renew_chat_secret), name="settings_renew_chat_secret"
    ),
    path("<int:site_id>/topics/new/", _form(settings.chat_topic), name="settings_add_chat_topic"),
    path("<int:site_id>/topics/<int:topic_id>/", _form(settings.chat_topic), name="settings_chat_topic"),
    path(
        "<int:site_id>/topics/<int:topic_id>/change/",
        require_POST(settings.change_chat_topics),
        name="settings_change_chat_topics",
    ),
    path("<int:site_id>/rules/new/", _form(rules.chat_rule), name="settings_add_chat_rule"),
    path("<int:site_id>/rules/<int:rule_id>/", _form(rules.chat_rule), name="settings_chat_rule"),
    path(
        "<int:site_id>/rules/<int:rule_id>/change/",
        require_POST(rules.change_chat_rules),
        name="settings_change_chat_rules",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [path("settings/chat/", include(_SITES))]
