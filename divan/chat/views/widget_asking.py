"""Before a chat: articles that may answer, the question itself, and the form that takes the chat's place."""

from __future__ import annotations

from html import unescape

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from divan.chat.actions.starting import Identified, NewChat, start_chat
from divan.chat.actions.writing import write_instead
from divan.chat.devices import device_of
from divan.chat.forms.visitor import AskForm
from divan.chat.hours import availability
from divan.chat.identities import read_identity, subject_of
from divan.chat.limits import MOST_FILES
from divan.chat.models import ChatSite
from divan.chat.stamps import new_stamp, read_stamp
from divan.chat.views.widget_doors import as_json, client_of, faults, language_of, nothing, of_site
from divan.conversations.actions import upload as store
from divan.core.actors import ANONYMOUS
from divan.core.errors import Refused
from divan.core.ids import id_in
from divan.core.limits import take
from divan.core.rows import one_of
from divan.knowledge.actions import deflect
from divan.knowledge.models import Place
from divan.knowledge.queries import articles_visible_to, suggested_answers
from divan.tickets.strangers import FORMS, Stamp, require_room, seconds_to_wait, wait_sentence
from divan.ui.formats import filesize

_ANSWERS_A_MINUTE = 60


@of_site
def chat_answers(request: HttpRequest, site: ChatSite) -> HttpResponse:
    """A few articles about what is being typed; it travels in the body and stays out of logs."""
    if take("chat-answers", client_of(request), limit=_ANSWERS_A_MINUTE, seconds=60):
        return as_json(articles=[])
    language = language_of(request, site.language)
    found = suggested_answers(ANONYMOUS, "", request.POST.get("text", "").strip(), language)
    articles = [
        {
            "slug": row.slug,
            "language": row.language,
            "title": unescape(strip_tags(row.title)),
            "url": reverse("help_article", kwargs={"slug": row.slug}),
        }
        for row in found.articles
    ]
    return as_json(articles=articles)


@of_site
def chat_solved(request: HttpRequest, site: ChatSite) -> HttpResponse:
    """An article answered it, and nothing was asked."""
    stamp = _stamp(request, site)
    article = one_of(articles_visible_to(ANONYMOUS).filter(slug=request.POST.get("slug", "")), "article")
    language = request.POST.get("article_language", "")
    deflect(article, language, place=Place.CHAT, visitor=stamp.key, actor=ANONYMOUS)
    return nothing()


@of_site
def chat_there(request: HttpRequest, site: ChatSite) -> HttpResponse:
    """Whether a chat may begin now, and a fresh stamp for it."""
    return as_json(takes_chats=site.is_active and availability(site).takes_chats, stamp=new_stamp(site))


@of_site
def chat_known(request: HttpRequest, site: ChatSite) -> HttpResponse:
    """Whom the site names, as the frame may know it: which of the chats that it keeps are theirs. Nobody: an empty text."""
    known = read_identity(site, request.POST.get("identity", ""))
    return as_json(subject=subject_of(site, known) if known else "")


@of_site
def start_chat_here(request: HttpRequest, site: ChatSite) -> HttpResponse:
    """Begin the chat. A page that is too old to know better is told to show the form; nothing typed is lost."""
    new, form = _asked(request, site)
    if new is None:
        return faults(form)
    topic = site.topics.filter(pk=new.topic_id).first() if new.topic_id else None
    if not (site.is_active and availability(site, topic).takes_chats):
        sentence = _("Nobody is here any more. Send your question, and we answer by e-mail.")
        return JsonResponse({"closed": True, "error": sentence}, status=409)
    started = start_chat(new, actor=ANONYMOUS)
    subject = subject_of(site, new.identified) if new.identified else ""
    return as_json(channel=started.chat.channel, token=started.token, subject=subject)


@of_site
def write_to_site(request: HttpRequest, site: ChatSite) -> HttpResponse:
    """The question becomes an ordinary ticket, which is answered by mail."""
    new, form = _asked(request, site)
    if new is None:
        return faults(form)
    return as_json(number=write_instead(new, actor=ANONYMOUS).number)


@of_site
def upload_to_site(request: HttpRequest, site: ChatSite) -> HttpResponse:
    """Keep one file for the question that is being written."""
    return keep_file(request, _stamp(request, site).key)


def keep_file(request: HttpRequest, upload_key: str) -> JsonResponse:
    """Store the file in the request under this key; raises Refused when there is no room or no file."""
    file = request.FILES.get("file")
    if file is None:
        raise Refused(_("Choose a file."), field="files")
    require_room(request, upload_key, file.size or 0)
    kept = store(file, actor=ANONYMOUS, upload_key=upload_key)
    answer = {"id": kept.pk, "name": kept.name, "size_text": filesize(kept.size), "upload_key": upload_key}
    return JsonResponse(answer, status=201)


def chosen_files(request: HttpRequest) -> tuple[int, ...]:
    """The ids of the uploads that the page names."""
    return tuple(pk for pk in map(id_in, request.POST.getlist("attachments")[:MOST_FILES]) if pk)


def _asked(request: HttpRequest, site: ChatSite) -> tuple[NewChat | None, AskForm]:
    """What was asked, or nothing and the form that says why not. Raises Refused for whoever asks too much."""
    known = read_identity(site, request.POST.get("identity", ""))
    form = AskForm(site, request.POST, is_identified=known is not None)
    stamp = _stamp(request, site)
    if not form.is_valid():
        return None, form
    given = form.cleaned_data
    who = known or Identified(email=given["email"], name=given["name"])
    if wait := seconds_to_wait(request, FORMS, email=who.email, is_quick=stamp.is_quick):
        raise Refused(wait_sentence(wait))
    new = NewChat(
        site=site,
        name=who.name or given["name"] or who.email.partition("@")[0],
        email=who.email,
        text=given["text"],
        start_key=stamp.key,
        language=language_of(request, site.language),
        topic_id=given.get("topic"),
        rule_id=id_in(request.POST.get("rule", "")) or None,
        page_url=_page_address(request.POST.get("page_url", "")),
        page_title=request.POST.get("page_title", "")[:200],
        device=device_of(request.headers.get("User-Agent", "")),
        identified=known,
        attachments=chosen_files(request),
        upload_key=stamp.key,
    )
    return new, form


def _stamp(request: HttpRequest, site: ChatSite) -> Stamp:
    """The stamp of the page; raises Refused for a page that has lain for days."""
    stamp = read_stamp(request.POST.get("stamp", ""), site)
    if stamp is None:
        raise Refused(
            _("This page was open for very long. Check what you wrote and send it again."), field="stamp"
        )
    return stamp


def _page_address(given: str) -> str:
    """The page on which the visitor is; what stands behind its path can be private."""
    bare = given.partition("#")[0].partition("?")[0][:500]
    return bare if bare.startswith(("https://", "http://")) else ""
