"""Beginning to talk: with one colleague, or in a new room."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from divan.accounts.decorators import staff_only
from divan.accounts.models import User
from divan.core.errors import Refused
from divan.core.ids import id_in
from divan.rooms import actions
from divan.rooms.forms import OpenRoomForm
from divan.rooms.queries.rooms import colleagues_named

LONGEST_NAME = 100


@require_safe
@staff_only
def room_people(request: HttpRequest) -> HttpResponse:
    """Colleagues to write to, by the beginning of a name; a fragment is the list alone."""
    words = request.GET.get("q", "")[:LONGEST_NAME]
    shown = {"colleagues": colleagues_named(request.actor, words), "words": words}
    return render(request, "rooms/_people.html" if request.htmx else "rooms/people.html", shown)


@require_POST
@staff_only
def open_direct(request: HttpRequest) -> HttpResponse:
    """To the conversation with one colleague, which begins now if there is none yet."""
    try:
        return redirect("room", room_id=actions.open_direct(_person(request), actor=request.actor).pk)
    except Refused as refusal:
        found = colleagues_named(request.actor, "")
        shown = {"colleagues": found, "words": "", "error": refusal.message}
        return render(request, "rooms/people.html", shown, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only
def open_room(request: HttpRequest) -> HttpResponse:
    """A new room for several."""
    form = OpenRoomForm(request.POST if request.method == "POST" else None, actor=request.actor)
    if not form.is_valid():
        return render(request, "rooms/new.html", {"form": form}, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    try:
        room = actions.open_room(said["name"], said["people"], key=said["key"], actor=request.actor)
    except Refused as refusal:
        form.add_error(refusal.field, refusal.message)
        return render(request, "rooms/new.html", {"form": form}, status=422)
    return redirect("room", room_id=room.pk)


def _person(request: HttpRequest) -> User:
    """Whoever was chosen; raises Refused for nobody."""
    found = User.objects.filter(pk=id_in(request.POST.get("person", ""))).first()
    if found is None:
        raise Refused(_("Choose a colleague."), field="person")
    return found
