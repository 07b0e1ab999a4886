"""Addresses of products."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods, require_POST

from divan.assets.views import assets, types

_form = require_http_methods(["GET", "HEAD", "POST"])
_read = require_http_methods(["GET", "HEAD"])

urlpatterns: list[URLPattern] = [
    path("products/", _read(assets.assets), name="assets"),
    path("products/new/", _form(assets.add_asset), name="add_asset"),
    path("products/<int:asset_id>/", _read(assets.asset), name="asset"),
    path("products/<int:asset_id>/change/", _form(assets.change_asset), name="change_asset"),
    path("products/<int:asset_id>/use/", require_POST(assets.use_asset), name="use_asset"),
    path("settings/product-types/", _read(types.asset_types), name="settings_asset_types"),
    path("settings/product-types/new/", _form(types.add_asset_type), name="settings_add_asset_type"),
    path("settings/product-types/<int:type_id>/", _form(types.asset_type), name="settings_asset_type"),
    path(
        "settings/product-types/<int:type_id>/use/",
        require_POST(types.use_asset_type),
        name="settings_use_asset_type",
    ),
]
