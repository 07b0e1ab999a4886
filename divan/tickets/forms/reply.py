"""What a requester writes in their ticket."""

from __future__ import annotations

import secrets

from django import forms
from django.utils.translation import gettext_lazy as _


class ReplyForm(forms.Form):
    """The text may be empty when there are files. `client_key` makes a repeated sending one message."""

    use_required_attribute = False

    body = forms.CharField(
        label=_("Your message"),
        max_length=200_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    client_key = forms.CharField(
        max_length=64, required=False, widget=forms.HiddenInput, initial=lambda: secrets.token_urlsafe(18)
    )
