"""When each thing of each story happens, counted back from now."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from divan.samples.library import LANGUAGES, Story, Turn, stories

# How many hours ago a story that ends so came to its end: (least, most).
ENDED = {
    "unanswered": (0.1, 22),
    "open": (0.2, 40),
    "reopened": (0.3, 20),
    "pending": (6, 90),
    "on_hold": (20, 200),
    "solved": (3, 70),
    "confirmed": (5, 24 * 30),
    "closed": (30, 24 * 60),
}
_SEED = 1405


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that happens in a story: open, assign, customer, agent, note, solve, or how it ends."""

    at: datetime
    story: int
    place: int
    does: str
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Cue:
    """A story and its language."""

    story: Story
    language: str


def cues() -> list[Cue]:
    """All stories, the languages taking turns."""
    return [
        Cue(story, language)
        for row in zip(*map(stories, LANGUAGES), strict=True)
        for language, story in zip(LANGUAGES, row, strict=True)
    ]


def scenes(told: list[Cue], now: datetime) -> list[Scene]:
    """Everything that happens, in the order of time; the same at every call, but for `now`."""
    rng = random.Random(_SEED)  # noqa: S311 - sample data, no secret
    found: list[Scene] = []
    for number, cue in enumerate(told):
        steps = list(_steps(cue.story, rng))
        least, most = ENDED[cue.story.ends]
        at = now - timedelta(hours=rng.uniform(least, most))
        for place in range(len(steps) - 1, -1, -1):
            does, turn, hours_before = steps[place]
            found.append(Scene(at, number, place, does, turn))
            at -= timedelta(hours=hours_before)
    return sorted(found, key=lambda scene: (scene.at, scene.story, scene.place))


def _steps(story: Story, rng: random.Random) -> Iterator[tuple[str, Turn | None, float]]:
    """What happens, with the hours that passed before it."""
    taken = False
    for place, turn in enumerate(story.turns):
        if turn.who != "c" and not taken:
            taken = True
            yield "assign", None, rng.uniform(0.1, 3)
        yield _does(story, place), turn, rng.uniform(0.3, 9) if turn.who == "c" else rng.uniform(0.1, 1.5)
    last = story.turns[-1].who
    if story.ends in ("solved", "closed", "confirmed"):
        if last != "a":
            yield "solve", None, rng.uniform(0.2, 2)
        yield "read", None, rng.uniform(0.1, 0.5)
    if story.ends == "closed":
        yield "close", None, 24 * 4
    elif story.ends in ("confirmed", "pending", "on_hold"):
        yield {"confirmed": "confirm", "pending": "wait", "on_hold": "hold"}[story.ends], None, 0.2


def _does(story: Story, place: int) -> str:
    """What a turn is: the first opens the ticket, and the solution is the last answer before the end."""
    turn, count = story.turns[place], len(story.turns)
    if place == 0:
        return "open"
    if turn.who == "c":
        return "customer"
    if turn.who == "n":
        return "note"
    ends_here = place == count - 1 and story.ends in ("solved", "closed", "confirmed")
    came_back = place == count - 2 and story.ends == "reopened"
    return "solve" if ends_here or came_back else "agent"
