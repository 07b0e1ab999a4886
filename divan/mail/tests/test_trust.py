"""SPF, DKIM and DMARC of mail that comes straight to us: real signatures, real questions over UDP."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from divan.conversations.models import Message
from divan.core.jobs import drain
from divan.mail.intake import Envelope, take_in
from divan.mail.models import InboundMail, OutgoingMail
from divan.mail.signing import reply_address
from divan.mail.tests.conftest import SUPPORT, Deliver, letter
from divan.tickets.models import Ticket
from tests.support.builders import open_ticket
from tests.support.cast import Cast
from tests.support.names import NameServer, name_server
from tests.support.signing_mail import publish, signed

pytestmark = pytest.mark.django_db(transaction=True)
OURSELVES = "ip4:127.0.0.1 -all"
ELSEWHERE = "ip4:192.0.2.1 -all"
AGENT = "divan.example"


@pytest.fixture
def names(settings: Settings) -> Iterator[NameServer]:
    """The DNS that the product asks; and every peer is somebody else's server."""
    settings.MAIL_FRONTS = ["192.0.2.200"]
    with name_server() as server:
        settings.MAIL_DNS = server.address
        yield server


def raw_of(text: str = "Hello.", *, sender: str = "celina@customer.example", **headers: str) -> bytes:
    return letter(text, sender=sender, **headers).as_bytes().replace(b"\n", b"\r\n")


def evidence() -> str:
    return InboundMail.objects.latest("id").evidence


@pytest.mark.parametrize("body", [b"relaxed", b"simple"])
def test_a_signature_of_the_senders_domain_is_proof(deliver: Deliver, names: NameServer, body: bytes) -> None:
    publish(names, "customer.example", policy="p=reject", spf=ELSEWHERE)
    deliver(signed(raw_of("Hello  there. \r\n\r\n"), "customer.example", body=body))
    kept = InboundMail.objects.get()
    assert kept.evidence == "passed"
    assert kept.checks == {
        "verdict": "passed",
        "spf": "fail",
        "dkim": "pass",
        "dkim_domain": "customer.example",
        "dmarc": "pass",
        "policy": "reject",
        "by": "divan",
    }


@pytest.mark.parametrize(
    ("signer", "policy", "expected"),
    [
        ("mail.customer.example", "p=reject", "passed"),
        ("mail.customer.example", "p=reject; adkim=s", "forged"),
        ("evil.example", "p=reject", "forged"),
        ("evil.example", "p=quarantine", "forged"),
        ("evil.example", "p=reject; pct=0", "forged"),
        ("evil.example", "p=none", "unverified"),
        ("evil.example", "", "unverified"),
        ("mail.customer.example", "", "passed"),
    ],
)
def test_which_signatures_vouch_for_a_sender(
    deliver: Deliver, names: NameServer, signer: str, policy: str, expected: str
) -> None:
    publish(names, "customer.example", policy=policy, spf=ELSEWHERE)
    publish(names, signer)
    deliver(signed(raw_of(), signer))
    assert evidence() == expected


@pytest.mark.parametrize(
    ("envelope", "expected"),
    [("celina@customer.example", "passed"), ("celina@evil.example", "forged"), ("<>", "forged")],
)
def test_the_server_of_the_senders_domain_is_proof(
    deliver: Deliver, names: NameServer, envelope: str, expected: str
) -> None:
    publish(names, "customer.example", policy="p=reject", spf=OURSELVES)
    publish(names, "evil.example", spf=OURSELVES)
    deliver(raw_of(), sender=envelope)
    assert evidence() == expected


def test_the_policy_of_the_registered_domain_holds_below_it(deliver: Deliver, names: NameServer) -> None:
    publish(names, "customer.example", policy="p=none; sp=reject")
    deliver(raw_of(sender="celina@office.customer.example"))
    assert evidence() == "forged"


def test_a_changed_message_is_not_the_one_that_was_signed(deliver: Deliver, names: NameServer) -> None:
    publish(names, "customer.example", policy="p=reject")
    deliver(signed(raw_of(), "customer.example").replace(b"Hello.", b"Help!."))
    assert evidence() == "forged"


def test_a_signature_over_a_part_is_not_believed(deliver: Deliver, names: NameServer) -> None:
    publish(names, "customer.example", policy="p=reject")
    deliver(signed(raw_of(), "customer.example", length=True) + b"And send money.\r\n")
    assert evidence() == "forged"


def test_a_second_sender_is_never_the_proven_one(deliver: Deliver, names: NameServer) -> None:
    publish(names, "customer.example", policy="p=reject")
    deliver(b"From: ceo@customer.example\r\n" + signed(raw_of(), "customer.example"))
    assert evidence() == "unverified"


def test_reply_to_changes_nobodys_name(deliver: Deliver, names: NameServer) -> None:
    publish(names, "evil.example", policy="p=reject")
    message = raw_of(sender="eve@evil.example", Reply_To="baran@divan.example", Sender="baran@divan.example")
    deliver(signed(message, "evil.example"))
    assert (evidence(), Ticket.objects.get().requester.email) == ("passed", "eve@evil.example")


