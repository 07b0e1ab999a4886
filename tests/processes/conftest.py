"""Data folders that are ready to serve, and the product on them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes.running import Serve, divan


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("prepared") / "data"
    done = divan(data, "migrate")
    assert done.returncode == 0, done.stderr
    return data


@pytest.fixture
def data(_prepared: Path, tmp_path: Path) -> Path:
    """A data folder of this version, before anybody has used it."""
    return Path(shutil.copytree(_prepared, tmp_path / "data"))


@pytest.fixture
def serve(data: Path, tmp_path: Path) -> Iterator[Callable[..., Serve]]:
    """Starts the product on `data`; everything is gone after the test, whatever happened in it."""
    started: list[Serve] = []

    def start(**surroundings: str) -> Serve:
        started.append(Serve(data, tmp_path / f"serve-{len(started)}.log", **surroundings))
        return started[-1]

    yield start
    for each in started:
        if each.process.poll() is None:
            each.stop()
