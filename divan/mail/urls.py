"""The addresses of the mail settings, and of the mail behind a message."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from divan.mail.views import (
    incoming,
    incoming_servers,
    mailboxes,
    oauth,
    original,
    outgoing,
    relay,
    signatures,
    source,
    undelivered,
    uploads,
)

_OUTGOING = [
    path("", outgoing.outgoing_mails, name="settings_outgoing"),
    path("release/", outgoing.release_held, name="settings_release_held"),
    path("<int:mail_id>/", outgoing.outgoing_mail, name="settings_outgoing_mail"),
    path("<int:mail_id>/letter/", outgoing.outgoing_letter, name="settings_outgoing_letter"),
    path("<int:mail_id>/retry/", outgoing.retry_outgoing, name="settings_retry_outgoing"),
]
_INCOMING = [
    path("", incoming.incoming_mails, name="settings_incoming"),
    path("retry/", incoming.retry_all_inbound, name="settings_retry_all_inbound"),
    path("upload/", uploads.upload_mail, name="settings_upload_mail"),
    path("<int:mail_id>/", incoming.incoming_mail, name="settings_incoming_mail"),
    path("<int:mail_id>/source/", incoming.incoming_source, name="settings_incoming_source"),
    path("<int:mail_id>/retry/", incoming.retry_inbound, name="settings_retry_inbound"),
]
_SERVER = [
    path("", incoming_servers.incoming_server, name="settings_incoming_server"),
    path("test/", incoming_servers.test_incoming_server, name="settings_test_incoming_server"),
    path("start/", incoming_servers.start_fetching, name="settings_start_fetching"),
    path("stop/", incoming_servers.stop_fetching, name="settings_stop_fetching"),
    path("remove/", incoming_servers.remove_incoming_server, name="settings_remove_incoming_server"),
]
_RELAY = [
    path("", relay.mailbox_relay, name="settings_mailbox_relay"),
    path("test/", relay.test_mailbox_relay, name="settings_test_mailbox_relay"),
    path("remove/", relay.remove_mailbox_relay, name="settings_remove_mailbox_relay"),
]
_OAUTH = [
    path("", oauth.oauth_grant, name="settings_oauth"),
    path("connect/", oauth.connect_oauth, name="settings_connect_oauth"),
    path("disconnect/", oauth.disconnect_oauth, name="settings_disconnect_oauth"),
]
_MAILBOXES: list[URLPattern | URLResolver] = [
    path("", mailboxes.mailboxes, name="settings_mailboxes"),
    path("create/", mailboxes.create_mailbox, name="settings_create_mailbox"),
    path("<int:mailbox_id>/", mailboxes.change_mailbox, name="settings_mailbox"),
    path("<int:mailbox_id>/server/", include(_SERVER)),
    path("<int:mailbox_id>/relay/", include(_RELAY)),
    path("<int:mailbox_id>/oauth/", include(_OAUTH)),
]
_SIGNATURES = [
    path("", signatures.signatures, name="settings_signatures"),
    path("<int:group_id>/<slug:language>/", signatures.signature, name="settings_signature"),
    path(
        "<int:group_id>/<slug:language>/remove/",
        signatures.remove_signature,
        name="settings_remove_signature",
    ),
]

_MESSAGE = [
    path("source/", source.message_source, name="message_source"),
    path("original/", original.message_original, name="message_original"),
]

urlpatterns = [
    path("tickets/<str:number>/redeliver/", undelivered.redeliver, name="redeliver"),
    path("tickets/<str:number>/messages/<int:message_id>/", include(_MESSAGE)),
    path("settings/mail/outgoing/", include(_OUTGOING)),
    path("settings/mail/incoming/", include(_INCOMING)),
    path("settings/mail/addresses/", include(_MAILBOXES)),
    path("settings/mail/signatures/", include(_SIGNATURES)),
    path("settings/mail/oauth/", oauth.oauth_callback, name="settings_oauth_callback"),
    path("settings/mail/server/", relay.relay, name="settings_relay"),
    path("settings/mail/server/test/", relay.test_relay, name="settings_test_relay"),
]
