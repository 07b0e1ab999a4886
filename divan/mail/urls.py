"""The addresses of the mail settings."""

from __future__ import annotations

from django.urls import include, path

from divan.mail.views import incoming, mailboxes, outgoing, relay

_OUTGOING = [
    path("", outgoing.outgoing_mails, name="settings_outgoing"),
    path("release/", outgoing.release_held, name="settings_release_held"),
    path("<int:mail_id>/", outgoing.outgoing_mail, name="settings_outgoing_mail"),
    path("<int:mail_id>/letter/", outgoing.outgoing_letter, name="settings_outgoing_letter"),
    path("<int:mail_id>/retry/", outgoing.retry_outgoing, name="settings_retry_outgoing"),
]
_INCOMING = [
    path("", incoming.incoming_mails, name="settings_incoming"),
    path("<int:mail_id>/source/", incoming.incoming_source, name="settings_incoming_source"),
    path("<int:mail_id>/retry/", incoming.retry_inbound, name="settings_retry_inbound"),
]
_MAILBOXES = [
    path("", mailboxes.mailboxes, name="settings_mailboxes"),
    path("create/", mailboxes.create_mailbox, name="settings_create_mailbox"),
    path("<int:mailbox_id>/", mailboxes.change_mailbox, name="settings_mailbox"),
]

urlpatterns = [
    path("settings/mail/outgoing/", include(_OUTGOING)),
    path("settings/mail/incoming/", include(_INCOMING)),
    path("settings/mail/addresses/", include(_MAILBOXES)),
    path("settings/mail/server/", relay.relay, name="settings_relay"),
    path("settings/mail/server/test/", relay.test_relay, name="settings_test_relay"),
]
