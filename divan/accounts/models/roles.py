"""Roles: what somebody may do everywhere, and the right they hold in every group."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.core.actors import Right
from divan.core.labels import label
from divan.core.prepared import Prepared

PERMISSIONS = {
    "settings.manage": _("Change general settings, addresses and categories"),
    "people.manage": _("Invite people, change roles, groups and organisations"),
    "forms.manage": _("Change forms"),
    "relay.manage": _("Choose the mail server; whoever does can read every code that is sent"),
    "mail.manage": _("See and retry outgoing and incoming mail"),
    "tickets.review": _("Review the answers of new colleagues"),
    "views.share": _("Share views of tickets with everybody"),
    "assets.manage": _("Keep the list of products"),
    "replies.manage": _("Keep saved replies and macros for everybody"),
    "chat.manage": _("Change where and how visitors can chat"),
    "chat.supervise": _("Watch running chats, whisper to experts and see the board"),
    "chat.archive": _("Read and export past chats"),
    "time.costs": _("See what working time costs"),
    "reports.see": _("See reports"),
    "knowledge.write": _("Write help articles"),
    "knowledge.publish": _("Publish help articles, and arrange their categories"),
}

RIGHT_CHOICES = [
    (Right.NONE, pgettext_lazy("right", "None")),
    (Right.SEE, pgettext_lazy("right", "See")),
    (Right.REPLY, _("See and reply")),
    (Right.CHANGE, _("See, reply and change")),
    (Right.ALL, pgettext_lazy("right", "Everything")),
]


class Role(models.Model):
    """Administrator, supervisor, agent and customer ship; more can be added, those four cannot be removed."""

    slug = models.SlugField(max_length=40, unique=True)
    names = models.JSONField(default=dict)
    is_staff = models.BooleanField(default=True)
    is_builtin = models.BooleanField(default=False)
    permissions = models.JSONField(default=list, blank=True)
    all_groups = models.PositiveSmallIntegerField(choices=RIGHT_CHOICES, default=Right.NONE)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return label(self.names) or self.slug

    @property
    def held_permissions(self) -> frozenset[str]:
        """The permissions of this role; the administrator holds all, also those of later versions."""
        return frozenset(PERMISSIONS if self.slug == "administrator" else self.permissions)


def role_with(slug: str) -> Role:
    """The role of that name; raises Role.DoesNotExist."""
    found = _of_slug.first(slug=slug)
    if found is None:
        raise Role.DoesNotExist(slug)
    return found


_of_slug = Prepared(lambda slug: Role.objects.filter(slug=slug)[:1], slug=str)
