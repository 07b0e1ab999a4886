"""Where higher slices lend tickets what only they can do or know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Q

from divan.accounts.models import User
from divan.core.registry import Registry
from divan.tickets.models import Ticket

# Sends a person a fresh link to their ticket (`guests.create_link`); runs in a transaction of the worker.
link_senders: Registry[Callable[[Ticket, User], None]] = Registry("senders of guest links")

# Each answers whether mail to an address would come back to the help desk.
own_addresses: Registry[Callable[[str], bool]] = Registry("owners of addresses")

# Each gives the condition that a ticket has mail to an address: to one of our own, which may be shortened to what
# stands before the @, or to that of somebody whom we wrote to. None if what was typed is neither.
correspondence: Registry[Callable[[str], Q | None]] = Registry("correspondence by address")

# What a slice knows about messages that came or went by mail: for the ids of some, its own object for each of
# those that it knows. One query for a stretch of the conversation; the desk's thread puts it into
# `message["details"][name]`, and the slot "ticket.message" shows it. Only staff see it.
message_details: Registry[Callable[[Collection[int]], Mapping[int, Any]]] = Registry("details of messages")
