"""Articles that are made from tickets, without the people in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from divan.conversations.actions import Draft
from divan.core.l10n.folding import fold
from divan.knowledge import actions as knowledge
from divan.knowledge.models import ArticleDraft, KnowledgeArticle
from divan.tickets import actions
from divan.tickets.models import Ticket
from divan.tickets.personal import Known, without_people
from tests.support.builders import open_ticket
from tests.support.cast import Cast, actor

Doors = Callable[..., Client]

# Somebody's name, and sentences in which it stands in some form.
SENTENCES = [
    ("Deniz Erol", "Deniz'in makinesi bozuk, Denizden haber yok, Deniz’e yazdım"),
    ("Mert Kaplan", "Mert'ten cevap geldi, Kaplan Bey'e ve MERT’E teşekkürler, Mertler biliyor"),
    ("Ayşe Yıldız", "AYŞE YILDIZ aradı; Ayşe'yle konuştum, ayseye sordum, Yıldızlar ailesi, Ayşeciğim"),
    ("Işıl Çiçek", "Işıl’ın faturası, ışıla, IŞIL, Çiçek'ten, Çiçeğin"),
    ("Katarzyna Wójcik", "Pani Katarzynie i pana Wójcika, z Katarzyną Wójcikową, dla Wojcika"),
    ("Magda Wrona", "Magdzie, Magdę, Magdą, o Wronie, Wrony, Wroną, Magdo!"),
    ("Marek Kowalski", "Markowi Kowalskiemu, z Markiem Kowalskim, Marka Kowalskiego, Kowalskich, Marku"),
    ("Paweł Dudek", "Pawłowi, Pawła, Pawle, PAWEŁ, Dudka, Dudkowi, z Dudkiem"),
    ("Piotr Nowak", "Piotrze, Piotra, Piotrowi, Nowakiem, Nowaków, pani Nowakowa"),
    ("Agnieszka Lis", "Agnieszce, Agnieszkę, Agnieszki, Lisa, Lisowi"),
    ("תמר בן עמי", "כתבתי לתמר, ותמר ענתה, שתמר אמרה, עמי ולעמי"),
    ("יואב שחר", "ליואב ושל יואב, כשיואב, מיואב, שָׁחַר ושחר"),
    ("مریم حسینی", "مریم‌جان، خانم حسینی، حسینی‌ها، مریمو دیدم، مريم حسيني، حسینیم"),
    ("سارا محمدی", "به سارا گفتم، سارایی، محمدیِ عزیز، ســارا، ساراجان"),
    ("Amelia Crowe", "Amelia's machine, AMELIA CROWE, crowe’s, Ms Crowe, amelia"),
]
PRIVATE = [
    "amelia.crowe@harbourlane.example",
    "<mailto:kasia+shop@podlipa.example>",
    "+90 532 123 45 67",
    "0532-123-45-67",
    "(0) 22 123 45 67",
    "۰۹۱۲ ۳۴۵ ۶۷۸۹",
    "٠٥٢-١٢٣-٤٥٦٧",
    "GB82 WEST 1234 5698 7654 32",
    "PL61109010140000071219812874",
    "TR330006100519786457841326",
    "4111 1111 1111 1111",
    "85010112345",
    "AB1234567",
    "192.168.100.201",
    "DVN-1001",
    "https://shop.example/reset?token=abc&user=5",
    "www.private-page.example/me",
    "https://files.example/s/Zk3mQ8xV1pL0aB7cD2eF",
]
KNOWN_NUMBER = "DVN-1042"


def _known(*names: str, addresses: tuple[str, ...] = (), organizations: tuple[str, ...] = ()) -> Known:
    return Known(names, addresses, organizations, KNOWN_NUMBER, "help.example")


@pytest.mark.parametrize(("name", "sentence"), SENTENCES)
def test_no_form_of_a_name_survives(name: str, sentence: str) -> None:
    left = without_people(f"Something first\n{sentence} and more", _known(name), "en")
    stems = [fold(part)[:3] for part in name.split() if fold(part) not in ("בן",)]
    words = [
        fold(word).lstrip("ובכלמשה") if "\u05d0" <= word[:1] <= "\u05ea" else fold(word)
        for word in re.findall(r"\w+", left)
    ]
    bare = [stem.lstrip("ובכלמשה") if "\u05d0" <= stem[:1] <= "\u05ea" else stem for stem in stems]
    assert not [word for word in words for stem in bare if word.startswith(stem)], left
    assert "[name]" in left


@pytest.mark.parametrize("private", PRIVATE)
def test_no_address_and_no_number_survives(private: str) -> None:
    left = without_people(f"Please look: {private}, and write soon", _known(), "en")
    kept = [
        word for word in re.findall(r"\w{3,}", private) if word.casefold() not in ("https", "www", "mailto")
    ]
    assert not [word for word in kept if word in left], left
    assert left.startswith("Please look: [") or "<[" in left
    assert left.endswith("and write soon")


@given(
    name=st.sampled_from([part for name, _said in SENTENCES for part in name.split() if part != "בן"]),
    ending=st.sampled_from(["", "'in", "’e", "'den", "'s", "-", ".", ",", "!", ")", "\u200c", "\u200f", "»"]),
    before=st.text(alphabet="abc אבג دکل ąęş \n.,(«", max_size=12),
    mail=st.emails(),
    digits=st.text(alphabet="0123456789۰۱۲۳۴۵۶۷۸۹", min_size=7, max_size=15),
)
def test_what_is_known_never_survives(name: str, ending: str, before: str, mail: str, digits: str) -> None:
    text = f"{before} {name}{ending} wrote {mail} and {digits} then"
    left = without_people(f"Begin\n{text}\nend of it here now", _known(name), "en")
    assert fold(name) not in re.findall(r"[^\W\d_]+", fold(left)), left
    assert mail not in left
    assert digits not in left


def test_small_words_are_names_only_at_the_beginning_of_one() -> None:
    left = without_people(
        "We met Ben and Tamar in Al Ain, van and all.", _known("Ben Smith", "Tamar van Al"), "en"
    )
    assert left == "We met [name] and [name] in Al Ain, van and all."


def test_ordinary_words_and_codes_stay() -> None:
    said = "The grinder shows E21 and error 0x80070005 at 10:30. Press MENU for 25 seconds, then 1.234,50 zł."
    assert without_people(said, _known("Amelia Crowe", "Kasia Wójcik"), "en") == said


def test_links_of_ours_stay_without_their_secrets() -> None:
    text = (
        "See https://help.example/help/en/descaling/?ref=9 or https://help.example/g/Zk3mQ8xV1pL0aB7cD2eF/."
    )
    assert without_people(text, _known(), "en") == "See https://help.example/help/en/descaling/ or [link]."
    shop = "Order at https://shop.example/parts?customer=5"
    assert without_people(shop, _known(), "en", keeps_links=True) == "Order at https://shop.example/parts"


def test_greetings_signatures_and_quotations_go() -> None:
    text = "Hi Owen,\n\nIt leaks.\n\nThank you,\nAmelia Crowe\n-- \nHarbour Lane 5\n"
    assert without_people(text, _known("Amelia Crowe", "Owen Parrish"), "en") == "It leaks."
    quoted = "Now it works.\n\nOn Mon, 1 Jan 2026, Owen Parrish wrote:\n> old words"
    assert without_people(quoted, _known("Owen Parrish"), "en") == "Now it works."


def test_organisations_and_own_numbers_become_marks() -> None:
    known = _known(organizations=("Harbour Lane",))
    left = without_people("We at Harbour Lane wrote DVN-1042 and DVN-۱۰۴۲ before", known, "en")
    assert left == "We at [organisation] wrote [ticket number] and [ticket number] before"


def _asked(people: Cast) -> Ticket:
    """A ticket with a question, an internal note and a public answer."""
    body = "Hello Baran,\nthe tray of Celina Nowak leaks, call +48 600 700 800 or celina@customer.example."
    ticket = open_ticket(people, subject="Re: Tray of Celina leaks", text=body)
    agent = actor(people.agent)
    actions.note(ticket, Draft(text="SECRET note about Celina"), actor=agent)
    actions.reply(ticket, Draft(text="Dear Celina, turn the tray and press it in."), actor=agent)
    return ticket


def _form(ticket: Ticket, kind: str = "howto") -> str:
    return f"{reverse('create_article')}?{urlencode({'origin': f'ticket:{ticket.number}', 'kind': kind})}"


def test_the_form_is_filled_from_the_ticket_and_nothing_is_stored(people: Cast, client_for: Doors) -> None:
    ticket = _asked(people)
    answer = client_for(people.supervisor).get(_form(ticket, "known_error"))
    page = answer.content.decode()
    written = "".join(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL))
    assert "leaks" in written
    assert "press it in" in written
    assert not re.search("celina|nowak|baran|600|@|SECRET", written, re.IGNORECASE)
    title = re.search(r'name="title" value="([^"]*)"', page)
    assert title is not None
    assert "Celina" not in title[1]
    assert "leaks" in title[1]
    assert not KnowledgeArticle.objects.exists()


def test_an_article_remembers_its_ticket(people: Cast, client_for: Doors) -> None:
    ticket = _asked(people)
    shelf = knowledge.create_category({"en": "Machines"}, actor=actor(people.supervisor))
    sent = {
        "title": "The tray leaks", "slug": "tray-leaks", "kind": "known_error", "category": shelf.pk,
        "language": "en", "symptom": "It leaks", "cause": "", "workaround": "Turn it",
    }  # fmt: skip
    client = client_for(people.agent)
    assert client.post(_form(ticket, "known_error"), sent).status_code == 302
    draft = ArticleDraft.objects.select_related("article").get()
    assert (draft.symptom, draft.workaround) == ("It leaks", "Turn it")
    assert draft.article.origin == f"ticket:{ticket.number}"
    page = reverse("knowledge_article", kwargs={"article_id": draft.article_id})
    link = reverse("show_ticket", kwargs={"number": ticket.number})
    assert link in client.get(page).content.decode()
    assert link not in client_for(people.other_agent).get(page).content.decode()
    assert 'id="made"' in client.get(_form(ticket)).content.decode()


def test_what_was_typed_is_not_lost_when_the_form_is_refused(people: Cast, client_for: Doors) -> None:
    answer = client_for(people.agent).post(_form(_asked(people)), {"title": "", "body": "My own words"})
    assert answer.status_code == 422
    assert "My own words" in answer.content.decode()


@pytest.mark.parametrize("who", ["other_agent", "customer", "clerk"])
def test_only_who_works_on_the_ticket_and_writes_articles_gets_its_words(
    who: str, people: Cast, client_for: Doors
) -> None:
    ticket = _asked(people)
    assert client_for(getattr(people, who)).get(_form(ticket)).status_code in (403, 404)


def test_the_way_from_the_ticket_is_shown_to_authors(people: Cast, client_for: Doors) -> None:
    ticket = _asked(people)
    shown = client_for(people.agent).get(reverse("show_ticket", kwargs={"number": ticket.number}))
    assert 'id="make-article"' in shown.content.decode()
