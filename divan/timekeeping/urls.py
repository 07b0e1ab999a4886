"""Addresses of time."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from divan.timekeeping.views import entries, rates

_form = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns: list[URLPattern] = [
    path("tickets/<str:number>/time/", _form(entries.log_time), name="log_time"),
    path("tickets/<str:number>/clock/start/", require_POST(entries.start_timer), name="start_timer"),
    path("tickets/<str:number>/clock/pause/", require_POST(entries.pause_timer), name="pause_timer"),
    path("tickets/<str:number>/clock/stop/", require_POST(entries.stop_timer), name="stop_timer"),
    path("tickets/<str:number>/clock/discard/", require_POST(entries.discard_timer), name="discard_timer"),
    path("tickets/<str:number>/time/<int:entry_id>/", _form(entries.correct_time), name="correct_time"),
    path(
        "tickets/<str:number>/time/<int:entry_id>/remove/",
        require_POST(entries.remove_time),
        name="remove_time",
    ),
    path("settings/rates/", _form(rates.hourly_rates), name="settings_rates"),
]
