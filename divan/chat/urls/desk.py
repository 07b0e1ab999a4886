"""Addresses of the console."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.chat.views import desk, desk_articles, desk_asking, desk_verbs, guest_expert

_form = require_http_methods(["GET", "HEAD", "POST"])
_read = require_http_methods(["GET", "HEAD"])

urlpatterns: list[URLPattern] = [
    path("chats/", _read(desk.chats), name="chats"),
    path("chats/waiting/", require_GET(desk.chats_waiting), name="chats_waiting"),
    path("chats/next/", require_POST(desk_verbs.accept_next_chat), name="accept_next_chat"),
    path("chats/presence/", require_POST(desk_verbs.set_chat_presence), name="set_chat_presence"),
    path("chats/capacity/", require_POST(desk_verbs.set_chat_capacity), name="set_chat_capacity"),
    path("chats/<int:chat_id>/", _read(desk.show_chat), name="show_chat"),
    path("chats/<int:chat_id>/now/", require_GET(desk.chat_now), name="chat_now"),
    path("chats/<int:chat_id>/earlier/", require_GET(desk.chat_earlier), name="chat_earlier"),
    path("chats/<int:chat_id>/articles/", require_GET(desk_articles.chat_articles), name="chat_articles"),
    path(
        "chats/<int:chat_id>/suggestions/",
        require_GET(desk_articles.chat_suggestions),
        name="chat_suggestions",
    ),
    path("chats/<int:chat_id>/accept/", require_POST(desk_verbs.accept_chat), name="accept_chat"),
    path("chats/<int:chat_id>/join/", require_POST(desk_verbs.join_chat), name="join_chat"),
    path("chats/<int:chat_id>/watch/", require_POST(desk_verbs.watch_chat), name="watch_chat"),
    path("chats/<int:chat_id>/leave/", require_POST(desk_verbs.leave_chat), name="leave_chat"),
    path("chats/<int:chat_id>/lead/", require_POST(desk_verbs.lead_chat), name="lead_chat"),
    path("chats/<int:chat_id>/remove/", require_POST(desk_verbs.remove_from_chat), name="remove_from_chat"),
    path("chats/<int:chat_id>/transfer/", _form(desk_asking.transfer_chat), name="transfer_chat"),
    path("chats/<int:chat_id>/invite/", _form(desk_asking.invite_to_chat), name="invite_to_chat"),
    path("chats/<int:chat_id>/guest/", _form(desk_asking.invite_guest_expert), name="invite_guest_expert"),
    path("chats/<int:chat_id>/end/", _form(desk_asking.end_chat), name="end_chat"),
    path("chat/expert/<str:token>/", _form(guest_expert.guest_expert), name="guest_expert"),
    path("chat/expert/<str:token>/files/", require_POST(guest_expert.guest_upload), name="guest_upload"),
    path("chat/expert/<str:token>/leave/", require_POST(guest_expert.guest_leave), name="guest_leave"),
]
