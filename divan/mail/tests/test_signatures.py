"""Salutations and signatures: who may write them, which one applies, and what a placeholder can become."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.models import AdministrationEntry, Group, User
from divan.mail.letters.signatures import Words, fill, signature_for
from divan.mail.models import Mailbox, Signature
from tests.support.cast import Cast

Doors = Callable[[User | None], Client]
Mailboxes = tuple[Mailbox, Mailbox]
WORDS = {"salutation": "Hello {name},", "text": "Regards\r\n{agent}"}


@pytest.fixture
def chief(client_for: Doors, people: Cast) -> Client:
    return client_for(people.administrator)


def page_of(group: Group, language: str = "en", mailbox: Mailbox | None = None) -> str:
    place = reverse("settings_signature", kwargs={"group_id": group.pk, "language": language})
    return f"{place}?mailbox={mailbox.pk}" if mailbox else place


def removal_of(group: Group, language: str = "en", mailbox: Mailbox | None = None) -> str:
    return page_of(group, language, mailbox).replace(f"/{language}/", f"/{language}/remove/")


@pytest.mark.django_db
def test_signature_is_written_changed_and_removed(chief: Client, people: Cast) -> None:
    place = page_of(people.group)
    for _twice in range(2):
        assert chief.post(place, WORDS).status_code == 302
    row = Signature.objects.get()
    assert (row.group, row.mailbox, row.language) == (people.group, None, "en")
    assert (row.salutation, row.text) == ("Hello {name},", "Regards\n{agent}")
    chief.post(place, {**WORDS, "salutation": "Dear {name},"})
    assert Signature.objects.get().salutation == "Dear {name},"
    assert "Dear {name}," in chief.get(place).text
    for _twice in range(2):
        chief.post(removal_of(people.group))
    assert not Signature.objects.exists()
    kinds = AdministrationEntry.objects.filter(kind__startswith="signature.").order_by("id")
    assert list(kinds.values_list("kind", flat=True)) == [
        "signature.set",
        "signature.set",
        "signature.removed",
    ]


@pytest.mark.django_db
def test_preview_stores_nothing(chief: Client, people: Cast) -> None:
    page = chief.post(page_of(people.group), {**WORDS, "text": "<b>{agent}</b>", "look": "1"})
    assert page.status_code == 200
    assert f"&lt;b&gt;{people.administrator.name}&lt;/b&gt;" in page.text
    assert not Signature.objects.exists()


@pytest.mark.django_db
def test_words_of_an_address_go_before_those_of_its_group(
    chief: Client, people: Cast, mailboxes: Mailboxes
) -> None:
    support = mailboxes[0]
    chief.post(page_of(people.group), {"salutation": "Hello,", "text": "The group"})
    chief.post(page_of(people.group, mailbox=support), {"salutation": "Hi,", "text": "The address"})
    chief.post(page_of(people.group, "he"), {"salutation": "שלום", "text": ""})
    group = people.group.pk
    assert signature_for(group, support.pk, "en") == Words("Hi,", "The address")
    assert signature_for(group, mailboxes[1].pk, "en") == Words("Hello,", "The group")
    assert signature_for(group, None, "en") == Words("Hello,", "The group")
    assert signature_for(group, support.pk, "he") == Words("שלום", "")
    assert signature_for(group, support.pk, "tr") == Words()
    assert signature_for(people.other_group.pk, mailboxes[1].pk, "en") == Words()
    assert signature_for(None, None, "en") == Words()
    chief.post(removal_of(people.group, mailbox=support))
    assert signature_for(group, support.pk, "en") == Words("Hello,", "The group")


@pytest.mark.django_db
def test_overview_names_what_is_written(chief: Client, people: Cast, mailboxes: Mailboxes) -> None:
    chief.post(page_of(people.group, "fa", mailboxes[0]), WORDS)
    page = chief.get(reverse("settings_signatures")).text
    assert page.count('data-tone="good"') == 1
    assert page_of(people.group, "fa", mailboxes[0]) in page


@pytest.mark.django_db
def test_places_that_do_not_exist(chief: Client, people: Cast, mailboxes: Mailboxes) -> None:
    for place in (
        page_of(people.group, "xx"),
        page_of(people.group, mailbox=mailboxes[1]),
        page_of(people.group) + "?mailbox=nonsense",
        page_of(people.group) + "?mailbox=" + "9" * 30,
        page_of(people.group) + "?mailbox=٣",
    ):
        assert chief.get(place).status_code == 404
        assert chief.post(place, WORDS).status_code == 404
    assert not Signature.objects.exists()


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("Hello {name}, {agent} of {group}", "Hello {agent}, Baran of Support"),
        ("{name.__class__} {0} {} {{name}}", "{name.__class__} {0} {} {{agent}}"),
        ("%(name)s {NAME} { name }", "%(name)s {NAME} { name }"),
        ("", ""),
    ],
)
def test_placeholders_are_filled_once_and_by_text_only(template: str, filled: str) -> None:
    assert fill(template, name="{agent}", agent="Baran", group="Support") == filled


def test_a_name_stays_on_its_line() -> None:
    assert fill("Hello {name},", name="Celina\r\nBcc: x", agent="", group="") == "Hello Celina Bcc: x,"
