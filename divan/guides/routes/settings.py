"""Who may keep checklists and scripts."""

from divan.core.routes import Route

_MANAGE, _FORM, _POST = "perm:settings.manage", ("GET", "POST"), ("POST",)

ROUTES: dict[str, Route] = {
    "settings_checklists": Route(_MANAGE),
    "settings_add_checklist": Route(_MANAGE, _FORM),
    "settings_checklist": Route(_MANAGE, _FORM),
    "settings_use_checklist": Route(_MANAGE, _POST),
    "settings_add_item": Route(_MANAGE, _FORM),
    "settings_item": Route(_MANAGE, _FORM),
    "settings_change_item": Route(_MANAGE, _POST),
    "settings_scripts": Route(_MANAGE),
    "settings_add_script": Route(_MANAGE, _FORM),
    "settings_script": Route(_MANAGE, _FORM),
    "settings_use_script": Route(_MANAGE, _POST),
    "settings_add_step": Route(_MANAGE, _FORM),
    "settings_step": Route(_MANAGE, _FORM),
    "settings_change_step": Route(_MANAGE, _POST),
    "settings_add_answer": Route(_MANAGE, _FORM),
    "settings_answer": Route(_MANAGE, _FORM),
    "settings_change_answer": Route(_MANAGE, _POST),
}
