"""Addresses of files in the experts' feed."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from divan.chat.views import files

urlpatterns: list[URLPattern] = [
    path(
        "chats/<int:chat_id>/files/<int:file_id>/", require_safe(files.chat_line_file), name="chat_line_file"
    ),
]
