"""Addresses of the ticket slice: the portal, the desk, and its part of the settings."""

from divan.tickets.urls import articles, desk, portal, reviews, settings, settings_forms

urlpatterns = [
    *portal.urlpatterns,
    *articles.urlpatterns,
    *reviews.urlpatterns,
    *desk.urlpatterns,
    *settings.urlpatterns,
    *settings_forms.urlpatterns,
]
