"""What sign-up asks for besides address and password. The sign-in library builds its form on this one."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from divan.accounts.models import User


class SignUpDetails(forms.Form):
    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """The adapter has saved the name with the person; nothing is left to do."""
