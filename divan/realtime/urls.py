"""Addresses of what is live without a socket."""

from __future__ import annotations

from django.urls import path

from divan.realtime.lines.polling import exchange

urlpatterns = [path("lines/", exchange, name="lines")]
