"""What tickets lend to the desk: the inbox, its views and groups with their counts, a section of the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from divan.accounts.slots import Section, sections
from divan.core.l10n import dates
from divan.tickets.paths import group_paths, saved_paths
from divan.tickets.queries.counts import MOST_COUNTED, Desk, Kept, Saved, desk_of
from divan.tickets.queries.lists import VIEWS
from divan.tickets.queries.saved import place_of
from divan.ui.formats import language, number
from divan.ui.slots import Context, from_template, slots


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the side navigation: a list and how many open tickets it holds (0 where nobody counts).

    `note` says of which moment a number is that is not of this one; such a number goes up to `MOST_COUNTED`.
    """

    slug: str
    title: str
    path: str
    count: int
    note: str = ""
    is_own: bool = True

    @property
    def shown(self) -> str:
        """The number in the reader's digits; with a plus where counting ended."""
        if self.note and self.count > MOST_COUNTED:
            return f"{number(MOST_COUNTED)}+"
        return number(self.count)


@dataclass(frozen=True, slots=True)
class Sidebar:
    """`topics` ring when any of the counts may have changed."""

    reader: int
    desk: Desk
    views: list[Place]
    saved: list[Place]
    groups: list[Place]

    @property
    def topics(self) -> str:
        return " ".join([f"person:{self.reader}", *(f"inbox:{group}" for group in self.desk.groups)])


def sidebar_of(request: HttpRequest) -> Sidebar:
    """The side navigation of this request, read once however many parts of the page ask for it."""
    known: Sidebar | None = getattr(request, "ticket_sidebar", None)
    if known is None:
        known = _sidebar(request.actor.person_id, desk_of(request.actor))
        request.ticket_sidebar = known  # type: ignore[attr-defined]
    return known


def _sidebar(reader: int, desk: Desk) -> Sidebar:
    path_of_group = group_paths()
    views = [
        Place(slug, str(view.title), path_of_view(slug), desk.views.get(slug, 0))
        for slug, view in VIEWS.items()
    ]
    groups = [
        Place(f"group-{pk}", name, path_of_group(pk), desk.counts.get(pk, 0))
        for pk, name in desk.groups.items()
    ]
    path_of = saved_paths()
    saved = [_saved(view, path_of(view.id), desk.lists.get(place_of(view.id))) for view in desk.saved]
    return Sidebar(reader, desk, views, saved, groups)


def _saved(view: Saved, path: str, kept: Kept | None) -> Place:
    held = kept.number if kept else None
    note = (
        str(_("As of %(moment)s") % {"moment": _moment(kept.counted_at)}) if kept and kept.counted_at else ""
    )
    return Place(place_of(view.id), view.name, path, held or 0, note, view.is_own)


def _moment(moment: datetime) -> str:
    return dates.datetime_medium(moment, language(), timezone.get_current_timezone())


@lru_cache(maxsize=64)
def path_of_view(slug: str) -> str:
    """The address of a list that ships with Divan; the own open tickets are the inbox itself."""
    return reverse("inbox") if slug == "mine" else reverse("inbox_view", kwargs={"view": slug})


def path_of_saved_search(view_id: int, query: str) -> str:
    """The address of a saved view on the search page."""
    return f"{reverse('search')}?{urlencode({'q': query, 'view': view_id})}"


def register() -> None:
    """Called once, when the slice is ready."""
    slots.add("desk.nav", from_template("tickets/desk/slots/nav.html", load=_load), order=10)
    slots.add("desk.views", from_template("tickets/desk/slots/views.html", load=_load), order=10)
    slots.add("desk.search", from_template("tickets/search/box.html"))
    slots.add("desk.palette_url", lambda _context: reverse("palette"))
    slots.add("desk.actions", from_template("tickets/desk/slots/actions.html"), order=60)
    slots.add("desk.commands", from_template("tickets/desk/slots/commands.html", load=_load), order=10)
    categories = Section(_("Categories"), "settings_categories", "list", "settings.manage", "work", 40)
    sections.add(categories.url_name, categories)
    types = Section(_("Ticket types"), "settings_types", "form", "settings.manage", "work", 41)
    sections.add(types.url_name, types)
    priorities = Section(_("Priorities"), "settings_matrix", "pr-high", "settings.manage", "work", 42)
    sections.add(priorities.url_name, priorities)


def _load(context: Context) -> Mapping[str, object]:
    request = context["request"]
    sidebar = sidebar_of(request)
    return {"sidebar": sidebar, "path": _path(request, sidebar)}


def _path(request: HttpRequest, sidebar: Sidebar) -> str:
    """Where the reader is; on the search page it may be one of the searches that they keep."""
    view = request.GET.get("view")
    if not view or request.path != reverse("search"):
        return request.path
    return next((place.path for place in sidebar.saved if place.slug == f"view-{view}"), request.path)
