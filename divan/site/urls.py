"""Every address of the product, slice by slice."""

from __future__ import annotations

from django.urls import include, path

from divan.site import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("divan.realtime.urls")),
    path("", include("divan.accounts.urls")),
    path("", include("divan.tickets.urls")),
    path("", include("divan.knowledge.urls")),
    path("", include("divan.assets.urls")),
    path("", include("divan.mail.urls")),
    path("", include("divan.chat.urls")),
    path("", include("divan.rooms.urls")),
    path("", include("divan.notifications.urls")),
    path("", include("divan.consulting.urls")),
    path("", include("divan.replies.urls")),
    path("", include("divan.guides.urls")),
    path("", include("divan.timekeeping.urls")),
    path("", include("divan.reports.urls")),
]
