"""The live board: a page that supervisors leave open."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from divan.accounts.decorators import needs
from divan.chat import access
from divan.chat.queries.archive_filters import NO
from divan.chat.queries.board import board
from divan.core import clock
from divan.ui.formats import digits


@require_safe
@needs(access.SUPERVISE)
def chat_board(request: HttpRequest) -> HttpResponse:
    """The numbers of now and of today, and below them what they count."""
    shown = {"board": board(request.actor), "clock": clock_time, "missed": _missed_today(request)}
    return render(request, "chat/board/board.html", shown)


def _missed_today(request: HttpRequest) -> str:
    """Where all of today that were missed are listed, for whoever may read past chats."""
    if not request.actor.may(access.ARCHIVE):
        return ""
    asked = {"answered": NO, "since": timezone.localdate(clock.now()).isoformat()}
    return f"{reverse('chat_archive')}?{urlencode(asked)}"


def clock_time(length: timedelta | None) -> str:
    """A wait as a clock shows it, minutes and seconds ("1:05"), in the reader's digits; a dash for none."""
    if length is None:
        return "–"
    minutes, seconds = divmod(max(0, int(length.total_seconds())), 60)
    return digits(f"{minutes}:{seconds:02}")
