"""Addresses of chat, by who uses them."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from divan.chat.urls import archive, board, desk, files, settings, transcripts, widget

urlpatterns: list[URLPattern | URLResolver] = [
    *widget.urlpatterns,
    *transcripts.urlpatterns,
    *desk.urlpatterns,
    *files.urlpatterns,
    *archive.urlpatterns,
    *board.urlpatterns,
    *settings.urlpatterns,
]
