"""Addresses of the ticket slice: the portal, the desk, and its part of the settings."""

from divan.tickets.urls import (
    articles,
    bulk,
    desk,
    joining,
    portal,
    reviews,
    settings,
    settings_forms,
    settings_sorting,
)

urlpatterns = [
    *portal.urlpatterns,
    *articles.urlpatterns,
    *reviews.urlpatterns,
    *bulk.urlpatterns,
    *joining.urlpatterns,
    *desk.urlpatterns,
    *settings.urlpatterns,
    *settings_forms.urlpatterns,
    *settings_sorting.urlpatterns,
]
