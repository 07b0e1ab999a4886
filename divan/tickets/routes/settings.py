"""Who may open categories, priorities and types in the settings."""

from divan.core.routes import Route

_MANAGE = "perm:settings.manage"

ROUTES: dict[str, Route] = {
    "settings_categories": Route(_MANAGE),
    "settings_add_category": Route(_MANAGE, ("GET", "POST")),
    "settings_category": Route(_MANAGE, ("GET", "POST")),
    "settings_use_category": Route(_MANAGE, ("POST",)),
    "settings_matrix": Route(_MANAGE, ("GET", "POST")),
    "settings_types": Route(_MANAGE),
    "settings_type": Route(_MANAGE, ("GET", "POST")),
}
