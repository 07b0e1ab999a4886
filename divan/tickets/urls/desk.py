"""Addresses of the agents' desk."""

from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.tickets.views import (
    choices,
    composing,
    compositions,
    desk,
    desk_new,
    new_mail,
    palette,
    recipients,
    search,
    search_views,
    ticket,
    uploads,
    verbs,
)

_form = require_http_methods(["GET", "HEAD", "POST"])
_read = require_http_methods(["GET", "HEAD"])

urlpatterns = [
    path("inbox/", _read(desk.inbox), name="inbox"),
    path("inbox/counts/", _read(desk.inbox_counts), name="inbox_counts"),
    path("inbox/places/", _read(desk.inbox_places), name="inbox_places"),
    path("inbox/group/<int:group_id>/", _read(desk.inbox_group), name="inbox_group"),
    path("inbox/<slug:view>/", _read(desk.inbox_view), name="inbox_view"),
    path("palette/", require_GET(palette.palette), name="palette"),
    path("search/", _read(search.search), name="search"),
    path("search/box/", require_GET(palette.search_box), name="search_box"),
    path("search/counts/", require_GET(search.search_counts), name="search_counts"),
    path("search/completions/", require_GET(search.search_completions), name="search_completions"),
    path("search/views/", require_POST(search_views.save_view), name="save_view"),
    path("search/views/<int:view_id>/rename/", require_POST(search_views.rename_view), name="rename_view"),
    path("search/views/<int:view_id>/delete/", require_POST(search_views.delete_view), name="delete_view"),
    path("uploads/", require_POST(uploads.upload), name="upload"),
    path("uploads/<int:upload_id>/<str:name>", _read(uploads.upload_file), name="upload_file"),
    path("recipients/", require_GET(recipients.complete_recipients), name="complete_recipients"),
    path("compositions/", _read(new_mail.compositions), name="compositions"),
    path("compositions/new/", _form(new_mail.compose_mail), name="compose_mail"),
    path("compositions/draft/", require_POST(compositions.save_new_draft), name="save_new_draft"),
    path(
        "compositions/<int:composition_id>/take-back/",
        require_POST(compositions.take_back_composition),
        name="take_back_composition",
    ),
    path(
        "compositions/<int:composition_id>/send-now/",
        require_POST(compositions.send_composition_now),
        name="send_composition_now",
    ),
    path(
        "compositions/<int:composition_id>/discard/",
        require_POST(compositions.discard_composition),
        name="discard_composition",
    ),
    path("tickets/new/", _form(desk_new.desk_new_ticket), name="desk_new_ticket"),
    path("tickets/<str:number>/", _read(ticket.show_ticket), name="show_ticket"),
    path("tickets/<str:number>/earlier/", _read(ticket.show_earlier), name="show_earlier"),
    path("tickets/<str:number>/changes/", _read(ticket.show_changes), name="show_changes"),
    path(
        "tickets/<str:number>/files/<int:attachment_id>/<str:name>",
        _read(ticket.ticket_file),
        name="ticket_file",
    ),
    path("tickets/<str:number>/assignees/", _read(choices.ticket_assignees), name="ticket_assignees"),
    path("tickets/<str:number>/groups/", _read(choices.ticket_groups), name="ticket_groups"),
    path("tickets/<str:number>/priorities/", _read(choices.ticket_priorities), name="ticket_priorities"),
    path("tickets/<str:number>/categories/", _read(choices.ticket_categories), name="ticket_categories"),
    path(
        "tickets/<str:number>/recipients/",
        require_GET(recipients.propose_recipients),
        name="propose_recipients",
    ),
    path("tickets/<str:number>/draft/", require_POST(compositions.save_draft), name="save_draft"),
    path("tickets/<str:number>/send/", require_POST(compositions.send_composition), name="send_composition"),
    path("tickets/<str:number>/reply/", require_POST(composing.reply_ticket), name="reply_ticket"),
    path("tickets/<str:number>/note/", require_POST(composing.note_ticket), name="note_ticket"),
    path("tickets/<str:number>/share/", require_POST(verbs.share_message), name="share_message"),
    path("tickets/<str:number>/assign/", require_POST(verbs.assign_ticket), name="assign_ticket"),
    path("tickets/<str:number>/move/", require_POST(verbs.move_ticket), name="move_ticket"),
    path(
        "tickets/<str:number>/set-priority/",
        require_POST(verbs.set_ticket_priority),
        name="set_ticket_priority",
    ),
    path("tickets/<str:number>/categorise/", require_POST(verbs.categorise_ticket), name="categorise_ticket"),
    path("tickets/<str:number>/tag/", require_POST(verbs.tag_ticket), name="tag_ticket"),
    path("tickets/<str:number>/wait/", require_POST(verbs.wait_ticket), name="wait_ticket"),
    path("tickets/<str:number>/hold/", require_POST(verbs.hold_ticket), name="hold_ticket"),
    path("tickets/<str:number>/open/", require_POST(verbs.open_ticket), name="open_ticket"),
    path("tickets/<str:number>/solve/", require_POST(verbs.solve_ticket), name="solve_ticket"),
    path("tickets/<str:number>/close/", require_POST(verbs.close_ticket), name="close_ticket"),
    path("tickets/<str:number>/reopen/", require_POST(verbs.reopen_ticket), name="reopen_ticket"),
]
