"""Who may open which address of products; the permission matrix walks it."""

from divan.core.routes import STAFF, Route

_FORM, _POST = ("GET", "POST"), ("POST",)
_TYPES = "perm:settings.manage"
_KEEP = "perm:assets.manage"

ROUTES: dict[str, Route] = {
    "assets": Route(STAFF),
    "asset": Route(STAFF),
    "add_asset": Route(_KEEP, _FORM),
    "change_asset": Route(_KEEP, _FORM),
    "use_asset": Route(_KEEP, _POST),
    "settings_asset_types": Route(_TYPES),
    "settings_add_asset_type": Route(_TYPES, _FORM),
    "settings_asset_type": Route(_TYPES, _FORM),
    "settings_use_asset_type": Route(_TYPES, _POST),
}
