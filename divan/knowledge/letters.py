"""What the letters of the knowledge base say. Called with the recipient's language active."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from divan.accounts.mailing import Words, letters


@letters.register("knowledge_news")
def knowledge_news(
    *, site: str, title: str, summary: str, link: str, is_first: bool, stop: str, **_unused: Any
) -> Words:
    """To a subscriber: there is an article, or an article has changed."""
    heading = _("A new help article") if is_first else _("A help article has changed")
    return Words(
        subject=_("%(title)s (%(site)s)") % {"title": title, "site": site},
        heading=heading,
        sentences=(title, summary) if summary else (title,),
        link=link,
        link_label=pgettext("button", "Read the article"),
        closing=(_("On the page of the article or its category you can stop following it."),),
        reason=_("You get this mail because you follow help articles of %(site)s.") % {"site": site},
        stop=stop,
    )


@letters.register("article_review_due")
def article_review_due(*, site: str, title: str, link: str, **_unused: Any) -> Words:
    """To the owner of an article: is it still right?"""
    return Words(
        subject=_("Please review: %(title)s") % {"title": title},
        heading=_("Is this article still right?"),
        sentences=(title, _("Today is the day on which you wanted to look at it again.")),
        link=link,
        link_label=pgettext("button", "Open the article"),
        reason=_("You get this mail because you look after this article at %(site)s.") % {"site": site},
    )


@letters.register("article_review_asked")
def article_review_asked(*, site: str, title: str, note: str, link: str, **_unused: Any) -> Words:
    """To the reviewer of a draft: somebody asks for a look at it."""
    return Words(
        subject=_("A draft waits for you: %(title)s") % {"title": title},
        heading=_("Somebody asks you to read a draft"),
        sentences=(title, note) if note else (title,),
        link=link,
        link_label=pgettext("button", "Open the draft"),
        reason=_("You get this mail because you publish help articles at %(site)s.") % {"site": site},
    )
