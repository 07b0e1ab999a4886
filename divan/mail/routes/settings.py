"""Who may open which address of the mail settings."""

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
    "settings_incoming_mail": Route(_MAIL),
    "settings_incoming_source": Route(_MAIL),
    "settings_retry_inbound": Route(_MAIL, _POST),
    "settings_retry_all_inbound": Route(_MAIL, _POST),
    "settings_upload_mail": Route(_MAIL, _FORM),
    "settings_mailboxes": Route(_SETTINGS),
    "settings_create_mailbox": Route(_SETTINGS, _FORM),
    "settings_mailbox": Route(_SETTINGS, _FORM),
    "settings_signatures": Route(_SETTINGS),
    "settings_signature": Route(_SETTINGS, _FORM),
    "settings_remove_signature": Route(_SETTINGS, _POST),
    "settings_incoming_server": Route(_RELAY, _FORM),
    "settings_test_incoming_server": Route(_RELAY, _POST),
    "settings_start_fetching": Route(_RELAY, _POST),
    "settings_stop_fetching": Route(_RELAY, _POST),
    "settings_remove_incoming_server": Route(_RELAY, _POST),
    "settings_mailbox_relay": Route(_RELAY, _FORM),
    "settings_test_mailbox_relay": Route(_RELAY, _POST),
    "settings_remove_mailbox_relay": Route(_RELAY, _POST),
    "settings_oauth": Route(_RELAY, _FORM),
    "settings_connect_oauth": Route(_RELAY),
    "settings_disconnect_oauth": Route(_RELAY, _POST),
    "settings_oauth_callback": Route(_RELAY),
    "settings_relay": Route(_RELAY, _FORM),
    "settings_test_relay": Route(_RELAY, _POST),
}
