"""Where higher slices lend tickets what only they can do."""

from __future__ import annotations

from collections.abc import Callable

from divan.accounts.models import User
from divan.core.registry import Registry
from divan.tickets.models import Ticket

# Sends a person a fresh link to their ticket (`guests.create_link`); runs in a transaction of the worker.
link_senders: Registry[Callable[[Ticket, User], None]] = Registry("senders of guest links")
