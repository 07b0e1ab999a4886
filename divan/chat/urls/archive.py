"""Addresses of past chats."""

from __future__ import annotations

from django.urls import URLPattern, path

from divan.chat.views import archive

urlpatterns: list[URLPattern] = [
    path("chats/archive/", archive.chat_archive, name="chat_archive"),
    path("chats/archive/export/", archive.export_chats, name="export_chats"),
    path("chats/archive/<int:chat_id>/", archive.archived_chat, name="archived_chat"),
    path("chats/archive/<int:chat_id>/copy/", archive.copy_archived_chat, name="copy_archived_chat"),
    path("chats/archive/copies/<str:token>/", archive.archived_chat_copy, name="archived_chat_copy"),
    path("chats/archive/<int:chat_id>/mail/", archive.mail_archived_chat, name="mail_archived_chat"),
]
