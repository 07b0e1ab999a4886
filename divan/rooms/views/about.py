"""What a room is called and who is in it, and changing that."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from divan.accounts.decorators import staff_only
from divan.accounts.forms.refusals import refusals_told
from divan.core.errors import Refused
from divan.core.ids import id_in
from divan.core.l10n.direction import isolate
from divan.core.l10n.lists import listed
from divan.rooms import actions
from divan.rooms.access import room_for, rooms_of
from divan.rooms.forms import AddPeopleForm, RenameRoomForm
from divan.rooms.models import Room
from divan.rooms.queries.lines import present_in
from divan.rooms.queries.rooms import choices_for, title_of
from divan.ui.formats import language

Verb = Callable[[HttpRequest, Room], str]


@require_safe
@staff_only
def room_about(request: HttpRequest, room_id: int) -> HttpResponse:
    """Its name, its people, and what can be done with it."""
    room = room_for(request.actor, room_id)
    present = [place.user for place in present_in(room)]
    choices = choices_for(request.actor, without={person.pk for person in present})
    shown = {
        "room": room,
        "title": title_of(room, request.actor),
        "present": present,
        "renaming": RenameRoomForm(initial={"name": room.name}),
        "adding": AddPeopleForm(choices=choices) if choices else None,
        "may_remove": room.creator_id == request.actor.person_id,
    }
    return render(request, "rooms/about.html", shown)


def _verb(view: Verb) -> Callable[..., HttpResponseBase]:
    """A view that changes a room and returns the sentence that says so; then back to what the reader still sees."""

    @require_POST
    @staff_only
    @wraps(view)
    def answered(request: HttpRequest, room_id: int) -> HttpResponse:
        room = room_for(request.actor, room_id)
        with refusals_told(request):
            messages.success(request, view(request, room))
        if not rooms_of(request.actor).filter(pk=room.pk).exists():
            return redirect("rooms")
        return redirect("room_about", room_id=room.pk)

    return answered


@_verb
def rename_room(request: HttpRequest, room: Room) -> str:
    """Call it something else."""
    actions.rename_room(room, request.POST.get("name", ""), actor=request.actor)
    return _("The room has its new name.")


@_verb
def add_people_to_room(request: HttpRequest, room: Room) -> str:
    """Let more colleagues in."""
    people = [pk for pk in map(id_in, request.POST.getlist("people")) if pk]
    came = actions.add_people(room, people, actor=request.actor)
    if not came:
        return _("Nobody new has come into the room.")
    sentence = ngettext("%(names)s is in the room now.", "%(names)s are in the room now.", len(came))
    return sentence % {"names": listed(map(str, came), language())}


@_verb
def leave_room(request: HttpRequest, room: Room) -> str:
    """Go, and lose everything that is read there."""
    actions.leave_room(room, actor=request.actor)
    return _("You have left the room.")


@_verb
def remove_from_room(request: HttpRequest, room: Room) -> str:
    """Take somebody out."""
    known = room.members.filter(user_id=id_in(request.POST.get("person", ""))).select_related("user")
    if (place := known.first()) is None:
        raise Refused(_("Choose a person."))
    actions.remove_from_room(room, place.user_id, actor=request.actor)
    return _("%(name)s is not in the room any more.") % {"name": isolate(str(place.user))}


@_verb
def close_room(request: HttpRequest, room: Room) -> str:
    """Nothing more to say."""
    actions.close_room(room, actor=request.actor)
    return _("The room is closed.")


@_verb
def reopen_room(request: HttpRequest, room: Room) -> str:
    """Go on talking."""
    actions.reopen_room(room, actor=request.actor)
    return _("The room is open again.")
