"""Addresses of the help pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from divan.knowledge import views

urlpatterns: list[URLPattern] = [
    path("help/", views.help_home, name="help"),
    path("help/search/", views.help_search, name="help_search"),
    path("help/suggestions/", views.help_suggestions, name="help_suggestions"),
    path("help/<slug:slug>/", views.help_article, name="help_article"),
]
