"""Indexes an installation if it is not yet, searches it, and prints how long that took, as JSON.

Run in the environment of the target: `python -m bench.search_work REPETITIONS DATABASE_PID`.
"""

from __future__ import annotations

import json
import re
import statistics
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402 - settings and models load after set-up
from django.db.models import QuerySet  # noqa: E402

from bench.server import cpu_seconds  # noqa: E402
from divan.accounts.identity import actor_of  # noqa: E402
from divan.accounts.models import User  # noqa: E402
from divan.conversations.models import Message  # noqa: E402
from divan.core.actors import Actor  # noqa: E402
from divan.search import rebuilding  # noqa: E402
from divan.search.engines import engine  # noqa: E402
from divan.search.models import IndexedDocument, KnownWord, Rebuild  # noqa: E402
from divan.search.normaliser import STOP_WORDS  # noqa: E402
from divan.search.queries import Query, count, did_you_mean, find, similar  # noqa: E402
from divan.tickets.models import Ticket  # noqa: E402

WARM_UP = 5
_MEDIUM, _COMMON = 0.01, 0.12
_LATIN = ("a", "z")


@dataclass(frozen=True)
class Search:
    """A kind of search, by whom, and how it is run; it answers how many hits there were."""

    name: str
    run: Callable[[], int]


def main(repetitions: int, database_pid: int | None) -> dict[str, Any]:
    """The index and the figures of every search."""
    index = _index(database_pid)
    return {"index": index, "cases": [_measured(one, repetitions) for one in _searches()]}


def _index(database_pid: int | None) -> dict[str, Any]:
    never = threading.Event()
    messages = Message.objects.count()
    is_ready = Rebuild.objects.filter(kind="ticket", finished_at__isnull=False).exists()
    before = time.process_time() + cpu_seconds(database_pid)
    while rebuilding.pump(never):
        pass
    seconds = time.process_time() + cpu_seconds(database_pid) - before
    return {
        "documents": IndexedDocument.objects.count(),
        "messages": messages,
        "rate": 0 if is_ready else messages / seconds,
        "bytes": engine().bytes_used(),
    }


def _searches() -> list[Search]:
    supervisor = actor_of(User.objects.get(email="supervisor@seed.example"))
    agent = actor_of(User.objects.get(email="agent-1@seed.example"))
    customer = actor_of(User.objects.filter(role__slug="customer", language="en").earliest("pk"))
    rare, medium, common = _rare(supervisor), _word(_MEDIUM), _word(_COMMON)
    number = Ticket.objects.order_by("pk").values_list("number", flat=True)[Ticket.objects.count() // 2]
    phrase = _phrase(common)
    words = {
        f"rare ({rare})": rare,
        "ticket number": number,
        f"medium ({medium})": medium,
        f"common ({common})": common,
        f"two words ({phrase})": phrase,
        "two rare words": f"{rare} {number}",
        "Hebrew, with prefix": "במכונה",
        "Persian with ZWNJ": "دستگاه\u200cها",
        "Turkish, dotted capital": "MAKİNE",
        "Turkish, dotless capital": "ISI",
        "nothing": "qqqzzzxx",
    }
    typed = [common[:length] for length in (1, 2, 3)]
    mine = Ticket.objects.filter(assignee_id=agent.id)
    return [
        *(_finding(name, Query(text), supervisor) for name, text in words.items()),
        *(_finding(f"typing ({text})", Query(text, is_typing=True), supervisor) for text in typed),
        _finding(f"phrase ({phrase})", Query(phrases=(phrase,)), supervisor),
        _finding("common, an agent", Query(common), agent),
        _finding("common, a customer", Query(common), customer),
        _finding("common, assigned to an agent", Query(common, facets=(f"a{agent.id}",)), agent, mine),
        Search("similar tickets", lambda: len(_similar(supervisor))),
        Search(
            "did you mean", lambda: len(did_you_mean(f"{common}x", actor=supervisor, kind="ticket") or "")
        ),
        Search("count, rare", lambda: count(rare, actor=supervisor, kind="ticket").number),
        Search("count, common", lambda: count(common, actor=supervisor, kind="ticket").number),
    ]


def _finding(name: str, query: Query, actor: Actor, among: QuerySet[Ticket] | None = None) -> Search:
    return Search(name, lambda: len(find(query, actor=actor, kind="ticket", among=among).hits))


def _similar(actor: Actor) -> list[Any]:
    text = Message.objects.order_by("pk").values_list("text", flat=True)[7]
    return similar(text, actor=actor, kind="ticket")


def _phrase(word: str) -> str:
    """This word and the next one as they stand in the newest message; any two words if it stands in none."""
    texts = list(Message.objects.order_by("-pk").values_list("text", flat=True)[:20_000])
    for first in (word, "[a-z]{3,}"):
        pattern = re.compile(rf"\b{first} [a-z]{{4,}}\b")
        for text in texts:
            if found := pattern.search(text):
                return found[0]
    raise SystemExit("no message holds two words side by side")


def _word(share: float) -> str:
    """A word of Latin letters that about this share of the documents holds."""
    wanted = share * IndexedDocument.objects.count()
    words = KnownWord.objects.filter(word__gte=_LATIN[0], word__lt=_LATIN[1]).exclude(word__in=STOP_WORDS)
    fewer = words.filter(documents__lte=max(wanted, 1)).order_by("-documents", "word").first()
    more = words.filter(documents__gte=wanted).order_by("documents", "word").first()
    found = [word for word in (fewer, more) if word is not None]
    return min(found, key=lambda word: abs(word.documents - wanted)).word


def _rare(actor: Actor) -> str:
    """The rarest word of Latin letters that a ticket holds."""
    words = KnownWord.objects.filter(word__gte=_LATIN[0], word__lt=_LATIN[1]).order_by("documents", "word")
    for word in words.values_list("word", flat=True)[:2000]:
        if word.isalpha() and find(word, actor=actor, kind="ticket", limit=1).hits:
            return word
    raise SystemExit("no ticket holds a rare word")


def _measured(search: Search, repetitions: int) -> dict[str, Any]:
    """The medians of what a search costs, so that other work on the machine weighs little."""
    process = backend()
    for _turn in range(WARM_UP):
        hits = search.run()
    walls, own, database = [], [], []
    for _turn in range(repetitions):
        started, before, before_database = time.perf_counter(), time.process_time(), busy(process)
        hits = search.run()
        walls.append((time.perf_counter() - started) * 1000)
        own.append((time.process_time() - before) * 1000)
        database.append((busy(process) - before_database) * 1000)
    walls.sort()
    return {
        "name": search.name,
        "hits": hits,
        "own": statistics.median(own),
        "database": statistics.median(database),
        "median": statistics.median(walls),
        "p95": walls[int(len(walls) * 0.95)],
    }


def backend() -> int | None:
    """The process of PostgreSQL that serves us; SQLite works in our own."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def busy(pid: int | None) -> float:
    """Seconds that the process has had a processor, more exact than its times in hundredths of a second."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9 if pid else 0.0


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]) or None)))
