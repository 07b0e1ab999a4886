"""Addresses of the visitor's copies of a chat."""

from __future__ import annotations

from django.urls import URLPattern, path

from divan.chat.views import transcripts

urlpatterns: list[URLPattern] = [
    path("chat/transcript/link/", transcripts.chat_transcript_link, name="chat_transcript_link"),
    path("chat/transcript/code/", transcripts.chat_transcript_code, name="chat_transcript_code"),
    path("chat/transcript/address/", transcripts.chat_transcript_address, name="chat_transcript_address"),
    path("chat/transcript/mail/", transcripts.chat_transcript_mail, name="chat_transcript_mail"),
    path("chat/transcript/<str:token>/", transcripts.chat_transcript, name="chat_transcript"),
]
