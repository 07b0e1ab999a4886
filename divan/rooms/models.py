"""Rooms: colleagues talk among themselves, outside any ticket (C9)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Room(models.Model):
    """A group room has a name; a direct one has none but a `pair` ("3-17", the two ids in order), so that it is one.

    `client_key` is what the page of whoever opened a group room drew: sent twice, it is one room.
    Its messages are internal ones of a conversation of its own, which no ticket ever reads.
    """

    name = models.CharField(max_length=100, blank=True)
    pair = models.CharField(max_length=41, null=True, unique=True)
    client_key = models.CharField(max_length=64, null=True, unique=True)
    conversation = models.OneToOneField(
        "conversations.Conversation", on_delete=models.PROTECT, related_name="+"
    )
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    is_open = models.BooleanField(default=True)
    last_serial = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    last_line_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"room {self.pk}"

    @property
    def channel(self) -> str:
        """The name under which its lines travel."""
        return f"room:{self.pk}"


class RoomMember(models.Model):
    """Somebody in a room, or who was.

    Whoever is there reads everything, also what was written before they came; `read` lines of it so far.
    """

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="members", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    read = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "user"], name="named_once_in_a_room")]
        indexes = [models.Index(fields=["user", "room"], name="rooms_of_person", condition=Q(left_at=None))]

    def __str__(self) -> str:
        return f"{self.user_id} in room {self.room_id}"


class RoomLine(models.Model):
    """A line of a room: what somebody wrote (`message`), or that `person` came or went (`kind`)."""

    class Kind(models.TextChoices):
        SAID = "said"
        JOINED = "joined"
        LEFT = "left"

    room = models.ForeignKey(Room, on_delete=models.CASCADE, related_name="lines", db_index=False)
    serial = models.PositiveIntegerField()
    kind = models.CharField(max_length=6, choices=Kind.choices, default=Kind.SAID)
    message = models.OneToOneField(
        "conversations.Message", on_delete=models.CASCADE, null=True, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "serial"], name="one_order_in_a_room")]

    def __str__(self) -> str:
        return f"line {self.serial} of room {self.room_id}"


class RoomMention(models.Model):
    """A line names a member. It is news to them until they have read as far (`serial`)."""

    member = models.ForeignKey(RoomMember, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    serial = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "serial"], name="mentioned_once_in_a_line")]

    def __str__(self) -> str:
        return f"mention of {self.member_id} in line {self.serial}"
