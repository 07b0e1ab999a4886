"""Who may open the category tree of the settings."""

from divan.core.routes import Route

_MANAGE = "perm:settings.manage"

ROUTES: dict[str, Route] = {
    "settings_categories": Route(_MANAGE),
    "settings_add_category": Route(_MANAGE, ("GET", "POST")),
    "settings_category": Route(_MANAGE, ("GET", "POST")),
    "settings_use_category": Route(_MANAGE, ("POST",)),
}
