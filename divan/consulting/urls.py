"""Addresses of this slice."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from divan.consulting.views import mentions, owners, presence, referrals, threads

_THREAD = "tickets/<str:number>/threads/<int:thread_id>"


def _of_a_thread() -> list[URLPattern]:
    return [
        path(f"{_THREAD}/", require_safe(threads.side_thread), name="side_thread"),
        path(f"{_THREAD}/messages/", require_safe(threads.side_thread_messages), name="side_thread_messages"),
        path(
            f"{_THREAD}/mentionable/",
            require_safe(mentions.side_thread_mentionable),
            name="side_thread_mentionable",
        ),
        path(f"{_THREAD}/write/", require_POST(threads.write_side_thread), name="write_side_thread"),
        path(f"{_THREAD}/add/", require_POST(threads.add_to_side_thread), name="add_to_side_thread"),
        path(
            f"{_THREAD}/remove/",
            require_POST(threads.remove_from_side_thread),
            name="remove_from_side_thread",
        ),
        path(f"{_THREAD}/close/", require_POST(threads.close_side_thread), name="close_side_thread"),
        path(f"{_THREAD}/reopen/", require_POST(threads.reopen_side_thread), name="reopen_side_thread"),
        path(
            f"{_THREAD}/files/<int:file_id>/<str:name>",
            require_safe(threads.side_thread_file),
            name="side_thread_file",
        ),
    ]


urlpatterns: list[URLPattern] = [
    path("tickets/<str:number>/presence/", presence.ticket_presence, name="ticket_presence"),
    path(
        "tickets/<str:number>/mentionable/",
        require_safe(mentions.ticket_mentionable),
        name="ticket_mentionable",
    ),
    path("tickets/<str:number>/refer/", referrals.refer_ticket, name="refer_ticket"),
    path("tickets/<str:number>/referrals/answer/", referrals.answer_referral, name="answer_referral"),
    path("tickets/<str:number>/referrals/return/", referrals.return_referral, name="return_referral"),
    path(
        "tickets/<str:number>/referrals/take-back/",
        require_POST(referrals.take_back_referral),
        name="take_back_referral",
    ),
    path("tickets/<str:number>/hand-over/", owners.hand_over_ticket, name="hand_over_ticket"),
    path("tickets/<str:number>/escalate/", owners.escalate_ticket, name="escalate_ticket"),
    path("tickets/<str:number>/threads/open/", threads.open_side_thread, name="open_side_thread"),
    *_of_a_thread(),
]
