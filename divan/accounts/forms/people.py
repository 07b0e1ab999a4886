"""Finding people, adding them, and changing one of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.accounts.forms.choices import offered_languages
from divan.accounts.forms.fields import AddressField
from divan.accounts.forms.invitations import roles_to_give
from divan.accounts.models import Group, Organization, Role, User
from divan.accounts.models.roles import RIGHT_CHOICES
from divan.core.actors import Actor, Right

CHOOSE = pgettext_lazy("choice", "Choose…")


class PeopleFilter(forms.Form):
    """Search and filter of the list; what is not understood counts as not given."""

    q = forms.CharField(required=False, max_length=200)
    role = forms.CharField(required=False, max_length=40)
    state = forms.ChoiceField(
        required=False,
        choices=[
            ("", pgettext_lazy("people", "Active")),
            ("inactive", pgettext_lazy("people", "Deactivated")),
        ],
    )


class PersonForm(forms.Form):
    email = AddressField(widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}))
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=offered_languages)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = roles_to_give(actor)

    def chosen_role(self) -> Role:
        """The role that was chosen. Only after `is_valid()`."""
        return Role.objects.get(slug=self.cleaned_data["role"])


class OrganizationChoiceForm(forms.Form):
    organization = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organization.objects.all(),
        required=False,
        empty_label=pgettext_lazy("organisation", "None"),
    )


class MembershipForm(forms.Form):
    """The right of one person in one group; "None" takes them out of it."""

    group = forms.ModelChoiceField(label=_("Group"), queryset=Group.objects.all(), empty_label=CHOOSE)
    right = forms.TypedChoiceField(
        label=_("Right"), choices=RIGHT_CHOICES, coerce=lambda value: Right(int(value)), initial=Right.CHANGE
    )


class MemberForm(forms.Form):
    """The same from the side of the group."""

    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=User.objects.filter(role__is_staff=True, is_active=True).order_by("name"),
        empty_label=CHOOSE,
    )
    right = forms.TypedChoiceField(
        label=_("Right"), choices=RIGHT_CHOICES, coerce=lambda value: Right(int(value)), initial=Right.CHANGE
    )
