"""Our side of the sign-in library: who signs up becomes a customer, and mail goes through our own queue."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from divan.accounts import addresses, builtin_roles, mailing, rights
from divan.accounts.installation import installation
from divan.accounts.models import Role, User
from divan.accounts.models.organizations import organization_of_address
from divan.accounts.models.users import clean_address

# The library's mails and what we call them; everything else it could send is not sent.
LETTERS = {
    "account/email/login_code": "sign_in_code",
    "account/email/unknown_account": "unknown_account",
    "account/email/account_already_exists": "account_exists",
    "account/email/email_confirmation_signup": "confirm_address",
    "account/email/email_confirmation": "confirm_address",
    "account/email/password_reset_code": "password_reset_code",
}

# The library's messages that are worth a word; being signed in needs none.
MESSAGES = {
    "account/messages/password_changed.txt": _("Your password has been changed."),
    "account/messages/password_set.txt": _("Your password has been set."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account has been deactivated."),
        "email_password_mismatch": _("The address or the password is not right. Check both and try again."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Check the newest mail from us."),
        "incorrect_password": _("This password is not right."),
        "invalid_login": _("The address or the password is not right. Check both and try again."),
        "too_many_login_attempts": _("Too many attempts. Wait five minutes, then try again."),
        "rate_limited": _("Too many requests. Wait a minute, then try again."),
        "email_taken": _("This address is already in use."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the letter in the recipient's language; an unknown recipient gets the page's language."""
        kind = LETTERS.get(template_prefix)
        if kind is None:
            return
        known = User.objects.by_email(email)
        mailing.post(
            kind,
            to=email,
            name=known.name if known else "",
            language=known.language if known else get_language() or settings.LANGUAGE_CODE,
            code=context.get("code", ""),
            sign_in_link=settings.PUBLIC_URL + reverse("account_request_login_code"),
            sign_up_link=settings.PUBLIC_URL + reverse("account_signup"),
        )

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        text = message or MESSAGES.get(message_template or "")
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)

    def save_user(self, request: HttpRequest, user: User, form: forms.BaseForm, commit: bool = True) -> User:
        """A new customer with the page's language, the house's time zone and the organisation of the domain."""
        here = installation()
        user.email = clean_address(form.cleaned_data["email"])
        user.name = form.cleaned_data["name"]
        user.role = Role.objects.get(slug=builtin_roles.CUSTOMER)
        user.language = get_language() or settings.LANGUAGE_CODE
        user.time_zone = here.time_zone if here else settings.TIME_ZONE
        user.organization = organization_of_address(user.email)
        user.set_password(form.cleaned_data["password1"])
        if commit:
            user.save()
        return user

    def pre_login(self, request: HttpRequest, user: User, **hook: Any) -> HttpResponse | None:
        """People whom we created ourselves (first contact, import) have no row for their address yet.

        They come in by a code sent there or by a password that only the owner of the address could set,
        so the address is proven; sign-up always makes its row before.
        """
        if not addresses.is_recorded(user):
            addresses.confirm(user)
        return super().pre_login(request, user, **hook)

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and close the sockets that were open under this sign-in."""
        person_id = request.user.pk
        super().logout(request)
        if person_id:
            rights.recheck(person_id)

    def is_safe_url(self, url: str) -> bool:
        """Return addresses lead to this host only."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("profile")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")
