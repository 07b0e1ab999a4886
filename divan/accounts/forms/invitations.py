"""Inviting staff, and accepting an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from divan.accounts.access import covers
from divan.accounts.forms.choices import offered_languages
from divan.accounts.forms.fields import AddressField, NewPasswordField
from divan.accounts.models import Group, Role, User
from divan.core.actors import Actor
from divan.core.ids import id_in


def roles_to_give(actor: Actor, *, staff_only: bool = False) -> list[tuple[str, str]]:
    """The roles that this actor may give, by slug."""
    roles = Role.objects.filter(is_staff=True) if staff_only else Role.objects.all()
    return [(role.slug, str(role)) for role in roles if covers(actor, role)]


class GroupsField(forms.ModelMultipleChoiceField):
    """Groups by their ids; one that no database can hold is a group that does not exist, as any other wrong one."""

    def clean(self, value: Any) -> Any:
        return super().clean([str(id_in(str(one))) for one in value] if isinstance(value, list) else value)


class InvitationForm(forms.Form):
    email = AddressField(widget=forms.EmailInput(attrs={"dir": "ltr", "autocomplete": "off"}))
    name = forms.CharField(
        label=pgettext_lazy("person", "Name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"))
    groups = GroupsField(
        label=_("Groups"),
        queryset=Group.objects.filter(is_active=True),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("In these groups they see, answer and change tickets."),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=offered_languages, help_text=_("The invitation is written in it.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = roles_to_give(actor, staff_only=True)

    def chosen_role(self) -> Role:
        """The role that was chosen. Only after `is_valid()`."""
        return Role.objects.get(slug=self.cleaned_data["role"])


class AcceptanceForm(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = NewPasswordField()

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password
