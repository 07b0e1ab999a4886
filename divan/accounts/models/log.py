"""What administrators changed, by whom and when; tickets have their own log."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from divan.core.registry import Registry

# Slices above add the kinds that they record.
SENTENCES: Registry[object] = Registry("sentences of the administration log")
for _kind, _sentence in {
    "installation.set_up": _("Set up the help desk"),
    "settings.changed": _("Changed the general settings"),
    "search_index.rebuilt": _("Had the search index made again"),
    "brand.changed": _("Changed colour or logo"),
    "person.added": _("Added a person"),
    "person.role_changed": _("Changed a role of a person"),
    "person.organization_changed": _("Changed the organisation of a person"),
    "person.photo_removed": _("Removed the photo of a person"),
    "person.deactivated": _("Deactivated a person"),
    "person.reactivated": _("Reactivated a person"),
    "person.sessions_ended": _("Signed a person out everywhere"),
    "invitation.sent": _("Invited somebody"),
    "invitation.resent": _("Sent an invitation again"),
    "invitation.revoked": _("Took an invitation back"),
    "invitation.accepted": _("An invitation was accepted"),
    "group.created": _("Added a group"),
    "group.renamed": _("Renamed a group"),
    "group.deactivated": _("Took a group out of use"),
    "group.reactivated": _("Took a group into use again"),
    "group.member_set": _("Set the right of somebody in a group"),
    "group.member_removed": _("Took somebody out of a group"),
    "calendar.added": _("Added business hours"),
    "calendar.changed": _("Changed business hours"),
    "calendar.made_default": _("Chose the usual business hours"),
    "calendar.deleted": _("Removed business hours"),
    "role.created": _("Added a role"),
    "role.changed": _("Changed a role"),
    "role.deleted": _("Removed a role"),
    "organization.created": _("Added an organisation"),
    "organization.changed": _("Changed an organisation"),
    "organization.deleted": _("Removed an organisation"),
}.items():
    SENTENCES.add(_kind, _sentence)


class AdministrationEntry(models.Model):
    """One change of people, rights or settings. `details` holds ids and values, never secrets."""

    actor = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.kind

    @property
    def sentence(self) -> str:
        """What was done, in the reader's language; the bare kind for one that is no longer known."""
        return str(SENTENCES.get(self.kind) or self.kind)
