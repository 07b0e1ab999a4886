"""A room in which Baran and Dina are, and Ece, who opened it."""

from __future__ import annotations

import pytest

from divan.rooms.actions import open_room
from divan.rooms.models import Room
from tests.support.cast import Cast, actor


@pytest.fixture
def room(people: Cast) -> Room:
    return open_room("Network", [people.agent.pk, people.other_agent.pk], actor=actor(people.supervisor))
