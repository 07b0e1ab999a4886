"""The page in the frame: who may show it, whose language it speaks, and how it begins a chat."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile

from divan.chat.actions.ending import end_chat
from divan.chat.actions.sites import set_site_in_use
from divan.chat.actions.topics import add_topic
from divan.chat.models import Chat, EndReason
from divan.chat.tests.sites import (
    SHOP,
    a_rule,
    a_site,
    ask,
    bearer,
    data_in,
    frame,
    somebody_is_there,
    visitor,
)
from divan.chat.views.widget_scripts import MODULES
from divan.conversations.actions import Draft, upload
from divan.conversations.models import Attachment
from divan.core.actors import SYSTEM
from divan.core.jobs import drain
from divan.knowledge.models import Deflection
from divan.knowledge.tests.support import article
from divan.tickets.actions import reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db
OURS = {"Sec-Fetch-Site": "same-origin"}
FOREIGN = ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"})


def test_only_the_websites_of_the_site_may_show_it(people: Cast) -> None:
    page = frame(a_site(people), origin=SHOP)
    policy = page.headers["Content-Security-Policy"]
    assert policy.endswith(f"frame-ancestors {SHOP}")
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy
    assert "X-Frame-Options" not in page.headers
    assert page.cookies == {}
    assert "Set-Cookie" not in page.headers
    assert data_in(page, "parent-origin") == SHOP
    assert data_in(frame(a_site(people, name="B"), origin="https://evil.example"), "parent-origin") == ""


def test_a_site_without_websites_is_shown_nowhere(people: Cast) -> None:
    page = frame(a_site(people, origins=()))
    assert page.headers["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_the_portal_may_show_its_own(people: Cast) -> None:
    page = frame(a_site(people, origins=(), in_portal=True), origin="http://testserver")
    assert page.headers["Content-Security-Policy"].endswith("frame-ancestors 'self'")
    assert data_in(page, "parent-origin") == "http://testserver"


def test_the_language_is_that_of_the_tag_then_of_the_site(people: Cast) -> None:
    site = a_site(people, language="he", greetings={"he": "שלום", "pl": "Cześć"})
    assert '<html lang="he" dir="rtl"' in visitor().get(f"/chat/frame/{site.key}/").content.decode()
    polish = frame(site, language="pl").content.decode()
    assert '<html lang="pl" dir="ltr"' in polish
    assert "Cześć" in polish


def test_nobody_is_signed_in_there(client_for, people: Cast) -> None:
    site = a_site(people)
    page = client_for(people.customer).get(f"/chat/frame/{site.key}/")
    assert page.status_code == 200
    assert people.customer.email not in page.content.decode()


def test_a_site_out_of_use_has_no_frame(people: Cast) -> None:
    site = a_site(people)
    set_site_in_use(site.pk, False, actor=actor(people.administrator))
    assert frame(site).status_code == 404
    assert visitor().get(f"/chat/frame/{site.key}/colours.css").status_code == 404


def test_who_is_far_back_reads_no_number_that_is_too_small(people: Cast) -> None:
    places = json.loads(data_in(frame(a_site(people)), "places"))
    assert places[:2] == ["You are next.", "1 person is before you."]
    assert places[-2:] == ["19 people are before you.", "More than 19 people are before you."]


def test_everything_the_frame_loads_is_small(people: Cast) -> None:
    """All that a visitor's browser fetches for the frame and around it, compressed as it goes over the wire."""
    site = a_site(people)
    a_rule(people, site)
    page = frame(site).content
    text = page.decode()
    names = {
        part.split('"')[0] for part in text.replace("&#34;", '"').replace("&quot;", '"').split("/static/")[1:]
    }
    assert {"chat/widget/frame.js", "realtime/js/lines.js", "chat/widget/frame.css"} <= {
        name.split("#")[0] for name in names
    }
    sizes = {
        name: len(gzip.compress(Path(str(finders.find(name))).read_bytes()))
        for name in {name.split("#")[0] for name in names}
    }
    for name in ("loader", *MODULES):
        sizes[name] = len(gzip.compress(visitor().get(f"/chat/{name}.js").content))
    assert sum(sizes.values()) + len(gzip.compress(page)) < 60_000, sizes


def test_a_question_becomes_a_chat_of_the_topic(people: Cast) -> None:
    site = a_site(people)
    topic = add_topic(site.pk, {"en": "Orders"}, people.group.pk, actor=actor(people.administrator))
    somebody_is_there(people)
    page = {"page_url": "https://shop.example/vases?session=7#top", "page_title": "Vases"}
    started = ask(
        site, topic=str(topic.pk), headers={"User-Agent": "Mozilla/5.0 (Android) Firefox/140"}, **page
    )
    assert started.status_code == 200, started.content
    chat = Chat.objects.get()
    assert json.loads(started.content)["channel"] == f"chat:{chat.pk}"
    assert (chat.topic, chat.visitor_name, chat.is_identified) == (topic, "Nil Arslan", False)
    assert (chat.page_url, chat.page_title) == ("https://shop.example/vases", "Vases")
    assert chat.device == "Firefox · Android"


