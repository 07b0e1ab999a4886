"""The facts of a product."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.accounts.access import organizations_visible_to, people_visible_to
from divan.assets.actions import AssetFacts
from divan.assets.models import Asset
from divan.assets.queries import types
from divan.core.actors import Actor
from divan.ui.reading import DayField

_LTR = {"dir": "ltr", "autocomplete": "off"}


class AssetForm(forms.Form):
    """People and organisations are named by address and by name; only those that the actor may find count."""

    type = forms.TypedChoiceField(label=pgettext_lazy("product", "Type"), coerce=int)
    name = forms.CharField(label=pgettext_lazy("product", "Name"), max_length=120)
    model = forms.CharField(label=pgettext_lazy("product", "Model"), max_length=120, required=False)
    serial = forms.CharField(
        label=_("Serial number"), max_length=120, required=False, widget=forms.TextInput(attrs=_LTR)
    )
    system = forms.CharField(label=_("Operating system or version"), max_length=120, required=False)
    person = forms.EmailField(
        label=_("Used by (e-mail address)"), required=False, widget=forms.EmailInput(attrs=_LTR)
    )
    organization = forms.CharField(label=_("Organisation"), max_length=200, required=False)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        help_text=_("For staff only."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, actor: Actor, asset: Asset | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor = actor
        offered = [one for one in types() if one.is_active or (asset and one.pk == asset.type_id)]
        self.fields["type"].choices = [(one.pk, str(one)) for one in offered]  # type: ignore[attr-defined]
        # Here, because its example is of today.
        self.fields["warranty_until"] = DayField(label=_("Warranty until"), required=False)

    def clean_person(self) -> int | None:
        return self._id_of(people_visible_to(self._actor).filter(email__iexact=self.cleaned_data["person"]))

    def clean_organization(self) -> int | None:
        name = self.cleaned_data["organization"].strip()
        return self._id_of(organizations_visible_to(self._actor).filter(name__iexact=name), name)

    def _id_of(self, found: Any, typed: str | None = None) -> int | None:
        if not (self.cleaned_data["person"] if typed is None else typed):
            return None
        row = found.order_by("pk").values_list("pk", flat=True).first()
        if row is None:
            raise forms.ValidationError(_("Nobody here is known by that."))
        return int(row)

    def facts(self) -> AssetFacts:
        """What was entered. After `is_valid()`."""
        entered = self.cleaned_data
        return AssetFacts(
            type_id=entered["type"],
            name=entered["name"],
            model=entered["model"],
            serial=entered["serial"],
            system=entered["system"],
            warranty_until=entered["warranty_until"],
            note=entered["note"],
            person_id=entered["person"],
            organization_id=entered["organization"],
        )


def initial_of(asset: Asset) -> dict[str, Any]:
    """What the form shows of a product."""
    return {
        "type": asset.type_id,
        "name": asset.name,
        "model": asset.model,
        "serial": asset.serial,
        "system": asset.system,
        "person": asset.person.email if asset.person else "",
        "organization": asset.organization.name if asset.organization else "",
        "warranty_until": asset.warranty_until,
        "note": asset.note,
    }
