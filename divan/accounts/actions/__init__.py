"""The verbs of this slice, by noun."""

from divan.accounts.actions.calendars import (
    CalendarSettings,
    add_calendar,
    change_calendar,
    delete_calendar,
    make_calendar_default,
)
from divan.accounts.actions.customers import find_or_create_customer
from divan.accounts.actions.groups import (
    add_member,
    create_group,
    deactivate_group,
    reactivate_group,
    remove_member,
    rename_group,
)
from divan.accounts.actions.installation import change_brand, change_settings, set_up_installation
from divan.accounts.actions.invitations import (
    accept_invitation,
    invite,
    resend_invitation,
    revoke_invitation,
)
from divan.accounts.actions.organizations import (
    change_organization,
    create_organization,
    delete_organization,
)
from divan.accounts.actions.people import (
    add_person,
    change_role,
    deactivate_person,
    end_sessions,
    join_organization,
    reactivate_person,
)
from divan.accounts.actions.photos import change_photo, remove_photo
from divan.accounts.actions.profile import change_language, change_profile, change_theme
from divan.accounts.actions.roles import change_role_permissions, create_role, delete_role
from divan.accounts.actions.search_index import rebuild_search_index
from divan.accounts.actions.shortcuts import change_keys

__all__ = [
    "CalendarSettings",
    "accept_invitation",
    "add_calendar",
    "add_member",
    "add_person",
    "change_brand",
    "change_calendar",
    "change_keys",
    "change_language",
    "change_organization",
    "change_photo",
    "change_profile",
    "change_role",
    "change_role_permissions",
    "change_settings",
    "change_theme",
    "create_group",
    "create_organization",
    "create_role",
    "deactivate_group",
    "deactivate_person",
    "delete_calendar",
    "delete_organization",
    "delete_role",
    "end_sessions",
    "find_or_create_customer",
    "invite",
    "join_organization",
    "make_calendar_default",
    "reactivate_group",
    "reactivate_person",
    "rebuild_search_index",
    "remove_member",
    "remove_photo",
    "rename_group",
    "resend_invitation",
    "revoke_invitation",
    "set_up_installation",
]
