"""Who may open the forms in the settings."""

from divan.core.routes import Route

_PERMISSION = "perm:forms.manage"
_FORM = ("GET", "POST")

ROUTES: dict[str, Route] = {
    "settings_forms": Route(_PERMISSION),
    "settings_add_form": Route(_PERMISSION, _FORM),
    "settings_form": Route(_PERMISSION, _FORM),
    "settings_use_form": Route(_PERMISSION, ("POST",)),
    "settings_move_form": Route(_PERMISSION, ("POST",)),
    "settings_add_question": Route(_PERMISSION, _FORM),
    "settings_question": Route(_PERMISSION, _FORM),
    "settings_remove_question": Route(_PERMISSION, ("POST",)),
}
