"""Addresses of the visitor's frame."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST, require_safe

from divan.chat.views import widget, widget_asking, widget_offering, widget_scripts, widget_visit

_SITE: list[URLPattern] = [
    path("", require_safe(widget.chat_frame), name="chat_frame"),
    path("colours.css", require_safe(widget.chat_colours), name="chat_colours"),
    path("there/", require_safe(widget_asking.chat_there), name="chat_there"),
    path("known/", require_POST(widget_asking.chat_known), name="chat_known"),
    path("answers/", require_POST(widget_asking.chat_answers), name="chat_answers"),
    path("solved/", require_POST(widget_asking.chat_solved), name="chat_solved"),
    path("start/", require_POST(widget_asking.start_chat_here), name="start_chat_here"),
    path("write/", require_POST(widget_asking.write_to_site), name="write_to_site"),
    path("upload/", require_POST(widget_asking.upload_to_site), name="upload_to_site"),
    path("offer/", require_POST(widget_offering.offer_chat), name="offer_chat"),
    path("offer/answer/", require_POST(widget_offering.answer_offer), name="answer_offer"),
]
_VISIT: list[URLPattern] = [
    path("upload/", require_POST(widget_visit.upload_to_chat), name="upload_to_chat"),
    path("files/<int:file_id>/", require_safe(widget_visit.chat_file), name="chat_file"),
    path("end/", require_POST(widget_visit.end_visit), name="end_visit"),
    path("rate/", require_POST(widget_visit.rate_visit), name="rate_visit"),
    path("call-back/", require_POST(widget_visit.call_visitor_back), name="call_visitor_back"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("chat/loader.js", require_safe(widget_scripts.chat_loader), name="chat_loader"),
    *(
        path(f"chat/{name}.js", require_safe(widget_scripts.chat_module), {"name": name}, name=f"chat_{name}")
        for name in widget_scripts.MODULES
    ),
    path("chat/frame/<str:key>/", include(_SITE)),
    path("chat/visit/", include(_VISIT)),
]
