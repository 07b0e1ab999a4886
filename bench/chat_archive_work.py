"""Asks the archive of an installation and prints what it took.

Run in the environment of the target: `python -m bench.chat_archive_work questions|export CHATS ROUNDS ONLY`.
"""

from __future__ import annotations

import resource
import statistics
import sys
import threading
import time
from datetime import UTC, datetime

import django

django.setup()

from django.test import Client  # noqa: E402 - settings and models load after set-up

from bench.chat_archive_rows import make, reader_of_a_group  # noqa: E402
from bench.prepare import AGENT, SUPERVISOR  # noqa: E402
from bench.search_work import backend, busy  # noqa: E402
from divan.accounts.models import User  # noqa: E402
from divan.chat.models import Chat, ChatSite  # noqa: E402
from divan.search import rebuilding  # noqa: E402
from divan.search.models import KnownWord  # noqa: E402
from divan.search.normaliser import STOP_WORDS  # noqa: E402

ARCHIVE = "/chats/archive/"
WARM_UP = 2
_HEAD = f"{'question':30} {'rows':>4} {'p50':>7} {'p95':>7} {'p99':>7} {'CPU p50':>8} {'CPU p95':>8}"


def main(part: str, chats: int, rounds: int, only: str) -> None:
    """Make what is missing, then one part of the measurements."""
    make(chats)
    never = threading.Event()
    while rebuilding.pump(never):
        pass
    if part == "export":
        _export()
        return
    print(f"{Chat.objects.count()} chats\n{_HEAD}", flush=True)
    reader = _client(User.objects.get(email=SUPERVISOR))
    for name, asked in questions().items():
        if only in name:
            print(_asked(reader, name, asked, rounds), flush=True)
    if only in "one group alone":
        narrow = _client(reader_of_a_group())
        print(_asked(narrow, "one group alone", {}, rounds), flush=True)
        print(_asked(narrow, "one group alone, 1 star", {"rating": "1"}, rounds), flush=True)


def questions() -> dict[str, dict[str, str]]:
    """What is asked, by name. What fits hardly anything or nothing is the dearest."""
    agent = str(User.objects.get(email=AGENT).pk)
    visitor = Chat.objects.select_related("visitor").latest("pk").visitor
    chat = Chat.objects.latest("pk")
    site = str(ChatSite.objects.earliest("pk").pk)
    common = _common()
    middle, day = _middle()
    return {
        "the newest": {},
        "half way down": {"after": middle},
        "up to a day": {"until": day},
        "between two days": {"since": day, "until": day},
        "expert": {"agent": agent},
        "expert, half way down": {"agent": agent, "after": middle},
        "led by": {"lead": agent},
        "visitor by address": {"visitor": visitor.email},
        "visitor by name": {"visitor": visitor.name},
        "rating": {"rating": "5"},
        "rating, 1 star": {"rating": "1"},
        "language": {"language": "fa"},
        "group": {"group": str(chat.group_id)},
        "site": {"site": site},
        "purpose": {"purpose": "sales"},
        "outcome": {"outcome": "lead"},
        "outcome, none fits": {"outcome": "sold"},
        "unanswered": {"answered": "no"},
        "how it ended": {"ended": "expert"},
        "waited": {"waited": "1"},
        "waited an hour, none fits": {"waited": "60"},
        "lasted": {"lasted": "5"},
        "lasted an hour": {"lasted": "60"},
        "waited and lasted": {"waited": "5", "lasted": "60"},
        "everything at once": {
            "agent": agent,
            "rating": "4",
            "language": "tr",
            "site": site,
            "purpose": "support",
            "answered": "yes",
            "lasted": "5",
            "until": day,
        },
        f"word in many ({common})": {"q": common},
        "word in many, an expert": {"q": common, "agent": agent},
        "word in many, 1 star": {"q": common, "rating": "1"},
        "word in many, none fits": {"q": common, "outcome": "sold"},
        "word in many, a day": {"q": common, "since": day, "until": day},
        "word in none": {"q": "qqqzzzxx"},
        "number": {"q": chat.ticket.number},
        "Hebrew": {"q": "במכונה"},
        "Persian": {"q": "دستگاه\u200cها"},
        "Turkish": {"q": "MAKİNE"},
        "Turkish, language, waited": {"q": "MAKİNE", "language": "tr", "waited": "1"},
    }


def _common() -> str:
    """The word of Latin letters in most documents."""
    words = KnownWord.objects.filter(word__gte="a", word__lt="z").exclude(word__in=STOP_WORDS)
    return words.latest("documents").word


def _middle() -> tuple[str, str]:
    """A cursor half way down, and that day; a year first is read in every language."""
    newest = Chat.objects.order_by("-started_at").values_list("started_at", flat=True)
    moment = newest[Chat.objects.count() // 2]
    micros = (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1_000_000
    return f"{int(micros)}-1", moment.date().isoformat()


def _asked(client: Client, name: str, asked: dict[str, str], rounds: int) -> str:
    """A line of the table. Processor time is that of this process and of its connection to the database."""
    walls, cpu, pid = [], [], backend()
    for turn in range(WARM_UP + rounds):
        begun, before = time.perf_counter(), time.process_time() + busy(pid)
        answer = client.get(ARCHIVE, asked)
        if answer.status_code != 200:
            raise SystemExit(f"{name}: {answer.status_code}")
        if turn >= WARM_UP:
            walls.append((time.perf_counter() - begun) * 1000)
            cpu.append((time.process_time() + busy(pid) - before) * 1000)
    rows = answer.content.count(b"data-chat=")
    wall, own = statistics.quantiles(walls, n=100), statistics.quantiles(cpu, n=100)
    return f"{name:30} {rows:>4} {wall[49]:>7.1f} {wall[94]:>7.1f} {wall[98]:>7.1f} {own[49]:>8.1f} {own[94]:>8.1f}"


def _export() -> None:
    """Both forms of everything: how long, how much, and how much memory they took at most on top of the first part."""
    client = _client(User.objects.get(email=SUPERVISOR))
    for form in ("csv", "json"):
        begun = time.perf_counter()
        pieces = iter(client.post(f"{ARCHIVE}export/", {"form": form}).streaming_content)  # type: ignore[attr-defined]
        size = sum(len(next(pieces)) for _piece in range(20))
        before = _peak()
        size += sum(map(len, pieces))
        print(
            f"export as {form}: {time.perf_counter() - begun:.0f} s, {size / 1e6:.1f} MB; "
            f"memory {_peak() / 1024:.0f} MiB, {(_peak() - before) / 1024:.1f} of them after the first pieces",
            flush=True,
        )


def _peak() -> int:
    """The most memory that this process has had, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _client(reader: User) -> Client:
    client = Client(headers={"Host": "127.0.0.1"})
    User.objects.filter(pk=reader.pk).update(language="en")
    client.force_login(User.objects.get(pk=reader.pk))
    return client


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), "".join(sys.argv[4:]))
