"""A role: its names and what it gives."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from divan.accounts.actions.roles import RoleSettings
from divan.accounts.forms.names import NamesForm
from divan.accounts.models import PERMISSIONS
from divan.accounts.models.roles import RIGHT_CHOICES
from divan.core.actors import Right


class RoleSettingsForm(NamesForm):
    longest_name = 40
    is_staff = forms.BooleanField(
        label=_("Staff"),
        required=False,
        help_text=_("Staff work in the inbox; everybody else is a customer."),
    )
    permissions = forms.MultipleChoiceField(
        label=_("Permissions"),
        choices=list(PERMISSIONS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    all_groups = forms.TypedChoiceField(
        label=_("Right in every group"),
        choices=RIGHT_CHOICES,
        coerce=lambda value: Right(int(value)),
        help_text=_("People can hold more than this in single groups."),
    )

    def __init__(self, *args: Any, fixed: bool = False, **kwargs: Any) -> None:
        """`fixed`: only the names may change, as with the administrator."""
        super().__init__(*args, **kwargs)
        if fixed:
            for name in ("is_staff", "permissions", "all_groups"):
                self.fields[name].disabled = True

    def settings(self) -> RoleSettings:
        """What was entered. Only after `is_valid()`."""
        return RoleSettings(
            names=self.names(),
            is_staff=self.cleaned_data["is_staff"],
            permissions=tuple(self.cleaned_data["permissions"]),
            all_groups=Right(self.cleaned_data["all_groups"]),
        )
