"""Every address of the product, slice by slice."""

from __future__ import annotations

from django.urls import include, path

from divan.site import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("", include("divan.accounts.urls")),
    path("", include("divan.tickets.urls")),
    path("", include("divan.knowledge.urls")),
    path("", include("divan.mail.urls")),
    path("", include("divan.notifications.urls")),
]
