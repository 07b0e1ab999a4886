"""Who is acting. Every verb and every read names one; there is no way to skip permissions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    PERSON = "person"
    GUEST = "guest"
    SYSTEM = "system"
    ANONYMOUS = "anonymous"


class Right(IntEnum):
    """What somebody may do in a group; each right includes the ones before it."""

    NONE = 0
    SEE = 1
    REPLY = 2
    CHANGE = 3
    ALL = 4


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a guest with a signed link, the system itself, or nobody yet.

    `all_groups` is the right held in every group; `groups` holds rights by group id.
    `ticket_id` is the single ticket that a guest's link opens. `photo` is the address of their picture, empty without one.
    """

    kind: Kind
    id: int | None = None
    name: str = ""
    email: str = ""
    role: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    is_staff: bool = False
    permissions: frozenset[str] = frozenset()
    all_groups: Right = Right.NONE
    groups: Mapping[int, Right] = field(default_factory=lambda: MappingProxyType({}))
    organization_id: int | None = None
    shares_organization: bool = False
    ticket_id: int | None = None
    photo: str = ""

    @property
    def person_id(self) -> int:
        """The person's id; 0, which nobody has, for the system and for visitors."""
        return self.id or 0

    @property
    def is_authenticated(self) -> bool:
        return self.kind is Kind.PERSON

    @property
    def is_system(self) -> bool:
        return self.kind is Kind.SYSTEM

    @property
    def is_administrator(self) -> bool:
        return self.role == "administrator"

    def may(self, permission: str) -> bool:
        """Whether the role carries a permission that is not about one group."""
        return self.is_system or permission in self.permissions

    def right_in(self, group_id: int | None) -> Right:
        """The right held in a group; tickets without a group count as everybody's on the staff."""
        if self.is_system:
            return Right.ALL
        if not self.is_staff:
            return Right.NONE
        return max(self.all_groups, self.groups.get(group_id or 0, Right.NONE))

    def groups_with(self, right: Right) -> list[int] | None:
        """Ids of the groups where at least `right` is held; None means all of them."""
        if self.is_system or self.all_groups >= right:
            return None
        return sorted(group for group, held in self.groups.items() if held >= right)


SYSTEM = Actor(Kind.SYSTEM, name="Divan", is_staff=True)
ANONYMOUS = Actor(Kind.ANONYMOUS)
