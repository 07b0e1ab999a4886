"""Addresses of the portal: for everybody, for members, and for guests with a link."""

from __future__ import annotations

from django.urls import URLPattern, path

from divan.tickets.views import embed, guest, own_ticket, portal, submit

_everybody = [
    path("", portal.home, name="home"),
    path("portal/", portal.portal, name="portal"),
    path("new/", submit.choose_form, name="choose_form"),
    path("forms/<slug:form>/", submit.fill_form, name="fill_form"),
    path("forms/<slug:form>/sent/<str:receipt>/", submit.form_sent, name="form_sent"),
    path("embed/loader.js", embed.embed_loader, name="embed_loader"),
    path("embed/forms/<slug:form>/", embed.embed_form, name="embed_form"),
    path("embed/forms/<slug:form>/sent/<str:receipt>/", embed.embed_sent, name="embed_sent"),
    path("link/", guest.ask_link, name="ask_link"),
    path("link/sent/", guest.link_asked, name="link_asked"),
]

_members = [
    path("my/tickets/", portal.my_tickets, name="my_tickets"),
    path("my/tickets/<str:number>/", own_ticket.my_ticket, name="my_ticket"),
    path("my/tickets/<str:number>/reply/", own_ticket.my_ticket_reply, name="my_ticket_reply"),
    path("my/tickets/<str:number>/confirm/", own_ticket.my_ticket_confirm, name="my_ticket_confirm"),
    path("my/tickets/<str:number>/reopen/", own_ticket.my_ticket_reopen, name="my_ticket_reopen"),
    path(
        "my/tickets/<str:number>/files/<int:attachment_id>/<str:name>",
        own_ticket.my_ticket_file,
        name="my_ticket_file",
    ),
]

_guests = [
    path("t/<str:token>/", own_ticket.guest_ticket, name="guest_ticket"),
    path("t/<str:token>/reply/", own_ticket.guest_ticket_reply, name="guest_ticket_reply"),
    path("t/<str:token>/confirm/", own_ticket.guest_ticket_confirm, name="guest_ticket_confirm"),
    path("t/<str:token>/reopen/", own_ticket.guest_ticket_reopen, name="guest_ticket_reopen"),
    path(
        "t/<str:token>/files/<int:attachment_id>/<str:name>",
        own_ticket.guest_ticket_file,
        name="guest_ticket_file",
    ),
]

urlpatterns: list[URLPattern] = [*_everybody, *_members, *_guests]
