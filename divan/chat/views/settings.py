"""Settings: the sites that offer chat, the tag for their pages, and the topics of each."""

from __future__ import annotations

from typing import Any

from django.conf import settings as product
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from divan.accounts.decorators import needs
from divan.accounts.forms.refusals import refusals_in
from divan.chat.actions import sites as verbs
from divan.chat.actions import topics as topic_verbs
from divan.chat.colours import ink_on
from divan.chat.forms.sites import SiteForm, topic_form
from divan.chat.models import ChatSite
from divan.chat.queries.rules import COUNTED_DAYS, counted_rules
from divan.chat.queries.sites import all_sites, site_for
from divan.core.labels import label
from divan.core.rows import one_of

SECTION = "settings_chat_sites"
_may = needs(verbs.PERMISSION)


@_may
def chat_sites(request: HttpRequest) -> HttpResponse:
    """All sites."""
    return _page(request, "sites", sites=all_sites(request.actor))


@_may
def add_chat_site(request: HttpRequest) -> HttpResponse:
    """A new site; its tag and its secret come with the next page."""
    form = SiteForm(request.POST or None)
    if form.is_valid():
        with refusals_in(form):
            site, secret = verbs.create_site(form.details(), actor=request.actor)
            return _site_page(request, site, SiteForm(site=site), secret=secret)
    return _page(request, "site", form=form, site=None)


@_may
def chat_site(request: HttpRequest, site_id: int) -> HttpResponse:
    """One site."""
    site = site_for(request.actor, site_id)
    form = SiteForm(request.POST or None, site=site)
    if form.is_valid():
        with refusals_in(form):
            verbs.change_site(site.pk, form.details(), actor=request.actor)
            messages.success(request, _("Saved."))
            return redirect("settings_chat_site", site_id=site.pk)
    return _site_page(request, site, form)


@_may
def use_chat_site(request: HttpRequest, site_id: int) -> HttpResponse:
    """Offer chat there, or no longer."""
    in_use = request.POST.get("in_use") == "1"
    site = verbs.set_site_in_use(site_id, in_use, actor=request.actor)
    said = _("Visitors of %(name)s can chat again.") if in_use else _("%(name)s offers no chat any more.")
    messages.success(request, said % {"name": site})
    return redirect(SECTION)


@_may
def renew_chat_secret(request: HttpRequest, site_id: int) -> HttpResponse:
    """Another secret; this answer is the only page that ever shows it."""
    secret = verbs.renew_secret(site_id, actor=request.actor)
    site = site_for(request.actor, site_id)
    return _site_page(request, site, SiteForm(site=site), secret=secret)


@_may
def chat_topic(request: HttpRequest, site_id: int, topic_id: int = 0) -> HttpResponse:
    """A topic as it is, or a new one."""
    site = site_for(request.actor, site_id)
    topic = one_of(site.topics.filter(pk=topic_id), f"topic {topic_id}") if topic_id else None
    form = topic_form(request.POST or None, topic)
    if form.is_valid():
        names, group_id = form.names(), form.cleaned_data["group"].pk
        with refusals_in(form):
            if topic:
                topic_verbs.change_topic(site.pk, topic.pk, names, group_id, actor=request.actor)
            else:
                topic_verbs.add_topic(site.pk, names, group_id, actor=request.actor)
            return redirect("settings_chat_site", site_id=site.pk)
    return _page(request, "topic", form=form, site=site, topic=topic)


@_may
def change_chat_topics(request: HttpRequest, site_id: int, topic_id: int) -> HttpResponse:
    """Move a topic up, or take it away."""
    verb = topic_verbs.move_topic_up if request.POST.get("up") else topic_verbs.remove_topic
    verb(site_id, topic_id, actor=request.actor)
    return redirect("settings_chat_site", site_id=site_id)


def _site_page(request: HttpRequest, site: ChatSite, form: SiteForm, secret: str = "") -> HttpResponse:
    ink, contrast = ink_on(site.colour) if site.colour else ("", 0)
    return _page(
        request,
        "site",
        form=form,
        site=site,
        topics=list(site.topics.select_related("group")),
        rules=counted_rules(request.actor, site),
        counted_days=COUNTED_DAYS,
        loader=f"{product.PUBLIC_URL}{reverse('chat_loader')}",
        secret=secret,
        ink=ink,
        contrast=round(contrast, 1),
    )


def _page(request: HttpRequest, name: str, **shown: Any) -> HttpResponse:
    form = shown.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(
        request, f"chat/settings/{name}.html", {"section": SECTION, "label": label, **shown}, status=status
    )
