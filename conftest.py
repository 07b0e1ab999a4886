"""Fixtures that every test can use, and the `--database-only` pass."""

from __future__ import annotations

import os
from collections.abc import Iterator

import hypothesis
import pytest
from django.core.cache import cache

from divan.core.kept import forget_all
from divan.realtime.lines.allowances import forget_allowances

pytest_plugins = [
    "tests.support.people",
    "tests.support.time",
    "tests.support.product",
    "tests.support.browser",
    "tests.support.dovecot",
    "tests.support.token_server",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database-only",
        action="store_true",
        help="only tests that use the database, for the second database",
    )


def pytest_configure() -> None:
    """Processes that tests start run with the product's own settings, not with those of the tests."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "divan.site.settings"
    # Properties are about results; how long an example takes on a busy machine says nothing.
    hypothesis.settings.register_profile("divan", deadline=None)
    hypothesis.settings.load_profile("divan")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--database-only"):
        return
    kept = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


def _uses_database(item: pytest.Item) -> bool:
    names = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(names & {"db", "transactional_db"})


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What a process keeps in memory belongs to the test that put it there."""
    forget_all()
    forget_allowances()
    cache.clear()
    yield
    forget_all()
