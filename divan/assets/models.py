"""What people use and ask about: computers, software, machines, telephones (T17)."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from divan.core.l10n.folding import fold
from divan.core.labels import label


class AssetType(models.Model):
    """A kind of product. `names` are written once per language; one out of use stays with its products."""

    names = models.JSONField(default=dict)
    icon = models.CharField(max_length=20, default="box")
    is_active = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return label(self.names)


class Asset(models.Model):
    """One product of a person, of an organisation, or of the house itself.

    `words` is the folded text that the list is searched by; the verbs keep it.
    """

    type = models.ForeignKey(AssetType, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    model = models.CharField(max_length=120, blank=True)
    serial = models.CharField(max_length=120, blank=True)
    system = models.CharField(max_length=120, blank=True)
    warranty_until = models.DateField(null=True)
    note = models.TextField(blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    organization = models.ForeignKey(
        "accounts.Organization", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    key = models.CharField(max_length=240)
    words = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["key", "id"], name="assets_by_name"),
            models.Index(fields=["serial"], name="assets_by_serial"),
        ]

    def __str__(self) -> str:
        return self.name


def words_of(asset: Asset) -> str:
    """What an asset is found by: name, model and serial number, folded."""
    return fold(" ".join((asset.name, asset.model, asset.serial)))
