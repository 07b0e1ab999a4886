"""What is deleted or erased leaves nothing in the index: no document, no form and no known word."""

from __future__ import annotations

import pytest

from divan.accounts.models import User
from divan.core.jobs import drain
from divan.search.actions import changed
from divan.search.engines import engine
from divan.search.engines.asking import Asked
from divan.search.identifiers import LAST
from divan.search.models import IndexedDocument, KnownWord, Trigram
from divan.search.queries import find
from divan.tickets.models import Ticket
from tests.support.builders import note, open_ticket, reply
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db


def holders(form: str) -> list[int]:
    """The documents that hold a form, whoever may see them."""
    ((found,),) = engine().ranked([Asked((form,), LAST)], 0, 100)
    return found


def test_a_deleted_ticket_leaves_no_word_behind(people: Cast) -> None:
    gone = open_ticket(people, subject="Xylophone", text="The shared printer hums")
    note(gone, people.agent, "Suspect the quasar")
    kept = open_ticket(people, subject="Printer")
    drain()
    assert holders("xylophone")
    assert holders("¶quasar")
    assert {"xylophone", "quasar", "printer"} <= set(KnownWord.objects.values_list("word", flat=True))
    Ticket.objects.filter(pk=gone.pk).delete()
    changed("ticket", gone.pk)
    drain()
    assert not IndexedDocument.objects.filter(kind="ticket", object_id=gone.pk).exists()
    assert holders("xylophone") == holders("¶quasar") == []
    assert len(holders("printer")) == 1
    assert not KnownWord.objects.filter(word__in=["xylophone", "quasar", "hums"]).exists()
    assert not Trigram.objects.filter(gram="qua").exists()
    assert KnownWord.objects.filter(word="printer").exists()
    assert [hit.object_id for hit in find("printer", actor=actor(people.agent), kind="ticket").hits] == [
        kept.pk
    ]


def test_a_person_whose_name_is_erased_is_not_known_by_it_any_more(people: Cast) -> None:
    person = User.objects.get(pk=people.customer.pk)
    drain()
    assert holders("nowak")
    person.name, person.email, person.phone = "", f"erased-{person.pk}@divan.invalid", ""
    person.save(update_fields=["name", "email", "phone"])
    drain()
    assert holders("nowak") == holders("celina") == []
    assert not KnownWord.objects.filter(word__in=["nowak", "celina"]).exists()


def test_a_word_that_others_wrote_too_stays_known_when_a_ticket_changes(people: Cast) -> None:
    ticket = open_ticket(people, subject="Modem")
    drain()
    reply(ticket, people.agent, "Which modem is it?")
    drain()
    assert KnownWord.objects.filter(word="modem").exists()
    assert len(holders("modem")) == 1
