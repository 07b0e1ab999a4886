"""Who may open the forms, and the fields of tickets, in the settings."""

from divan.core.routes import Route

_PERMISSION = "perm:forms.manage"
_FORM = ("GET", "POST")

ROUTES: dict[str, Route] = {
    "settings_forms": Route(_PERMISSION),
    "settings_add_form": Route(_PERMISSION, _FORM),
    "settings_form": Route(_PERMISSION, _FORM),
    "settings_use_form": Route(_PERMISSION, ("POST",)),
    "settings_move_form": Route(_PERMISSION, ("POST",)),
    "settings_duplicate_form": Route(_PERMISSION, ("POST",)),
    "settings_form_translations": Route(_PERMISSION, _FORM),
    "settings_form_preview": Route(_PERMISSION),
    "settings_form_embedding": Route(_PERMISSION),
    "settings_add_question": Route(_PERMISSION, _FORM),
    "settings_question": Route(_PERMISSION, _FORM),
    "settings_move_question": Route(_PERMISSION, ("POST",)),
    "settings_remove_question": Route(_PERMISSION, ("POST",)),
    "settings_fields": Route(_PERMISSION),
    "settings_add_field": Route(_PERMISSION, _FORM),
    "settings_field": Route(_PERMISSION, _FORM),
    "settings_use_field": Route(_PERMISSION, ("POST",)),
    "settings_move_field": Route(_PERMISSION, ("POST",)),
}
