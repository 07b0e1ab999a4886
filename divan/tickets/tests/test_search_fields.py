"""Each field of a query, and what is said about one that means nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from divan.accounts import actions as accounts
from divan.accounts.models import User
from divan.conversations.actions import Draft, upload
from divan.conversations.models import Channel
from divan.core.l10n.languages import CODES
from divan.search.language import parse
from divan.tickets import actions
from divan.tickets.models import Participant, Ticket
from divan.tickets.searching import suggestions
from divan.tickets.searching.choices import CHANNELS, CONTENTS, PRIORITIES, STATES, STATUSES, TYPES
from divan.tickets.searching.dates import DAYS
from divan.tickets.searching.fields import FIELDS, NAMES
from divan.tickets.searching.people import ME_OR_NONE
from divan.tickets.searching.places import MINE
from divan.tickets.searching.vocabulary import Vocabulary, compact
from divan.tickets.tests.searching import asked, found, only
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast, actor

pytestmark = pytest.mark.django_db


def test_from_finds_whoever_asked_or_wrote(people: Cast) -> None:
    asked_it = open_ticket(people, requester=people.customer)
    wrote_in_it = open_ticket(people, requester=people.other_customer)
    copied_in = open_ticket(people, requester=people.other_customer)
    for ticket in (wrote_in_it, copied_in):
        Participant.objects.create(ticket=ticket, user=people.customer)
    reply(wrote_in_it, people.customer, "The same here.")
    for text in (
        "from:celina@customer.example",
        "from:celina",
        "from:Nowak",
        'from:"celina nowak"',
        "from:nowa",
    ):
        assert found(text, people.agent) == only(asked_it, wrote_in_it)
    assert found("requester:celina", people.agent) == only(asked_it)
    assert found("-requester:celina", people.agent) == only(wrote_in_it, copied_in)
    assert found("from:me", people.customer) == only(asked_it, wrote_in_it)


def test_an_address_that_nobody_has_looks_like_one_that_one_may_not_know(people: Cast) -> None:
    for address in ("celina@customer.example", "nobody@customer.example"):
        ask = asked(f"from:{address}", people.other_agent)
        assert ask.problems == ()
        assert found(f"from:{address}", people.other_agent) == set()


def test_organisations_are_found_by_name_and_domain(people: Cast) -> None:
    chief = actor(people.administrator)
    shop = accounts.create_organization("Cedar & Sons", domains={"customer.example"}, actor=chief)
    accounts.join_organization(people.customer, shop, actor=chief)
    customer = User.objects.get(pk=people.customer.pk)
    ticket = open_ticket(people, requester=customer)
    open_ticket(people, requester=people.other_customer)
    for text in ("organisation:cedar", "organization:customer.example", 'organisation:"cedar & sons"'):
        assert found(text, people.agent) == only(ticket)
    assert found("printer organisation:cedar", people.agent) == only(ticket)


def test_assignees(people: Cast) -> None:
    mine, others, nobodys = (open_ticket(people) for _ in range(3))
    actions.assign(mine, people.agent.pk, actor=actor(people.agent))
    actions.assign(others, people.supervisor.pk, actor=actor(people.agent))
    for text in ("assignee:me", "assignee:baran", f"assignee:{people.agent.email}", "printer assignee:me"):
        assert found(text, people.agent) == only(mine)
    assert found("assignee:none", people.agent) == found("is:unassigned", people.agent) == only(nobodys)
    assert found("-assignee:me", people.agent) == only(others, nobodys)
    assert found("assignee:me assignee:none", people.agent) == only(mine, nobodys)
    assert found("printer assignee:me assignee:none", people.agent) == only(mine, nobodys)


def test_groups_by_their_name_in_any_language(people: Cast) -> None:
    support, billing = open_ticket(people), open_ticket(people, group=people.other_group)
    for text in ("group:billing", "group:Faturalama", "group:חיובים", 'group:"امور مالی"', "group:roz"):
        assert found(text, people.supervisor) == only(billing)
    assert found("group:mine", people.agent) == only(support)
    assert found("printer group:support", people.supervisor) == only(support)
    assert found("group:billing group:support", people.supervisor) == only(support, billing)
    (problem,) = asked("group:billing", people.agent).problems
    assert "Faturalama" not in problem.message


def test_statuses_and_families_of_them(people: Cast) -> None:
    new, answered, pending, solved, closed = (open_ticket(people) for _ in range(5))
    agent = actor(people.agent)
    reply(answered, people.agent)
    actions.open_again(answered, actor=agent)
    actions.wait(pending, actor=agent)
    solve(solved, people.agent)
    actions.close(closed, actor=agent, reason="spam")
    for text, tickets in {
        "status:new": [new],
        "status:open": [answered],
        "status:waiting": [pending],
        'status:"Müşteriyi bekliyor"': [pending],
        "status:pend": [pending],
        "status:solved": [solved],
        "status:closed status:new": [new, closed],
        "status:unsolved": [new, answered, pending],
        "is:open": [new, answered, pending],
        "status:finished": [solved, closed],
        "is:closed": [solved, closed],
        "-is:closed printer": [new, answered, pending],
        "is:waiting": [pending],
    }.items():
        assert found(text, people.agent) == only(*tickets), text


def test_what_waits_for_an_answer_and_what_is_unread(people: Cast) -> None:
    waits, answered = open_ticket(people), open_ticket(people)
    reply(answered, people.agent)
    actions.mark_read(answered, actor=actor(people.agent))
    assert found("is:unanswered", people.agent) == only(waits)
    assert found("is:unread", people.agent) == only(waits)
    assert found("is:unread", people.supervisor) == only(waits, answered)


def test_types_priorities_channels_and_categories(people: Cast) -> None:
    chief = actor(people.administrator)
    printers = actions.add_category({"en": "Printers", "tr": "Yazıcılar"}, actor=chief)
    drums = actions.add_category({"en": "Drums"}, printers.pk, actor=chief)
    bug = open_ticket(people, type="bug", category_id=drums.pk, channel=Channel.EMAIL)
    other = open_ticket(people)
    actions.set_priority(bug, impact="work_stopped", urgency="critical", actor=chief)
    for text in (
        *(
            "type:bug",
            "priority:urgent",
            "priority:Acil",
            "channel:email",
            "channel:e-mail",
            "channel:E-posta",
        ),
        *("category:printers", "category:yazıcılar", "category:drums"),
    ):
        assert found(text, people.agent) == only(bug), text
        assert found(f"-{text}", people.agent) == only(other), text


def test_files_and_notes(people: Cast) -> None:
    plain, with_file, with_note = (open_ticket(people) for _ in range(3))
    agent = actor(people.agent)
    file = upload(SimpleUploadedFile("log.txt", b"paper jam"), actor=agent)
    actions.reply(with_file, Draft(text="See the log", attachments=(file.pk,)), actor=agent)
    note(with_note, people.agent)
    assert found("has:attachment", people.agent) == found("has:file", people.agent) == only(with_file)
    assert found("has:note", people.agent) == only(with_note)
    assert found("-has:note -has:attachment printer", people.agent) == only(plain)


def test_what_only_the_desk_knows_is_not_found_by_an_agent_who_asked(people: Cast) -> None:
    ticket = open_ticket(people, requester=people.other_agent)
    agent = actor(people.agent)
    file = upload(SimpleUploadedFile("internal.txt", b"not for customers"), actor=agent)
    actions.note(ticket, Draft(text="Look", attachments=(file.pk,)), actor=agent)
    actions.tag(ticket, ["secret"], actor=agent)
    actions.assign(ticket, people.agent.pk, actor=agent)
    for text in (
        "has:note",
        "#secret",
        "assignee:baran",
        "-is:unassigned",
        "has:attachment",
        "type:question",
    ):
        assert found(text, people.agent) == only(ticket), text
        assert found(text, people.other_agent) == set(), text
    assert found("printer", people.other_agent) == only(ticket)


def test_nobody_learns_how_other_groups_tag(people: Cast) -> None:
    ticket = open_ticket(people, group=people.other_group)
    actions.tag(ticket, ["Layoffs"], actor=actor(people.other_agent))
    for text in ("#l", "tag:lay"):
        offered = [
            len(suggestions(text, len(text), actor(who))) for who in (people.agent, people.other_agent)
        ]
        assert offered == [0, 1]
    unknown, known = asked("#layoffz", people.agent), asked("#layoffs", people.agent)
    assert [len(each.problems) for each in (unknown, known)] == [1, 1]
    assert "Layoffs" not in unknown.problems[0].message
    assert not asked("#layoffs", people.other_agent).problems


def test_tags(people: Cast) -> None:
    both, one = open_ticket(people), open_ticket(people)
    actions.tag(both, ["VPN", "İade talebi"], actor=actor(people.agent))
    actions.tag(one, ["VPN"], actor=actor(people.agent))
    assert found("#vpn", people.agent) == found("tag:VPN", people.agent) == only(both, one)
    assert found('#vpn #"iade talebi"', people.agent) == only(both)
    assert found("#vpn -tag:'iade talebi'".replace("'", '"'), people.agent) == only(one)
    (problem,) = asked("#vnp", people.agent).problems
    assert "#VPN" in problem.message


def test_numbers(people: Cast) -> None:
    ticket, _other = open_ticket(people), open_ticket(people)
    digits = ticket.number.removeprefix("DVN-")
    persian = digits.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    for text in (f"number:{digits}", f"number:{persian}", f"number:dvn-{digits}", f"number:{ticket.number}"):
        assert found(text, people.agent) == only(ticket), text
    for text in (digits, persian, f"#{digits}", f"#{ticket.number}", ticket.number.lower(), f"DVN-{persian}"):
        assert found(text, people.agent) == only(ticket), text
        assert ticket.number in asked(text, people.agent).numbers


def test_subjects_in_any_form_of_the_word(people: Cast) -> None:
    in_subject = open_ticket(people, subject="Yazıcılarımız bozuk", text="Yardım edin")
    open_ticket(people, subject="Soru", text="Yazıcı çalışmıyor")
    assert found("subject:yazıcı", people.agent) == only(in_subject)
    assert found('subject:"yazıcı bozuk"', people.agent) == only(in_subject)
    assert found('subject:"yazıcı çalışmıyor"', people.agent) == set()


def test_words_and_fields_narrow_each_other(people: Cast) -> None:
    ticket = open_ticket(people, subject="Blue screen")
    open_ticket(people, subject="Blue screen", requester=people.other_customer)
    open_ticket(people, subject="Screen is blue")
    assert found('"blue screen" from:celina -coffee is:open', people.agent) == only(ticket)


@pytest.mark.parametrize(
    ("text", "place", "named"),
    [
        ("printer statsu:open", (8, 19), ["statsu:", "status:"]),
        ("colour:red", (0, 10), ["colour:"]),
        ("status:lost printer", (0, 11), ["lost", "New", "Solved"]),
        ("group:nowhere", (0, 13), ["nowhere", "Support", "Billing"]),
        ("from:zzz", (0, 8), ["zzz"]),
        ("before:2026-02-30", (0, 17), ["2026-02-30", "1405/09/01"]),
        ("printer status:", (8, 15), ["status:"]),
        ("is:overdue", (0, 10), ["overdue", "unanswered"]),
        ("#nothing", (0, 8), ["#nothing"]),
        ("category:nowhere", (0, 16), ["nowhere"]),
        ("organisation:none", (0, 17), ["none"]),
        ("🎉", (0, 1), ["🎉"]),
        ("-printer", (0, 8), ["printer"]),
    ],
)
def test_a_part_that_means_nothing_is_explained(
    people: Cast, text: str, place: tuple[int, int], named: list[str]
) -> None:
    with override("en"):
        (problem,) = asked(text, people.supervisor).problems
    assert (problem.start, problem.end) == place
    for name in named:
        assert name in problem.message


def test_the_rest_is_searched_all_the_same(people: Cast) -> None:
    ticket = open_ticket(people, subject="Router")
    assert found("router status:lost statsu:open 🎉", people.agent) == only(ticket)
    assert found("error:router", people.agent) == set()
    assert found("localhost:router", people.agent) == set()
    assert found("pages:router", people.agent) == only(ticket)  # both words are there


@pytest.mark.parametrize("text", ["", "🎉", "status:lost", "-printer", "group:"])
def test_a_query_that_says_nothing_is_empty(people: Cast, text: str) -> None:
    open_ticket(people)
    assert asked(text, people.agent).is_empty
    assert found(text, people.agent) == set()


def test_fields_of_the_desk_are_words_for_customers(people: Cast) -> None:
    open_ticket(people)
    ask = asked("assignee:baran #secret", people.customer)
    assert ask.conditions == ()
    assert ask.query.words == "assignee baran secret"


_VOCABULARIES = {
    "fields": NAMES,
    "statuses": STATUSES,
    "types": TYPES,
    "priorities": PRIORITIES,
    "channels": CHANNELS,
    "states": STATES,
    "contents": CONTENTS,
    "days": DAYS,
    "people": ME_OR_NONE,
    "groups": MINE,
}


@pytest.mark.parametrize("language", CODES)
@pytest.mark.parametrize("name", _VOCABULARIES)
def test_what_is_shown_in_a_language_can_be_typed_in_it(name: str, language: str) -> None:
    vocabulary: Vocabulary = _VOCABULARIES[name]
    with override(language):
        for key, shown in vocabulary.entries():
            assert vocabulary.exactly(shown) == key
            assert vocabulary.exactly(key) == key
        assert len({compact(shown) for _key, shown in vocabulary.entries()}) == len(vocabulary.entries())


@pytest.mark.parametrize("language", CODES)
def test_the_name_of_every_field_is_one_word(language: str) -> None:
    assert set(NAMES.names) == set(FIELDS)
    with override(language):
        for _key, name in NAMES.entries():
            (part,) = parse(f"{name}:x").parts
            assert part.name == name


def test_what_was_written_in_one_language_means_the_same_in_another(people: Cast) -> None:
    ticket = open_ticket(people)
    for language in CODES:
        with override(language):
            text = " ".join(f"{field}:{STATES.shown(['open'])[0]}" for field in NAMES.shown(["is"]))
        for reader in CODES:
            with override(reader):
                assert found(text, people.agent) == only(ticket)


def test_words_and_phrases_are_left_out_also_where_only_fields_are_named(people: Cast) -> None:
    together = open_ticket(people, subject="Laptop", text="The blue screen is there.")
    apart = open_ticket(people, subject="Laptop", text="The screen is blue.")
    neither = open_ticket(people, subject="Laptop", text="It is green.")
    assert found('laptop -"blue screen"', people.agent) == only(apart, neither)
    assert found('is:open -"blue screen"', people.agent) == only(apart, neither)
    assert found("laptop -blue", people.agent) == found("is:open -blue", people.agent) == only(neither)
    assert found("is:open -blue -green", people.agent) == set()
    assert found("laptop -🎉", people.agent) == only(together, apart, neither)
    assert len(asked("laptop -🎉", people.agent).problems) == 1


def test_too_many_tickets_are_not_left_out_one_by_one(people: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("divan.tickets.searching.texts.MOST_LEFT_OUT", 1)
    tickets = [open_ticket(people, subject="Laptop") for _ in range(2)]
    assert found("is:open -laptop", people.agent) == only(*tickets)
    (problem,) = asked("is:open -laptop", people.agent).problems
    assert (problem.start, problem.end) == (8, 15)


def test_a_ticket_that_is_gone_from_view_is_never_listed(people: Cast) -> None:
    ticket = open_ticket(people)
    assert found("is:open", people.agent) == only(ticket)
    actions.move(Ticket.objects.get(pk=ticket.pk), people.other_group, actor=actor(people.supervisor))
    assert found("is:open", people.agent) == set()
    assert found("is:open", people.other_agent) == only(ticket)
