"""What an expert does with a chat, at once: take it, come, watch, go, lead."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from divan.accounts.decorators import staff_only
from divan.chat import access
from divan.chat.actions.accepting import accept, accept_next
from divan.chat.actions.inviting import remove
from divan.chat.actions.joining import join, watch
from divan.chat.actions.leading import lead
from divan.chat.actions.leaving import leave
from divan.chat.actions.presence import set_capacity, set_presence
from divan.chat.forms.desk import CapacityForm, PresenceForm
from divan.chat.models import Chat, ChatMember, Presence
from divan.chat.views.desk_answers import done, refused, verb
from divan.core.errors import Refused
from divan.core.ids import id_in
from divan.core.l10n.direction import isolate
from divan.ui.formats import number


@staff_only
def accept_chat(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Take a waiting chat, and go on in it."""
    chat = access.chat_for(request.actor, chat_id)
    try:
        taken = accept(chat, actor=request.actor)
    except Refused as refusal:
        return refused(request, refusal, chat_id)
    return done(request, _taken(taken), taken.pk, opens=True)


@staff_only
def accept_next_chat(request: HttpRequest) -> HttpResponse:
    """Take the chat that has waited longest."""
    try:
        taken = accept_next(actor=request.actor)
        if taken is None:
            raise Refused(_("Nobody waits."))
    except Refused as refusal:
        return refused(request, refusal)
    return done(request, _taken(taken), taken.pk, opens=True)


@staff_only
def join_chat(request: HttpRequest, chat_id: int) -> HttpResponse:
    """Come to speak."""
    chat = access.chat_for(request.actor, chat_id)
    try:
        join(chat, actor=request.actor)
    except Refused as refusal:
        return refused(request, refusal, chat_id)
    return done(request, _("You are in the chat."), chat_id, opens=True)


@verb
def watch_chat(request: HttpRequest, chat: Chat) -> str:
    """Watch without a word to the visitor."""
    watch(chat, actor=request.actor)
    return _("You watch this chat. The visitor does not know it.")


@verb
def leave_chat(request: HttpRequest, chat: Chat) -> str:
    """Go, or decline an invitation."""
    leave(chat, actor=request.actor)
    return _("You have left the chat.")


@verb
def lead_chat(request: HttpRequest, chat: Chat) -> str:
    """Make somebody who is in the chat its lead."""
    member = _member(request, chat)
    lead(chat, member, actor=request.actor)
    return _("%(name)s leads the chat now.") % {"name": isolate(member.name)}


@verb
def remove_from_chat(request: HttpRequest, chat: Chat) -> str:
    """Take somebody out, or an invitation back."""
    member = _member(request, chat)
    remove(member, actor=request.actor)
    return _("%(name)s is not in the chat any more.") % {"name": isolate(member.name)}


@staff_only
def set_chat_presence(request: HttpRequest) -> HttpResponse:
    """Be online, away or invisible."""
    form = PresenceForm(request.POST)
    if not form.is_valid():
        return refused(request, Refused(_("Choose one of the three.")))
    presence = Presence(form.cleaned_data["presence"])
    set_presence(request.actor.person_id, presence, actor=request.actor)
    return done(request, _SAYS[presence](), 0)


@staff_only
def set_chat_capacity(request: HttpRequest) -> HttpResponse:
    """Lead this many chats at once."""
    form = CapacityForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Write a number."))
        agent = set_capacity(request.actor.person_id, form.cleaned_data["capacity"], actor=request.actor)
    except Refused as refusal:
        return refused(request, refusal)
    sentence = ngettext(
        "You take %(num)s chat at once.", "You take up to %(num)s chats at once.", agent.capacity
    )
    return done(request, sentence % {"num": number(agent.capacity)}, 0)


_SAYS = {
    Presence.ONLINE: lambda: _("You are online and are offered chats."),
    Presence.AWAY: lambda: _("You are away. Nobody is sent to you."),
    Presence.INVISIBLE: lambda: _("You work unseen and are not offered chats."),
}


def _taken(chat: Chat) -> str:
    return _("You talk with %(name)s now.") % {"name": isolate(chat.visitor_name)}


def _member(request: HttpRequest, chat: Chat) -> ChatMember:
    """The member of this chat that the form names; raises Refused for any other."""
    found = ChatMember.objects.filter(chat=chat, pk=id_in(request.POST.get("member", ""))).first()
    if found is None:
        raise Refused(_("This person is not in the chat any more."))
    return found
