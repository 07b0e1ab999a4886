"""Addresses of this slice. Of the sign-in library only what we use is reachable."""

from __future__ import annotations

from allauth.account import views as allauth
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.accounts.views import brand, invitations, preferences, profile, set_up, shortcuts
from divan.accounts.views.settings import (
    calendars,
    general,
    groups,
    organizations,
    people,
    roles,
    search_index,
)
from divan.accounts.views.settings import invitations as staff_invitations

_form = require_http_methods(["GET", "HEAD", "POST"])

sign_in = [
    path("sign-in/", _form(allauth.login), name="account_login"),
    path("sign-in/code/", _form(allauth.request_login_code), name="account_request_login_code"),
    path("sign-in/code/confirm/", _form(allauth.confirm_login_code), name="account_confirm_login_code"),
    path("sign-out/", require_POST(allauth.logout), name="account_logout"),
    path("sign-up/", _form(allauth.signup), name="account_signup"),
    path("sign-up/confirm/", _form(allauth.email_verification_sent), name="account_email_verification_sent"),
    path("account-inactive/", require_GET(allauth.account_inactive), name="account_inactive"),
]

password = [
    path("password/change/", _form(allauth.password_change), name="account_change_password"),
    path("password/set/", _form(allauth.password_set), name="account_set_password"),
    path("password/reset/", _form(allauth.password_reset), name="account_reset_password"),
    path(
        "password/reset/confirm/",
        _form(allauth.confirm_password_reset_code),
        name="account_confirm_password_reset_code",
    ),
    path(
        "password/reset/complete/",
        _form(allauth.complete_password_reset),
        name="account_complete_password_reset",
    ),
    path(
        "password/reset/done/",
        require_GET(allauth.password_reset_from_key_done),
        name="account_password_reset_completed",
    ),
]

own = [
    path("profile/", profile.profile, name="profile"),
    path("profile/keyboard/", shortcuts.keyboard, name="keyboard"),
    path("profile/address/", profile.own_address, name="account_email"),
    path("profile/sessions/end/", profile.sign_out_everywhere, name="sign_out_everywhere"),
    path("profile/sessions/<int:session_id>/end/", profile.end_own_session, name="end_own_session"),
    path("preferences/language/", preferences.set_language, name="set_language"),
    path("preferences/theme/", preferences.set_theme, name="set_theme"),
]

people_urls = [
    path("", people.people, name="settings_people"),
    path("add/", people.add_person, name="settings_add_person"),
    path("<int:person_id>/", people.person, name="settings_person"),
    path("<int:person_id>/role/", people.change_role, name="settings_change_role"),
    path("<int:person_id>/organisation/", people.join_organization, name="settings_join_organization"),
    path("<int:person_id>/group/", people.change_membership, name="settings_change_membership"),
    path("<int:person_id>/photo/remove/", people.remove_photo, name="settings_remove_photo"),
    path("<int:person_id>/deactivate/", people.deactivate_person, name="settings_deactivate_person"),
    path("<int:person_id>/reactivate/", people.reactivate_person, name="settings_reactivate_person"),
    path("<int:person_id>/sessions/end/", people.end_sessions, name="settings_end_sessions"),
]

group_urls = [
    path("", groups.groups, name="settings_groups"),
    path("create/", groups.create_group, name="settings_create_group"),
    path("<int:group_id>/", groups.group, name="settings_group"),
    path("<int:group_id>/member/", groups.set_member, name="settings_set_member"),
    path("<int:group_id>/deactivate/", groups.deactivate_group, name="settings_deactivate_group"),
    path("<int:group_id>/reactivate/", groups.reactivate_group, name="settings_reactivate_group"),
]

calendar_urls = [
    path("", calendars.calendars, name="settings_calendars"),
    path("add/", calendars.add_calendar, name="settings_add_calendar"),
    path("<int:calendar_id>/", calendars.calendar, name="settings_calendar"),
    path(
        "<int:calendar_id>/default/",
        calendars.make_calendar_default,
        name="settings_make_calendar_default",
    ),
    path("<int:calendar_id>/delete/", calendars.delete_calendar, name="settings_delete_calendar"),
]

role_urls = [
    path("", roles.roles, name="settings_roles"),
    path("create/", roles.create_role, name="settings_create_role"),
    path("<int:role_id>/", roles.role, name="settings_role"),
    path("<int:role_id>/delete/", roles.delete_role, name="settings_delete_role"),
]

organization_urls = [
    path("", organizations.organizations, name="settings_organizations"),
    path("create/", organizations.create_organization, name="settings_create_organization"),
    path("<int:organization_id>/", organizations.organization, name="settings_organization"),
    path(
        "<int:organization_id>/delete/",
        organizations.delete_organization,
        name="settings_delete_organization",
    ),
]

invitation_urls = [
    path("", staff_invitations.invitations, name="settings_invitations"),
    path(
        "<int:invitation_id>/resend/", staff_invitations.resend_invitation, name="settings_resend_invitation"
    ),
    path(
        "<int:invitation_id>/revoke/", staff_invitations.revoke_invitation, name="settings_revoke_invitation"
    ),
]

settings_urls: list[URLPattern | URLResolver] = [
    path("", general.index, name="settings"),
    path("general/", general.general, name="settings_general"),
    path("look/", general.look, name="settings_brand"),
    path("log/", general.log, name="settings_log"),
    path("search/", search_index.search_index, name="settings_search_index"),
    path("search/rebuild/", search_index.rebuild_search_index, name="settings_rebuild_search_index"),
    path("people/", include(people_urls)),
    path("groups/", include(group_urls)),
    path("hours/", include(calendar_urls)),
    path("roles/", include(role_urls)),
    path("organisations/", include(organization_urls)),
    path("invitations/", include(invitation_urls)),
]

urlpatterns = [
    path("set-up/", set_up.set_up, name="set_up"),
    path("invitations/<str:token>/", invitations.accept_invitation, name="accept_invitation"),
    path("brand.css", brand.brand_css, name="brand_css"),
    path("logo/<slug:digest>", brand.logo, name="logo"),
    path("photo/<slug:photo_name>", brand.photo, name="photo"),
    *sign_in,
    *password,
    *own,
    path("settings/", include(settings_urls)),
]
