"""The door for lines where sockets do not get through: the same words in lists, asked for every few seconds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from divan.core.actors import Actor
from divan.core.limits import take
from divan.realtime import doorbell
from divan.realtime.lines import protocol
from divan.realtime.lines.families import Family, Saying, Seat, family_of
from divan.realtime.lines.passing import may_note, note_of, tell_left
from divan.realtime.lines.protocol import CHANNELS_PER_FRAME, Frame, Said
from divan.realtime.lines.saying import may_say, read_only, store, too_many

LINES_PER_ANSWER = 200
FRAMES_PER_REQUEST = 40
LARGEST_REQUEST_BYTES = 64 * 1024
# Every socket that an address may have could be polling instead, every three seconds.
REQUESTS_PER_CHANNEL = 40
MINUTE = 60
ATTEND_SECONDS = 20
BEARER = "Bearer "


@csrf_exempt
@require_http_methods(["GET", "POST"])
def exchange(request: HttpRequest) -> HttpResponse:
    """GET ?chat:17=4: what came after these numbers. POST {"frames": […]}: sayings, notes and reads.

    A token in the header says who is there, and then cookies do not count; without one the session does, and a POST
    needs the token against forgery.
    """
    if take(
        "lines",
        request.META.get("REMOTE_ADDR", ""),
        limit=settings.LINE_SOCKETS_PER_CLIENT * REQUESTS_PER_CHANNEL,
        seconds=MINUTE,
    ):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    if request.method == "POST" and request.content_type != "application/json":
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    return _answer(request) if _token(request) else _answer_to_session(request)


@csrf_protect
def _answer_to_session(request: HttpRequest) -> HttpResponse:
    return _answer(request)


def _answer(request: HttpRequest) -> HttpResponse:
    try:
        frames = _news(request) if request.method == "GET" else _take(request)
    except ValueError:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    return JsonResponse({"frames": frames}, json_dumps_params={"ensure_ascii": False})


def _news(request: HttpRequest) -> list[Frame]:
    """Lines and state of the channels that are asked for."""
    wanted = {name: int(str(number)) for name, number in request.GET.items()}
    if len(wanted) > CHANNELS_PER_FRAME or not all(
        0 <= n <= protocol.LARGEST_NUMBER for n in wanted.values()
    ):
        raise ValueError("too many channels, or no numbers")
    return [frame for name, after in wanted.items() for frame in _news_of(request, name, after)]


def _news_of(request: HttpRequest, name: str, after: int) -> list[Frame]:
    found = _seat(request, name)
    if found is None:
        return [protocol.gone(name)]
    family, seat = found
    if cache.add(f"lines-attend:{seat.channel}:{seat.listener}", 1, ATTEND_SECONDS) or seat.is_missed:
        family.attend([seat])
    # The state first: a line that comes in between is only shown with the next answer.
    state = family.states(name).get(seat.feed, {})
    lines = family.lines(seat, after, LINES_PER_ANSWER)
    return [protocol.opened(seat), protocol.lines(name, lines), protocol.state(name, state)]


def _take(request: HttpRequest) -> list[Frame]:
    """Store what is said and read, pass notes on, let go who leaves; what became of the sayings."""
    if len(request.body) > LARGEST_REQUEST_BYTES:
        raise ValueError("too large")
    said = _frames(request.body)
    seats: dict[str, tuple[Family, Seat] | None] = {}
    for name in {name for frame in said for name in _channels(frame)}:
        seats[name] = _seat(request, name)
    for frame in said:
        _pass(frame, seats)
    gone = [protocol.gone(name) for name, found in seats.items() if found is None]
    return [*gone, *_store(said, seats)]


def _pass(frame: Said, seats: Mapping[str, tuple[Family, Seat] | None]) -> None:
    for name, number in frame.read.items():
        if found := seats[name]:
            found[0].read([(found[1], number)])
    if frame.note and (found := seats[frame.note.channel]):
        note = note_of(*found, frame.note.content)
        if note and may_note(found[1]):
            doorbell.pass_note(frame.note.channel, note)
    for name in frame.close:
        if found := seats[name]:
            tell_left(found[0], [found[1]])


def _store(said: Sequence[Said], seats: Mapping[str, tuple[Family, Seat] | None]) -> list[Frame]:
    batches: defaultdict[int, list[tuple[Family, Saying]]] = defaultdict(list)
    told: list[Frame] = []
    for passage in [frame.say for frame in said if frame.say]:
        found = seats[passage.channel]
        if found is None:
            continue
        family, seat = found
        if not seat.may_write:
            told.append(protocol.outcome(seat.channel, passage.key, read_only(seat)))
        elif not may_say(seat):
            told.append(protocol.outcome(seat.channel, passage.key, too_many(seat)))
        else:
            batches[id(family)].append((family, Saying(seat, passage.key, passage.content)))
    for batch in batches.values():
        sayings = [saying for _family, saying in batch]
        outcomes = store(batch[0][0], sayings)
        told += [
            protocol.outcome(saying.seat.channel, saying.key, outcome)
            for saying, outcome in zip(sayings, outcomes, strict=True)
        ]
    return told


def _frames(body: bytes) -> list[Said]:
    content = protocol.from_json(body.decode())
    frames = content.get("frames") if isinstance(content, dict) else None
    if not isinstance(frames, list) or len(frames) > FRAMES_PER_REQUEST:
        raise ValueError("a short list of frames was expected")
    return [protocol.understand(frame) for frame in frames]


def _channels(frame: Said) -> list[str]:
    return [*frame.read, *frame.close, *(passage.channel for passage in (frame.say, frame.note) if passage)]


def _seat(request: HttpRequest, name: str) -> tuple[Family, Seat] | None:
    family, token = family_of(name), _token(request)
    actor: Actor | None = None if token else request.actor
    if actor is not None and not actor.is_authenticated:
        actor = None
    if family is None or (actor is None and not token):
        return None
    seat = family.seat(name, actor, token)
    return (family, seat) if seat is not None else None


def _token(request: HttpRequest) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix(BEARER) if header.startswith(BEARER) else ""
