"""The sign-in library's forms with our words, and without second password fields."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth
from allauth.account.fields import SetPasswordField
from django import forms
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from divan.core.l10n.numbers import ascii_digits

NEW_PASSWORD_HELP = _("At least 8 characters, and none of the common ones.")


def _word(field: forms.Field, label: Any, help_text: Any = "") -> None:
    """Our label and help instead of the library's, no placeholder, and left-to-right input."""
    field.label, field.help_text = label, help_text
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["dir"] = "ltr"


class SignInForm(allauth.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], _("E-mail address"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        _word(self.fields["password"], _("Password"))
        self.fields["remember"].initial = True


class SignUpForm(allauth.SignupForm):
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["email"], _("E-mail address"), _("We send a code there to make sure it is yours."))
        _word(self.fields["password1"], _("Password"), NEW_PASSWORD_HELP)

    def try_save(self, request: HttpRequest) -> Any:
        """Work as long for a known address as for a new one, whose password has to be hashed."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class RequestCodeForm(allauth.RequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["email"], _("E-mail address"))


class RequestResetForm(allauth.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["email"], _("E-mail address"))


class _CodeWords:
    """Words for the three forms that ask for a code from a mail."""

    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["code"], _("Code"))
        self.fields["code"].widget.attrs |= {"autofocus": True, "inputmode": "numeric"}

    def clean_code(self) -> str:
        """Accepts the digits of every script."""
        self.cleaned_data["code"] = ascii_digits(self.cleaned_data["code"])
        return super().clean_code()  # type: ignore[misc]


class ConfirmCodeForm(_CodeWords, allauth.ConfirmLoginCodeForm):
    pass


class ConfirmAddressForm(_CodeWords, allauth.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmResetForm(_CodeWords, allauth.ConfirmPasswordResetCodeForm):
    pass


class ChangePasswordForm(allauth.ChangePasswordForm):
    password1 = SetPasswordField(label=_("New password"))
    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["oldpassword"], _("Current password"))
        _word(self.fields["password1"], _("New password"), NEW_PASSWORD_HELP)


class SetPasswordForm(allauth.SetPasswordForm):
    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password1"], _("New password"), NEW_PASSWORD_HELP)
        self.fields["password1"].user = self.user


class ResetPasswordForm(allauth.ResetPasswordKeyForm):
    password2 = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["password1"], _("New password"), NEW_PASSWORD_HELP)