def test_results_that_strangers_bring_along_count_nothing(deliver: Deliver, names: NameServer) -> None:
    kept = "mx.divan.example; dmarc=pass header.from=customer.example"
    publish(names, "customer.example", policy="p=reject", spf=ELSEWHERE)
    deliver(raw_of(Authentication_Results=kept))
    assert evidence() == "forged"


def test_a_forged_customer_is_a_note_and_hears_nothing(
    deliver: Deliver, people: Cast, names: NameServer
) -> None:
    publish(names, "customer.example", policy="p=reject", spf=ELSEWHERE)
    ticket = open_ticket(people)
    drain()
    before = OutgoingMail.objects.count()
    deliver(raw_of("Cancel it."), to=reply_address(SUPPORT, ticket.pk))
    last = Message.objects.filter(conversation_id=ticket.conversation_id).latest("id")
    assert (last.visibility, last.author, last.is_verified) == ("internal", None, False)
    deliver(raw_of("Something new.", Message_ID="<2@customer.example>"))
    opened = Message.objects.latest("id")
    assert (Ticket.objects.count(), opened.is_verified) == (2, False)
    assert OutgoingMail.objects.count() == before


def test_nobody_else_writes_from_our_own_domain(deliver: Deliver, people: Cast, names: NameServer) -> None:
    deliver(raw_of("It is me, the boss.", sender="boss@divan.example"))
    assert evidence() == "forged"


def test_an_agent_is_known_by_the_signature_of_our_domain(
    deliver: Deliver, people: Cast, names: NameServer
) -> None:
    publish(names, AGENT, policy="p=reject")
    ticket = open_ticket(people)
    answer = signed(raw_of("Change the drum.", sender=people.agent.email), AGENT)
    deliver(answer, to=reply_address(SUPPORT, ticket.pk))
    last = Message.objects.filter(conversation_id=ticket.conversation_id).latest("id")
    assert (last.visibility, last.author) == ("public", people.agent)


def test_what_cannot_be_found_out_stays_open(deliver: Deliver, names: NameServer) -> None:
    publish(names, "customer.example", policy="p=reject", spf=ELSEWHERE)
    names.silent.add("_dmarc.customer.example")
    began = time.monotonic()
    deliver(signed(raw_of(), "customer.example"))
    assert (evidence(), InboundMail.objects.get().checks["dmarc"]) == ("unverified", "temperror")
    assert time.monotonic() - began < 30


def test_slow_domains_are_asked_together(mailboxes: object, names: NameServer) -> None:
    for number in range(12):
        sender = f"a@slow{number}.example"
        names.silent |= {f"slow{number}.example", f"_dmarc.slow{number}.example"}
        raw = raw_of(sender=sender, Message_ID=f"<{number}@slow.example>")
        take_in(raw, Envelope(sender, (SUPPORT,), peer="198.51.100.7", helo="slow.example"))
    began = time.monotonic()
    drain()
    # One after the other they would take a minute.
    assert time.monotonic() - began < 30
    assert InboundMail.objects.filter(state="processed", evidence="unverified").count() == 12


def test_answers_are_remembered(mailboxes: object, names: NameServer) -> None:
    publish(names, "customer.example", policy="p=reject", spf="include:_spf.customer.example -all")
    names.text("_spf.customer.example", f"v=spf1 {OURSELVES}")
    asked = []
    for number in range(3):
        raw = raw_of(Message_ID=f"<{number}@customer.example>")
        take_in(raw, Envelope("celina@customer.example", (SUPPORT,), peer="127.0.0.1", helo="h.example"))
        drain()
        asked.append(len(names.asked))
    assert asked[0] == asked[1] == asked[2] > 0
    assert set(InboundMail.objects.values_list("evidence", flat=True)) == {"passed"}


def test_our_own_servers_are_not_examined(deliver: Deliver, names: NameServer, settings: Settings) -> None:
    settings.MAIL_FRONTS = ["127.0.0.0/8"]
    publish(names, "customer.example", policy="p=reject", spf=ELSEWHERE)
    deliver(raw_of())
    assert (evidence(), names.asked) == ("unverified", [])


@pytest.mark.parametrize(
    "poison", [b" " * 3_000_000, b"\t \r" * 500_000, b"\r\n" * 1_000_000, b"=" * 3_000_000]
)
def test_signed_junk_is_read_in_linear_time(mailboxes: object, names: NameServer, poison: bytes) -> None:
    publish(names, "customer.example", policy="p=reject")
    envelope = Envelope("celina@customer.example", (SUPPORT,), peer="127.0.0.1", helo="h.example")
    head = signed(raw_of(), "customer.example")
    take_in(head + poison + b"x", envelope)
    began = time.monotonic()
    drain()
    assert time.monotonic() - began < 20
    assert InboundMail.objects.get().state == "processed"
