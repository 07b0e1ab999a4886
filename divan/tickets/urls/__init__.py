"""Addresses of the ticket slice: the portal, the desk, and its part of the settings."""

from divan.tickets.urls import desk, portal, settings, settings_forms

urlpatterns = [
    *portal.urlpatterns,
    *desk.urlpatterns,
    *settings.urlpatterns,
    *settings_forms.urlpatterns,
]
