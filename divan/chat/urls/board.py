"""The address of the live board."""

from __future__ import annotations

from django.urls import URLPattern, path

from divan.chat.views import board

urlpatterns: list[URLPattern] = [path("chats/board/", board.chat_board, name="chat_board")]
