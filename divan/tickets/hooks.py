"""Where higher slices lend tickets what only they can do or know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from divan.accounts.models import User
from divan.conversations.models import Message
from divan.core.actors import Actor
from divan.core.registry import Registry
from divan.tickets.models import Ticket

# What else the bell counts: rows that wait until a person has looked at them, and that are no event of a ticket. They
# are shown by the slot "notifications.waiting".
news: Registry[Callable[[Actor], QuerySet[Any]]] = Registry("news that are no events")

# Sends a person a fresh link to their ticket (`guests.create_link`); runs in a transaction of the worker.
link_senders: Registry[Callable[[Ticket, User], None]] = Registry("senders of guest links")

# Each shows a public message of the staff to a requester who reads live, if they do; True if they get it so. Runs in the
# transaction of whoever would mail it otherwise, perhaps twice.
live_readers: Registry[Callable[[Ticket, Message], bool]] = Registry("readers who are there")

# What has to be done before a ticket may be solved: a sentence that says so, or nothing. Spam, duplicates and merged
# tickets are never asked.
obstacles: Registry[Callable[[Ticket], str]] = Registry("obstacles to solving")

# What has to end before a ticket may go on as a part of another one: a sentence that says so, or nothing.
ties: Registry[Callable[[Ticket], str]] = Registry("ties that keep a ticket on its own")

# Each answers whether mail to an address would come back to the help desk.
own_addresses: Registry[Callable[[str], bool]] = Registry("owners of addresses")

# Each gives the condition that a ticket has mail to an address: to one of our own, which may be shortened to what
# stands before the @, or to that of somebody whom we wrote to. None if what was typed is neither.
correspondence: Registry[Callable[[str], Q | None]] = Registry("correspondence by address")

# What a slice knows about messages that came or went by mail: for the ids of some, its own object for each of
# those that it knows. One query for a stretch of the conversation; the desk's thread puts it into
# `message["details"][name]`, and the slot "ticket.message" shows it. Only staff see it.
message_details: Registry[Callable[[Collection[int]], Mapping[int, Any]]] = Registry("details of messages")