def test_the_same_page_begins_one_chat(people: Cast) -> None:
    site = a_site(people)
    somebody_is_there(people)
    stamp = data_in(frame(site), "stamp")
    first, second = ask(site, stamp=stamp), ask(site, stamp=stamp)
    assert json.loads(first.content) == json.loads(second.content)
    assert Chat.objects.count() == 1


def test_what_is_missing_is_said_by_field(people: Cast) -> None:
    site = a_site(people)
    somebody_is_there(people)
    refused = ask(site, name="", email="nowhere", text=" ")
    assert refused.status_code == 422
    assert set(json.loads(refused.content)["errors"]) == {"name", "email", "text"}
    assert not Chat.objects.exists()


@pytest.mark.parametrize("stamp", ["", "forged", "other site"])
def test_only_a_page_of_ours_begins_a_chat(people: Cast, stamp: str) -> None:
    site = a_site(people)
    somebody_is_there(people)
    given = data_in(frame(a_site(people, name="Other")), "stamp") if stamp == "other site" else stamp or "~"
    refused = ask(site, stamp=given)
    assert refused.status_code == 422
    assert json.loads(refused.content)["field"] == "stamp"


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_site_cannot_ask(people: Cast, headers: dict[str, str]) -> None:
    site = a_site(people)
    somebody_is_there(people)
    assert ask(site, headers=headers).status_code == 404
    assert ask(site, headers=OURS).status_code == 200


def test_files_go_with_the_question_and_only_to_who_holds_the_token(people: Cast) -> None:
    site = a_site(people)
    somebody_is_there(people)
    stamp = data_in(frame(site), "stamp")
    up = ask(site, "upload", stamp=stamp, file=SimpleUploadedFile("vase.txt", b"broken"))
    assert up.status_code == 201
    started = ask(site, stamp=stamp, attachments=[json.loads(up.content)["id"]])
    file = Attachment.objects.get()
    assert file.message is not None
    assert visitor().get(f"/chat/visit/files/{file.pk}/").status_code == 404
    fetched = visitor().get(f"/chat/visit/files/{file.pk}/", headers=bearer(started))
    assert fetched.getvalue() == b"broken"
    other = ask(site)
    assert visitor().get(f"/chat/visit/files/{file.pk}/", headers=bearer(other)).status_code == 404


def test_files_that_are_mailed_after_the_chat_are_not_there_for_who_may_only_claim_the_address(
    people: Cast,
) -> None:
    site, by = a_site(people), actor(people.agent)
    somebody_is_there(people)
    started = ask(site, email=people.customer.email)
    chat = Chat.objects.get()
    end_chat(chat, actor=SYSTEM, reason=EndReason.UNANSWERED)
    file = upload(SimpleUploadedFile("invoice.txt", b"March"), actor=by, upload_key="of the desk")
    draft = Draft(text="Your invoice.", attachments=(file.pk,), upload_key="of the desk")
    reply(chat.ticket, draft, actor=by)
    assert visitor().get(f"/chat/visit/files/{file.pk}/", headers=bearer(started)).status_code == 404


def test_an_upload_of_somebody_else_is_not_taken_along(people: Cast) -> None:
    site = a_site(people)
    somebody_is_there(people)
    up = ask(site, "upload", file=SimpleUploadedFile("vase.txt", b"broken"))
    refused = ask(site, attachments=[json.loads(up.content)["id"]])
    assert refused.status_code == 422
    assert not Chat.objects.exists()


def test_a_waiting_visitor_ends_it_and_asks_for_mail(people: Cast) -> None:
    site = a_site(people)
    somebody_is_there(people)
    started = ask(site)
    done = visitor().post("/chat/visit/end/", {"mail": "1"}, headers=bearer(started))
    assert done.status_code == 204
    chat = Chat.objects.get()
    assert (chat.state, chat.end_reason) == ("ended", "unanswered")
    assert chat.ticket.is_open


def test_a_waiting_visitor_asks_for_a_call(people: Cast) -> None:
    site = a_site(people)
    somebody_is_there(people)
    started = ask(site)
    wrong = visitor().post("/chat/visit/call-back/?language=en", {"phone": "soon"}, headers=bearer(started))
    assert wrong.status_code == 422
    assert json.loads(wrong.content)["error"]
    done = visitor().post("/chat/visit/call-back/", {"phone": "+48 22 123 45 67"}, headers=bearer(started))
    assert done.status_code == 204
    assert Chat.objects.get().state == "ended"


def test_a_rating_before_any_answer_is_refused(people: Cast) -> None:
    site = a_site(people)
    somebody_is_there(people)
    started = ask(site)
    for stars in ("9", "5"):
        refused = visitor().post("/chat/visit/rate/", {"stars": stars}, headers=bearer(started))
        assert refused.status_code == 422


def test_an_answer_from_the_help_center_counts_as_one(people: Cast) -> None:
    site, shown = a_site(people), article(people)
    drain()
    stamp = data_in(frame(site), "stamp")
    found = json.loads(ask(site, "answers", stamp=stamp, text="empty pages").content)["articles"]
    assert [row["slug"] for row in found] == [shown.slug]
    said = {"slug": found[0]["slug"], "article_language": found[0]["language"]}
    for _again in range(2):
        assert ask(site, "solved", stamp=stamp, **said).status_code == 204
    assert Deflection.objects.get().place == "chat"
