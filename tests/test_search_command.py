"""`bin/divan search`."""

from __future__ import annotations

import pytest

from divan.core.jobs import drain
from divan.search.engines import engine
from divan.search.queries import find
from divan.site.commands import search as command
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor


@pytest.mark.django_db
def test_the_command_shows_progress_and_rebuilds(people: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    open_ticket(people, subject="Scanner")
    drain()
    engine().clear()
    assert command.main(["rebuild", "--now", "--only", "ticket"]) == 0
    assert "ticket" in capsys.readouterr().out
    assert len(find("scanner", actor=actor(people.supervisor), kind="ticket").hits) == 1
    assert command.main(["rebuild", "--only", "nonsense"]) == 2
