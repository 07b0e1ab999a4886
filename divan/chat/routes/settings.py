"""Who may open which address of sites of chat."""

from divan.core.routes import Route

_MANAGE, _FORM, _POST = "perm:chat.manage", ("GET", "POST"), ("POST",)

ROUTES: dict[str, Route] = {
    "settings_chat_sites": Route(_MANAGE),
    "settings_add_chat_site": Route(_MANAGE, _FORM),
    "settings_chat_site": Route(_MANAGE, _FORM),
    "settings_use_chat_site": Route(_MANAGE, _POST),
    "settings_renew_chat_secret": Route(_MANAGE, _POST),
    "settings_add_chat_topic": Route(_MANAGE, _FORM),
    "settings_chat_topic": Route(_MANAGE, _FORM),
    "settings_change_chat_topics": Route(_MANAGE, _POST),
    "settings_add_chat_rule": Route(_MANAGE, _FORM),
    "settings_chat_rule": Route(_MANAGE, _FORM),
    "settings_change_chat_rules": Route(_MANAGE, _POST),
}
