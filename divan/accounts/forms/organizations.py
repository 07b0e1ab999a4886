"""An organisation."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

_DOMAIN = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


class OrganizationForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("organisation", "Name"), max_length=200)
    domains = forms.CharField(
        label=_("Domains"),
        required=False,
        max_length=4000,
        help_text=_("One a line, such as example.org. New people with such an address join by themselves."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "ltr"}),
    )
    shares_tickets = forms.BooleanField(
        label=_("Members see each other’s tickets"),
        required=False,
        help_text=_("Internal notes stay invisible to all of them."),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=4000,
        help_text=_("For staff only."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_domains(self) -> list[str]:
        """Domains in lower case, in Punycode, each once."""
        domains = []
        for entry in self.cleaned_data["domains"].replace(",", " ").split():
            domain = _ascii_domain(entry.lstrip("@"))
            if not domain:
                raise forms.ValidationError(gettext("%(entry)s is not a domain.") % {"entry": entry})
            domains.append(domain)
        return sorted(set(domains))


def _ascii_domain(text: str) -> str:
    try:
        domain = text.encode("idna").decode().lower()
    except UnicodeError:
        return ""
    return domain if _DOMAIN.fullmatch(domain) else ""
