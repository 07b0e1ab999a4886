"""Writing saved replies: languages, variables, files, who may, and what the log keeps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from divan.accounts.models import AdministrationEntry, User
from divan.conversations.actions import upload
from divan.conversations.files import holders
from divan.replies.models import ReplyFile, ReplyText, SavedReply
from divan.replies.tests.replies import saved
from divan.tickets import actions as tickets
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
WORDS = {"title": "Greeting", "body": "Hello {{requester.name}}", "place": "own"}


def test_each_language_has_its_own_words(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    response = client.post("/replies/new/?language=fa", {**WORDS, "title": "سلام", "body": "سلام"})
    reply = SavedReply.objects.get()
    assert response["Location"] == f"/replies/{reply.pk}/?language=fa"
    client.post(f"/replies/{reply.pk}/?language=en", WORDS)
    assert dict(reply.texts.values_list("language", "title")) == {"fa": "سلام", "en": "Greeting"}
    client.post(f"/replies/{reply.pk}/?language=fa", {"place": "own", "title": "", "body": ""})
    assert list(reply.texts.values_list("language", flat=True)) == ["en"]
    last = client.post(f"/replies/{reply.pk}/?language=en", {"place": "own", "title": "", "body": ""})
    assert last.status_code == 422
    assert reply.texts.exists(), "one language at least stays"


@pytest.mark.parametrize("name", ["customer.name", "ticket.password", "requester.name.upper", "7*7"])
def test_an_unknown_variable_is_refused_and_what_was_typed_stays(
    name: str, people: Cast, client_for: Doors
) -> None:
    body = "Hello {{" + name + "}}"
    response = client_for(people.agent).post("/replies/new/?language=en", {**WORDS, "body": body})
    assert response.status_code == 422
    assert body in response.content.decode()
    assert not SavedReply.objects.exists()


def test_a_variable_in_parts_is_refused(people: Cast, client_for: Doors) -> None:
    html = "<p>{{requester.<strong>name</strong>}}</p>"
    response = client_for(people.agent).post("/replies/new/?language=en", {**WORDS, "html": html})
    assert response.status_code == 422
    assert not ReplyText.objects.exists()


def test_markup_is_reduced_to_what_the_editor_makes(people: Cast, client_for: Doors) -> None:
    html = '<p>One <strong>two</strong><script>alert(1)</script></p><img src="https://tracker.example/x.png">'
    client_for(people.agent).post("/replies/new/?language=en", {**WORDS, "html": html})
    assert ReplyText.objects.get().html == '<p dir="auto">One <strong>two</strong></p>'


def test_groups_are_kept_by_their_people_and_everybody_by_permission(people: Cast, client_for: Doors) -> None:
    own, other = f"group:{people.group.pk}", f"group:{people.other_group.pk}"
    agent, supervisor = client_for(people.agent), client_for(people.supervisor)
    for place, expected in (("own", 302), (own, 302), (other, 422), ("all", 422), ("group:99999", 422)):
        sent = agent.post("/replies/new/?language=en", {**WORDS, "place": place})
        assert sent.status_code == expected, place
    for place in (own, other, "all"):
        sent = supervisor.post("/replies/new/?language=en", {**WORDS, "place": place})
        assert sent.status_code == 302, place


def test_who_sees_which(people: Cast, client_for: Doors) -> None:
    mine = saved(people.agent, en="mine")
    assert client_for(people.administrator).get(f"/replies/{mine.pk}/").status_code == 404
    saved(people.supervisor, en="of the supervisor")
    saved(people.supervisor, f"group:{people.group.pk}", en="of support")
    saved(people.supervisor, f"group:{people.other_group.pk}", en="of billing")
    for_all = saved(people.supervisor, "all", en="of all")
    shown = client_for(people.agent).get("/replies/").content.decode()
    assert shown.count("data-reply=") == 3
    assert client_for(people.agent).get(f"/replies/{for_all.pk}/").status_code == 404
    assert client_for(people.agent).post(f"/replies/{for_all.pk}/delete/").status_code == 404
    assert client_for(people.supervisor).post(f"/replies/{for_all.pk}/delete/").status_code == 302
    assert not SavedReply.objects.filter(pk=for_all.pk).exists()


def test_the_administration_log_hears_of_what_is_shared(people: Cast, client_for: Doors) -> None:
    saved(people.agent, en="mine")
    assert not AdministrationEntry.objects.filter(kind__startswith="saved_reply").exists()
    first, second = (saved(people.supervisor, "all", en=word) for word in ("one", "two"))
    client_for(people.supervisor).post(f"/replies/{second.pk}/up/")
    order = SavedReply.objects.filter(owner=None).order_by("position").values_list("pk", flat=True)
    assert list(order) == [second.pk, first.pk]
    client_for(people.supervisor).post(f"/replies/{first.pk}/delete/")
    kinds = AdministrationEntry.objects.filter(kind__startswith="saved_reply").values_list("kind", flat=True)
    assert sorted(kinds) == [
        "saved_reply.added",
        "saved_reply.added",
        "saved_reply.deleted",
        "saved_reply.moved",
    ]


def test_deleting_asks_first(people: Cast, client_for: Doors) -> None:
    client = client_for(people.agent)
    client.post("/replies/new/?language=en", WORDS)
    page, reply = client.get("/replies/").content.decode(), SavedReply.objects.get()
    assert f'popovertarget="delete-{reply.pk}"' in page
    asked = page.split(f'id="delete-{reply.pk}" popover', 1)[1].split("</form>", 1)[0]
    assert f'action="/replies/{reply.pk}/delete/"' in asked
    assert page.count("/delete/") == 1, "there is no other way past the question"


def test_a_file_stays_as_long_as_its_reply(people: Cast, client_for: Doors) -> None:
    file = upload(SimpleUploadedFile("form.txt", b"to be signed"), actor=actor(people.agent))
    stranger = upload(SimpleUploadedFile("other.txt", b"of somebody else"), actor=actor(people.other_agent))
    client = client_for(people.agent)
    client.post("/replies/new/?language=en", {**WORDS, "attachments": [file.pk, stranger.pk]})
    kept = ReplyFile.objects.get()
    assert kept.name == "form.txt"
    file.delete()
    assert any(holds(kept.sha256) for holds in holders.values())
    client.post(f"/replies/{kept.reply_id}/?language=en", {**WORDS, "dropped": kept.pk})
    assert not ReplyFile.objects.exists()


def test_the_preview_shows_a_real_ticket_to_who_may_see_it(people: Cast, client_for: Doors) -> None:
    ticket = open_ticket(people)
    tickets.tag(ticket, ["x"], actor=actor(people.agent))
    sent = {"body": "Hello {{requester.name}}, {{organisation.name}}", "number": ticket.number}
    page = client_for(people.agent).post("/replies/preview/", sent).content.decode()
    assert people.customer.name in page
    assert "data-missing" in page, "the ticket has no organisation"
    hidden = client_for(people.other_agent).post("/replies/preview/", sent).content.decode()
    assert people.customer.name not in hidden


def test_the_help_names_every_variable(people: Cast, client_for: Doors) -> None:
    page = client_for(people.agent).get("/replies/new/").content.decode()
    for name in ("requester.name", "ticket.number", "agent.name", "group.name", "organisation.name"):
        assert "{{" + name + "}}" in page
