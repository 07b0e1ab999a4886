"""Addresses of the priority matrix and of the types of tickets in the settings."""

from django.urls import path
from django.views.decorators.http import require_http_methods

from divan.tickets.views import settings_sorting as views

_form = require_http_methods(["GET", "HEAD", "POST"])
_read = require_http_methods(["GET", "HEAD"])

urlpatterns = [
    path("settings/priorities/", _form(views.priority_matrix), name="settings_matrix"),
    path("settings/types/", _read(views.ticket_types), name="settings_types"),
    path("settings/types/<slug:ticket_type>/", _form(views.ticket_type), name="settings_type"),
]
