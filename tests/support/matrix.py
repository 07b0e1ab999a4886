"""What the permission matrix walks over: every address, every role, and what each should be answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from itertools import chain

from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from divan.accounts.models import User
from divan.core.actors import Actor, Right
from divan.core.routes import (
    ANYONE,
    BEARER,
    GUEST_LINK,
    OWN,
    SIGNED_IN,
    STAFF,
    TICKET_CHANGE,
    TICKET_REPLY,
    TICKET_SEE,
    VISITOR,
    Route,
)
from tests.support.cast import Cast, actor

# Addresses of the assembly itself, which is no slice.
SITE = {"healthz": Route(ANYONE), "readyz": Route(ANYONE)}
# Who has done what these addresses are for is signed out by it.
SIGNS_OUT = {"sign_out_everywhere"}
RIGHT_FOR = {TICKET_SEE: Right.SEE, TICKET_REPLY: Right.REPLY, TICKET_CHANGE: Right.CHANGE}


class Answer(Enum):
    """What a gate answers; a visitor's page may also lead to the sign-in page when there is nothing to go on."""

    def fits(self, given: Answer) -> bool:
        """Whether `given` is what was meant."""
        return given is self or (self is Answer.WELCOME and given in (Answer.OPEN, Answer.SIGN_IN))

    OPEN = "open"
    WELCOME = "open, or the way to sign in"
    MISSING = "missing"
    SIGN_IN = "sign in"


@dataclass(frozen=True)
class Address:
    """One url pattern: its name with namespaces, and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]


def addresses() -> Iterator[Address]:
    """Every address of the resolver; one without a name appears as its pattern."""
    yield from _walk(get_resolver(), "", ())


def _walk(resolver: URLResolver, namespace: str, arguments: tuple[str, ...]) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        own = (*arguments, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, own)
        elif isinstance(entry, URLPattern):
            yield Address(f"{namespace}{entry.name}" if entry.name else f"unnamed {entry.pattern}", own)


def routes() -> dict[str, Route]:
    """The table of all slices, by url name."""
    found = dict(SITE)
    for app in apps.get_app_configs():
        if _is_slice(app.name) and find_spec(f"{app.name}.routes"):
            table: dict[str, Route] = import_module(f"{app.name}.routes").ROUTES
            twice = found.keys() & table.keys()
            assert not twice, f"declared by two slices: {sorted(twice)}"
            found |= table
    return found


def desk_names() -> frozenset[str]:
    """Addresses of the agents' desk: the requester's side of a ticket does not exist there."""
    tables = [
        import_module(f"{app.name}.routes.desk") for app in apps.get_app_configs() if _has_desk(app.name)
    ]
    return frozenset(chain.from_iterable(table.ROUTES for table in tables))


def _is_slice(app: str) -> bool:
    """Whether the app is one of ours that may have pages; `core` only defines what a route is."""
    return app.startswith("divan.") and app != "divan.core"


def _has_desk(app: str) -> bool:
    routes_module = find_spec(f"{app}.routes") if _is_slice(app) else None
    return bool(
        routes_module and routes_module.submodule_search_locations and find_spec(f"{app}.routes.desk")
    )


@dataclass(frozen=True)
class Visitor:
    """Somebody at the door. `person` is None for strangers."""

    name: str
    person: User | None

    @property
    def actor(self) -> Actor | None:
        return actor(self.person) if self.person else None


def visitors(people: Cast) -> list[Visitor]:
    """Everybody who is tried at every door."""
    return [
        Visitor("stranger", None),
        Visitor("customer who owns the ticket", people.customer),
        Visitor("other customer", people.other_customer),
        Visitor("agent with the right", people.agent),
        Visitor("agent without the right", people.other_agent),
        Visitor("supervisor", people.supervisor),
        Visitor("administrator", people.administrator),
        Visitor("custom role with one permission", people.clerk),
    ]


def expected(name: str, route: Route, visitor: Visitor, people: Cast) -> Answer:
    """What the table means for this visitor; the object is a ticket of the customer in the agent's group."""
    who = visitor.actor
    if route.access == VISITOR:
        return Answer.WELCOME
    if route.access in (ANYONE, GUEST_LINK):
        return Answer.OPEN
    if route.access == BEARER:
        return Answer.MISSING
    if who is None:
        return Answer.SIGN_IN
    if not _allowed(name, route, who, people):
        return Answer.MISSING
    return Answer.WELCOME if name in SIGNS_OUT else Answer.OPEN


def _allowed(name: str, route: Route, who: Actor, people: Cast) -> bool:
    decide: dict[str, Callable[[], bool]] = {
        SIGNED_IN: lambda: True,
        OWN: lambda: who.id == people.customer.pk,
        STAFF: lambda: who.is_staff,
    }
    if route.permission:
        return any(who.may(permission) for permission in route.permission.split("|"))
    if route.access in decide:
        return decide[route.access]()
    if who.right_in(people.group.pk) >= RIGHT_FOR[route.access]:
        return True
    requester = who.id == people.customer.pk and route.access != TICKET_CHANGE
    return requester and name not in desk_names()


def answer_of(response: HttpResponse) -> Answer:
    """Which kind of answer a response is. A plain refusal (403) is none: it would tell that there is something."""
    sign_in = reverse("account_login")
    target = response.headers.get("Location", "") or response.headers.get("HX-Redirect", "")
    if target.split("?")[0] == sign_in:
        return Answer.SIGN_IN
    assert response.status_code not in (401, 403), response.status_code
    return Answer.MISSING if response.status_code == 404 else Answer.OPEN


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside is rolled back, so that a visit leaves no trace for the next one."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
