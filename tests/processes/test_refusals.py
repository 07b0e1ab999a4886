"""What can be wrong at the start: one plain sentence, an exit code, and nothing damaged."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from divan.site.serve.failure import CannotStart
from divan.site.serve.folder import require_room
from tests.processes.running import Serve, divan
from tests.support.product import REPOSITORY

pytestmark = pytest.mark.processes


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a command that could not do its work."""
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout == ""
    [sentence] = done.stderr.strip().splitlines()
    return sentence


def database(data: Path) -> sqlite3.Connection:
    return sqlite3.connect(data / "divan.sqlite3", isolation_level=None)


def tables(connection: sqlite3.Connection) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, and how each was made. A table made of others is left out: it shows them again."""
    made = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    stored = {name: sql for name, sql in made if not sql.startswith("CREATE VIRTUAL")}
    return {sql: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name, sql in stored.items()}


@pytest.mark.parametrize("option", ["--port", "--smtp-port"])
def test_a_taken_port(data: Path, option: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        sentence = refusal(divan(data, "serve", option, str(port)))
    assert f"Port {port}" in sentence
    assert f"choose another with {option}." in sentence


def test_an_address_of_another_machine(data: Path) -> None:
    assert "--host" in refusal(divan(data, "serve", "--host", "192.0.2.1"))


@pytest.mark.parametrize("place", ["file", "system"])
def test_a_folder_that_cannot_be_written(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    folder = {"file": tmp_path / "file" / "data", "system": Path("/proc/divan")}[place]
    sentence = refusal(divan(folder, "serve"))
    assert str(folder) in sentence
    assert "--data" in sentence


def test_a_full_disk(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match=r"free at least 1048576 MB"):
        require_room(tmp_path, needed=2**40)


def test_a_second_start_on_the_same_folder(data: Path, serve: Callable[[], Serve]) -> None:
    first = serve()
    first.until_answering()
    assert f"already running on {data} (process {first.process.pid})" in refusal(divan(data, "serve"))
    assert first.get("/healthz") == (200, "ok")


@pytest.mark.parametrize("command", ["serve", "migrate", "web", "worker", "scheduler", "mail-receiver"])
def test_a_database_of_a_newer_version(data: Path, command: str) -> None:
    with closing(database(data)) as connection:
        connection.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('tickets', '9999_later', '2030-01-01')"
        )
        before = tables(connection)
        assert "newer than this version of Divan (it has tickets.9999_later)" in refusal(divan(data, command))
        assert tables(connection) == before


@pytest.mark.parametrize("command", ["web", "worker", "scheduler", "mail-receiver", "backup"])
def test_a_part_on_a_database_that_nobody_has_made(tmp_path: Path, command: str) -> None:
    assert "run `bin/divan migrate` first" in refusal(divan(tmp_path / "data", command))


def test_a_file_that_is_no_database(data: Path) -> None:
    content = b"this is a letter, not a database" * 200
    (data / "divan.sqlite3").write_bytes(content)
    assert "divan.sqlite3 cannot be used" in refusal(divan(data, "serve"))
    assert (data / "divan.sqlite3").read_bytes() == content


def test_a_database_server_that_is_away(data: Path) -> None:
    address = "postgres://divan:wonderland@127.0.0.1:1/divan"
    sentence = refusal(divan(data, "serve", DATABASE_URL=address))
    assert "DATABASE_URL" in sentence
    assert "wonderland" not in sentence


def test_an_upgrade_keeps_a_copy(data: Path) -> None:
    with closing(database(data)) as connection:
        connection.execute("DROP TABLE django_session")
        connection.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    done = divan(data, "migrate")
    assert done.returncode == 0, done.stderr
    [copy] = (data / "backups").iterdir()
    with closing(sqlite3.connect(copy)) as before, closing(database(data)) as after:
        applied = "SELECT count(*) FROM django_migrations WHERE app = 'sessions'"
        assert before.execute(applied).fetchone() == (0,)
        assert after.execute(applied).fetchone() == (1,)


def test_an_upgrade_that_fails_says_so_until_it_is_resumed(data: Path) -> None:
    with closing(database(data)) as connection:
        connection.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
        failed = refusal(divan(data, "serve"))
        [copy] = (data / "backups").iterdir()
        assert "The upgrade of the database stopped" in failed
        assert str(copy) in failed
        again = refusal(divan(data, "serve"))
        assert "did not finish" in again
        assert str(copy) in again
        connection.execute("DROP TABLE django_session")
    assert divan(data, "migrate", "--resume").returncode == 0
    assert divan(data, "migrate").returncode == 0


def test_a_first_start_that_was_interrupted_goes_on(tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "run").mkdir(parents=True)
    (data / "run" / "upgrading.json").write_text(json.dumps({"had_contents": False, "copy": ""}))
    assert divan(data, "migrate").returncode == 0


def test_a_python_that_is_too_old(tmp_path: Path) -> None:
    for name in ("python", "python3", *(f"python3.{minor}" for minor in range(11, 15))):
        (tmp_path / name).write_text("#!/bin/sh\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    done = subprocess.run(
        [REPOSITORY / "bin/run"],
        env={"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Python 3.11 or newer" in refusal(done)


def test_the_secret_key_is_made_once_and_kept_private(data: Path) -> None:
    key = data / "secret_key"
    content = key.read_text()
    assert key.stat().st_mode & 0o777 == 0o600
    assert divan(data, "migrate").returncode == 0
    assert key.read_text() == content
