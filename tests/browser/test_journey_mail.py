"""The same ticket by e-mail: the customer has only a mail program, the agent only a browser."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage, Message
from email.utils import formataddr, make_msgid

import pytest
from aiosmtpd.controller import Controller
from playwright.sync_api import expect

from divan.mail.tests.conftest import SUPPORT, Sink
from tests.browser.journey import PAIRS, Desk, Pair, Visit, name_of
from tests.processes.running import until
from tests.support.browser import OpenPage
from tests.support.product import Product, free_port, running

pytestmark = pytest.mark.browser

LINK = re.compile(r"http://\S+/t/\S+")


@pytest.fixture(scope="module")
def relay() -> Iterator[Sink]:
    """The mail server of the world outside."""
    sink = Sink(port=free_port())
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    yield sink
    controller.stop()


@pytest.fixture(scope="module")
def product(relay: Sink, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of our own, which hands its mail to that server."""
    address = f"smtp://127.0.0.1:{relay.port}?tls=none"
    with running(tmp_path_factory.mktemp("mailing"), DIVAN_MAIL_RELAY=address) as started:
        yield started


@pytest.mark.parametrize("pair", PAIRS, ids=name_of)
def test_a_request_by_mail_comes_to_its_end(
    pair: Pair, open_page: OpenPage, product: Product, relay: Sink
) -> None:
    desk = Desk(open_page("baran@divan.example"), pair)
    program = _MailProgram(pair, product, relay)
    desk.opens_the_inbox()
    program.sends(pair.subject, pair.request)
    desk.sees_it_arrive()
    program.receives(1)
    desk.opens_it()
    desk.takes_it()
    desk.notes()
    desk.replies()
    answer = program.receives(2)
    assert all(paragraph in program.text_of(answer) for paragraph in pair.answer)
    program.answers(answer, pair.thanks)
    desk.hears(pair.thanks)
    desk.solves_it()
    solution = program.receives(3)
    visit = Visit(open_page(language=pair.customer), pair)
    visit.follows(program.link_in(solution))
    visit.sees_the_answer()
    expect(visit.page.locator(".message.own")).to_have_count(2)
    visit.confirms()
    desk.sees_it_closed()
    visit.knows_nothing_of(pair.note)
    assert len({program.number_in(mail) for mail in program.inbox}) == 1
    assert not [mail for mail in program.inbox if pair.note in program.text_of(mail)]


class _MailProgram:
    """What the customer uses: sends to our receiver, and reads what the relay was given for them."""

    def __init__(self, pair: Pair, product: Product, relay: Sink) -> None:
        self._pair, self._product, self._relay = pair, product, relay

    @property
    def inbox(self) -> list[Message]:
        """The mails for this customer, oldest first."""
        given = zip(self._relay.received, self._relay.envelopes, strict=True)
        return [mail for mail, (_sender, recipients) in given if recipients == [self._pair.email]]

    def sends(self, subject: str, text: str, to: str = SUPPORT, **threading: str) -> None:
        """Write a mail; `threading` are In_Reply_To and References."""
        mail = EmailMessage(policy=policy.SMTP)
        mail["From"] = formataddr((self._pair.name, self._pair.email))
        mail["To"], mail["Subject"] = to, subject
        mail["Message-ID"] = make_msgid(domain=self._pair.email.partition("@")[2])
        for name, value in threading.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        with smtplib.SMTP("127.0.0.1", self._product.smtp_port) as server:
            server.send_message(mail)

    def receives(self, which: int) -> Message:
        """Wait for the mail number `which`; it is in the customer's language, in both of its parts."""
        until(lambda: len(self.inbox) == which, f"mail {which} did not come")
        mail = self.inbox[-1]
        markup = self.text_of(mail, "html")
        assert f'<html lang="{self._pair.customer}" dir="rtl">' in markup
        assert self.link_in(mail) in markup
        return mail

    def answers(self, mail: Message, text: str) -> None:
        """Press "reply": the usual headers, and what was received below as a quotation."""
        quoted = "\n".join(f"> {line}" for line in self.text_of(mail).splitlines())
        self.sends(
            f"Re: {mail['Subject']}",
            f"{text}\n\n{quoted}",
            to=str(mail["Reply-To"]),
            In_Reply_To=str(mail["Message-ID"]),
            References=f"{mail['References']} {mail['Message-ID']}",
        )

    def text_of(self, mail: Message, kind: str = "plain") -> str:
        """The plain text of a mail, or its HTML."""
        assert isinstance(mail, EmailMessage)
        part = mail.get_body((kind,))
        assert part
        return str(part.get_content())

    def link_in(self, mail: Message) -> str:
        """Where the first button leads."""
        found = LINK.search(self.text_of(mail))
        assert found
        return found[0]

    def number_in(self, mail: Message) -> str:
        """The ticket number in the subject."""
        found = re.search(r"\[#(.+?)\]", str(mail["Subject"]))
        assert found
        return found[1]
