"""Who may open which address: each slice writes its own down, and one test walks them all.

A slice's `routes.py` holds `ROUTES: dict[str, Route]`, keyed by url name. The table decides nothing (views
and gates do); it states what was meant, so that a forgotten gate is found by the permission matrix.
"""

from __future__ import annotations

from dataclasses import dataclass

ANYONE = "anyone"
VISITOR = "visitor"
SIGNED_IN = "signed_in"
STAFF = "staff"
TICKET_SEE = "ticket:see"
TICKET_REPLY = "ticket:reply"
TICKET_CHANGE = "ticket:change"
GUEST_LINK = "guest_link"
OWN = "own"
BEARER = "bearer"

_RULES = frozenset(
    {ANYONE, VISITOR, SIGNED_IN, STAFF, TICKET_SEE, TICKET_REPLY, TICKET_CHANGE, GUEST_LINK, OWN, BEARER}
)


@dataclass(frozen=True, slots=True)
class Route:
    """The rule of one address and the methods that it answers (HEAD comes with GET).

    `anyone` needs no sign-in; `visitor` too, but people who are signed in may be sent on; `own` is for
    signed-in people and only the object that belongs to them; `bearer` is for whoever sends the token of one object in a
    header, whoever they are; `perm:<name>` needs that permission.
    Raises ValueError for a rule that does not exist.
    """

    access: str
    methods: tuple[str, ...] = ("GET",)

    def __post_init__(self) -> None:
        if self.access not in _RULES and not self.permission:
            raise ValueError(f"unknown access rule {self.access!r}")

    @property
    def permission(self) -> str:
        """The permission of a `perm:` rule, otherwise empty."""
        return self.access.removeprefix("perm:") if self.access.startswith("perm:") else ""
