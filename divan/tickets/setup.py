"""What tickets add to a new installation: the ready-made forms and categories."""

from __future__ import annotations

from divan.accounts.models import Group
from divan.accounts.set_up import SetUp
from divan.core.actors import Actor
from divan.tickets.ready_made import create_categories, create_forms


def prepare(actor: Actor, data: SetUp, group: Group) -> None:
    """Step of the set-up: runs in the transaction that creates the installation."""
    create_forms(group)
    create_categories()
