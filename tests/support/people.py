"""Fixtures: the cast, and the door through which each of them comes in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from divan.accounts.models import User
from tests.support.cast import Cast, assemble


@pytest.fixture
def people(db: None) -> Cast:
    """A help desk that is set up, with its people."""
    return assemble()


@pytest.fixture
def client_for(people: Cast) -> Callable[[User | None], Client]:
    """A browser of that person, signed in; of a stranger for None."""

    def open_door(person: User | None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return open_door
