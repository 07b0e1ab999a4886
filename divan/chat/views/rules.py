"""Settings: the invitations to chat of a site, and what came of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from divan.accounts.decorators import needs
from divan.accounts.forms.refusals import refusals_in
from divan.chat.actions import rules as verbs
from divan.chat.actions.sites import PERMISSION
from divan.chat.forms.rules import RuleForm
from divan.chat.limits import QUIET_DAYS
from divan.chat.queries.rules import rule_for
from divan.chat.queries.sites import site_for

_may = needs(PERMISSION)


@_may
def chat_rule(request: HttpRequest, site_id: int, rule_id: int = 0) -> HttpResponse:
    """An invitation as it is, or a new one."""
    site = site_for(request.actor, site_id)
    rule = rule_for(request.actor, site, rule_id) if rule_id else None
    form = RuleForm(request.POST or None, rule=rule)
    if form.is_valid():
        with refusals_in(form):
            if rule:
                verbs.change_rule(site.pk, rule.pk, form.details(), actor=request.actor)
            else:
                verbs.create_rule(site.pk, form.details(), actor=request.actor)
            return redirect("settings_chat_site", site_id=site.pk)
    shown = {"form": form, "site": site, "rule": rule, "quiet_days": QUIET_DAYS}
    return render(
        request,
        "chat/settings/rule.html",
        {"section": "settings_chat_sites", **shown},
        status=422 if form.errors else 200,
    )


@_may
def change_chat_rules(request: HttpRequest, site_id: int, rule_id: int) -> HttpResponse:
    """Move an invitation up, or take it out of use or into use again."""
    if request.POST.get("up"):
        verbs.move_rule_up(site_id, rule_id, actor=request.actor)
    else:
        verbs.set_rule_in_use(site_id, rule_id, request.POST.get("in_use") == "1", actor=request.actor)
    return redirect("settings_chat_site", site_id=site_id)
