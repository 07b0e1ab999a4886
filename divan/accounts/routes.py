"""Who may open the addresses of this slice."""

from __future__ import annotations

from divan.core.routes import ANYONE, OWN, SIGNED_IN, STAFF, VISITOR, Route

_FORM = ("GET", "POST")
_POST = ("POST",)
_PEOPLE = "perm:people.manage"
_SETTINGS = "perm:settings.manage"

ROUTES: dict[str, Route] = {
    "set_up": Route(ANYONE, _FORM),
    "accept_invitation": Route(VISITOR, _FORM),
    "brand_css": Route(ANYONE),
    "logo": Route(ANYONE),
    "account_login": Route(VISITOR, _FORM),
    "account_request_login_code": Route(VISITOR, _FORM),
    "account_confirm_login_code": Route(VISITOR, _FORM),
    "account_logout": Route(VISITOR, _POST),
    "account_signup": Route(VISITOR, _FORM),
    "account_email_verification_sent": Route(VISITOR, _FORM),
    "account_inactive": Route(VISITOR),
    "account_reset_password": Route(VISITOR, _FORM),
    "account_confirm_password_reset_code": Route(VISITOR, _FORM),
    "account_complete_password_reset": Route(VISITOR, _FORM),
    "account_password_reset_completed": Route(VISITOR),
    "account_change_password": Route(SIGNED_IN, _FORM),
    "account_set_password": Route(SIGNED_IN, _FORM),
    "account_email": Route(SIGNED_IN),
    "profile": Route(SIGNED_IN, _FORM),
    "sign_out_everywhere": Route(SIGNED_IN, _POST),
    "end_own_session": Route(OWN, _POST),
    "set_language": Route(ANYONE, _POST),
    "set_theme": Route(ANYONE, _POST),
    "settings": Route(STAFF),
    "settings_general": Route(_SETTINGS, _FORM),
    "settings_brand": Route(_SETTINGS, _FORM),
    "settings_log": Route(_SETTINGS),
    "settings_search_index": Route(_SETTINGS),
    "settings_rebuild_search_index": Route(_SETTINGS, _POST),
    "settings_people": Route(_PEOPLE),
    "settings_add_person": Route(_PEOPLE, _FORM),
    "settings_person": Route(_PEOPLE),
    "settings_change_role": Route(_PEOPLE, _POST),
    "settings_join_organization": Route(_PEOPLE, _POST),
    "settings_change_membership": Route(_PEOPLE, _POST),
    "settings_deactivate_person": Route(_PEOPLE, _POST),
    "settings_reactivate_person": Route(_PEOPLE, _POST),
    "settings_end_sessions": Route(_PEOPLE, _POST),
    "settings_groups": Route(_PEOPLE),
    "settings_create_group": Route(_PEOPLE, _FORM),
    "settings_group": Route(_PEOPLE, _FORM),
    "settings_set_member": Route(_PEOPLE, _POST),
    "settings_deactivate_group": Route(_PEOPLE, _POST),
    "settings_reactivate_group": Route(_PEOPLE, _POST),
    "settings_roles": Route(_PEOPLE),
    "settings_create_role": Route(_PEOPLE, _FORM),
    "settings_role": Route(_PEOPLE, _FORM),
    "settings_delete_role": Route(_PEOPLE, _POST),
    "settings_organizations": Route(_PEOPLE),
    "settings_create_organization": Route(_PEOPLE, _FORM),
    "settings_organization": Route(_PEOPLE, _FORM),
    "settings_delete_organization": Route(_PEOPLE, _POST),
    "settings_invitations": Route(_PEOPLE, _FORM),
    "settings_resend_invitation": Route(_PEOPLE, _POST),
    "settings_revoke_invitation": Route(_PEOPLE, _POST),
}
