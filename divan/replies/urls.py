"""Addresses of saved replies and macros."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.replies.views import applying, inserting, macros, saved

_form = require_http_methods(["GET", "HEAD", "POST"])
_read = require_http_methods(["GET", "HEAD"])

urlpatterns = [
    path("replies/", _read(saved.saved_replies), name="saved_replies"),
    path("replies/new/", _form(saved.add_saved_reply), name="add_saved_reply"),
    path("replies/preview/", require_POST(saved.preview_saved_reply), name="preview_saved_reply"),
    path("replies/<int:reply_id>/", _form(saved.saved_reply), name="saved_reply"),
    path("replies/<int:reply_id>/delete/", require_POST(saved.delete_saved_reply), name="delete_saved_reply"),
    path("replies/<int:reply_id>/up/", require_POST(saved.move_saved_reply_up), name="move_saved_reply_up"),
    path("macros/", _read(macros.macros), name="macros"),
    path("macros/new/", _form(macros.add_macro), name="add_macro"),
    path("macros/<int:macro_id>/", _form(macros.macro), name="macro"),
    path("macros/<int:macro_id>/delete/", require_POST(macros.delete_macro), name="delete_macro"),
    path("macros/<int:macro_id>/up/", require_POST(macros.move_macro_up), name="move_macro_up"),
    path("compositions/replies/", require_GET(inserting.new_mail_replies), name="new_mail_replies"),
    path(
        "compositions/replies/<int:reply_id>/",
        require_POST(inserting.use_reply_in_mail),
        name="use_reply_in_mail",
    ),
    path("tickets/<str:number>/replies/", require_GET(inserting.ticket_replies), name="ticket_replies"),
    path(
        "tickets/<str:number>/replies/<int:reply_id>/",
        require_POST(inserting.use_saved_reply),
        name="use_saved_reply",
    ),
    path("tickets/<str:number>/macro/", _form(applying.apply_macro), name="apply_macro"),
    path(
        "tickets/<str:number>/macro/<int:macro_id>/",
        require_GET(applying.preview_macro),
        name="preview_macro",
    ),
]
