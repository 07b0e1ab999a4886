"""Who may open the addresses of this slice."""

from __future__ import annotations

from divan.core.routes import Route

_FORM = ("GET", "POST")
_POST = ("POST",)
_MAIL = "perm:mail.manage"
_SETTINGS = "perm:settings.manage"
_RELAY = "perm:relay.manage"

ROUTES: dict[str, Route] = {
    "settings_outgoing": Route(_MAIL),
    "settings_release_held": Route(_MAIL, _POST),
    "settings_outgoing_mail": Route(_MAIL),
    "settings_outgoing_letter": Route(_MAIL),
    "settings_retry_outgoing": Route(_MAIL, _POST),
    "settings_incoming": Route(_MAIL),
    "settings_incoming_source": Route(_MAIL),
    "settings_retry_inbound": Route(_MAIL, _POST),
    "settings_mailboxes": Route(_SETTINGS),
    "settings_create_mailbox": Route(_SETTINGS, _FORM),
    "settings_mailbox": Route(_SETTINGS, _FORM),
    "settings_relay": Route(_RELAY, _FORM),
    "settings_test_relay": Route(_RELAY, _POST),
}
