"""Addresses of the category tree in the settings."""

from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from divan.tickets.views import settings_categories as views

_form = require_http_methods(["GET", "HEAD", "POST"])
_read = require_http_methods(["GET", "HEAD"])

urlpatterns = [
    path("settings/categories/", _read(views.categories), name="settings_categories"),
    path("settings/categories/add/", _form(views.add_category), name="settings_add_category"),
    path("settings/categories/<int:category_id>/", _form(views.category), name="settings_category"),
    path(
        "settings/categories/<int:category_id>/use/",
        require_POST(views.use_category),
        name="settings_use_category",
    ),
]
