"""Invitations by rule: what the frame tells the website around it, and the doors through which one is shown and answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.chat.actions.rules_counting import Course, count_offer
from divan.chat.limits import QUIET_DAYS
from divan.chat.models import ChatRule, ChatSite
from divan.chat.queries.rules import rules_in_use, somebody_is_free, words_of
from divan.chat.views.widget_doors import as_json, client_of, nothing, of_site
from divan.core.ids import id_in
from divan.core.limits import take

_OFFERS_A_MINUTE = 20


def invitations_of(site: ChatSite, language: str) -> dict[str, Any] | None:
    """The rules of the site and the words around them, in `language`; None where nobody is ever asked."""
    rules = rules_in_use().get(site.pk)
    if not rules:
        return None
    return {
        "rules": [_as_told(rule, site, language) for rule in rules],
        "quiet": QUIET_DAYS,
        "label": _("Invitation to chat"),
        "accept": _("Start a chat"),
        "decline": pgettext("answer to an invitation", "No, thank you"),
    }


@of_site
def offer_chat(request: HttpRequest, site: ChatSite) -> HttpResponse:
    """Whether this rule may ask a visitor now, who would have an answer right away; it counts as shown then.

    A page that has been open for long names a rule that is out of use: that one asks nobody.
    """
    rule = None if _is_too_much(request) else _rule(request, site)
    if rule is None or not site.is_active or not somebody_is_free(site):
        return as_json(may=False)
    count_offer(rule, Course.SHOWN)
    return as_json(may=True)


@of_site
def answer_offer(request: HttpRequest, site: ChatSite) -> HttpResponse:
    """What the visitor answered. Floods are answered like everything else and not counted."""
    rule = None if _is_too_much(request) else _rule(request, site)
    if rule is not None:
        count_offer(rule, Course.ACCEPTED if request.POST.get("accepted") == "1" else Course.DECLINED)
    return nothing()


def _rule(request: HttpRequest, site: ChatSite) -> ChatRule | None:
    """The rule that the page names, if it is one of the site's and in use."""
    wanted = id_in(request.POST.get("rule", ""))
    return next((rule for rule in rules_in_use().get(site.pk, ()) if rule.pk == wanted), None)


def _is_too_much(request: HttpRequest) -> bool:
    return take("chat-offers", client_of(request), limit=_OFFERS_A_MINUTE, seconds=60) > 0


def _as_told(rule: ChatRule, site: ChatSite, language: str) -> dict[str, Any]:
    text, spoken = words_of(rule, site, language)
    return {
        "id": rule.pk,
        "text": text,
        "language": spoken,
        "pages": rule.pages,
        "seconds": rule.seconds,
        "visitors": rule.visitors,
        "days": rule.again_days,
    }
