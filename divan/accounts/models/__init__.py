"""People, what they may do, where they belong, and the installation itself."""

from divan.accounts.models.calendars import BusinessCalendar
from divan.accounts.models.groups import Group, Membership
from divan.accounts.models.installation import Installation
from divan.accounts.models.invitations import Invitation
from divan.accounts.models.log import AdministrationEntry
from divan.accounts.models.organizations import Organization, OrganizationDomain
from divan.accounts.models.roles import PERMISSIONS, Role
from divan.accounts.models.users import User

__all__ = [
    "PERMISSIONS",
    "AdministrationEntry",
    "BusinessCalendar",
    "Group",
    "Installation",
    "Invitation",
    "Membership",
    "Organization",
    "OrganizationDomain",
    "Role",
    "User",
]
