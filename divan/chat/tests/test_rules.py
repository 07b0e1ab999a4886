"""Settings of invitations to chat: what is typed, what is refused, their order, and what came of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from divan.accounts.models import AdministrationEntry
from divan.chat.actions import rules
from divan.chat.actions.rules_counting import Course, count_offer
from divan.chat.limits import MOST_RULES
from divan.chat.models import Chat, ChatRule
from divan.chat.tests.sites import a_rule, a_site
from divan.chat.tests.talking import begin
from divan.chat.views import rules as rule_pages
from divan.chat.views import settings
from tests.support.cast import Cast
from tests.support.time import FrozenClock

pytestmark = pytest.mark.django_db
LIST = "/settings/chat/"
TYPED = {
    "name": "Prices",
    "name_en": "Questions about prices?",
    "name_he": "שאלות על מחירים?",
    "pages": "/prices*\n /מבצעים/** \n/prices*",
    "seconds": "20",
    "visitors": "returning",
    "again_days": "14",
}


def kinds() -> list[str]:
    return list(
        AdministrationEntry.objects.filter(kind__startswith="chat_rule.")
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_an_invitation_is_added_as_it_was_typed(client_for, people: Cast) -> None:
    site, admin = a_site(people), client_for(people.administrator)
    assert admin.post(f"{LIST}{site.pk}/rules/new/", TYPED).status_code == 302
    rule = ChatRule.objects.get()
    assert (rule.site, rule.name, rule.is_active) == (site, "Prices", True)
    assert rule.texts == {"en": "Questions about prices?", "he": "שאלות על מחירים?"}
    assert rule.pages == ["/prices*", "/מבצעים/*"]
    assert (rule.seconds, rule.visitors, rule.again_days) == (20, "returning", 14)
    assert kinds() == ["chat_rule.created"]
    page = admin.get(f"{LIST}{site.pk}/").content.decode()
    assert "Prices" in page
    assert "/מבצעים/*" in page


def test_a_copied_address_is_kept_as_people_read_it(client_for, people: Cast) -> None:
    site = a_site(people)
    copied = {**TYPED, "pages": "/%D7%9E%D7%97%D7%99%D7%A8%D7%99%D7%9D/"}
    client_for(people.administrator).post(f"{LIST}{site.pk}/rules/new/", copied)
    assert ChatRule.objects.get().pages == ["/מחירים/"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name_en", ""),
        ("name_en", "x" * 201),
        ("pages", "prices"),
        ("pages", "https://shop.example/prices"),
        ("pages", "/x\x07"),
        ("pages", "/" + "x" * 200),
        ("pages", "\n".join(f"/{number}" for number in range(31))),
        ("seconds", "0"),
        ("seconds", "3601"),
        ("visitors", "nobody"),
        ("again_days", "0"),
        ("again_days", "366"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    client_for, people: Cast, field: str, value: str
) -> None:
    site = a_site(people)
    typed = {**TYPED, "name": "Only here", field: value}
    response = client_for(people.administrator).post(f"{LIST}{site.pk}/rules/new/", typed)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert ("Only here" in page) == (field != "name")
    assert "שאלות על מחירים?" in page
    assert not ChatRule.objects.exists()


def test_a_site_has_a_limited_number(client_for, people: Cast) -> None:
    site = a_site(people)
    for _one in range(MOST_RULES):
        a_rule(people, site)
    response = client_for(people.administrator).post(f"{LIST}{site.pk}/rules/new/", TYPED)
    assert response.status_code == 422
    assert ChatRule.objects.count() == MOST_RULES


def test_a_change_is_logged_once_with_the_names_of_its_fields(client_for, people: Cast) -> None:
    site, admin = a_site(people), client_for(people.administrator)
    rule = a_rule(people, site, name="Prices")
    for _again in range(2):
        assert admin.post(f"{LIST}{site.pk}/rules/{rule.pk}/", TYPED).status_code == 302
    entry = AdministrationEntry.objects.get(kind="chat_rule.changed")
    assert set(entry.details["fields"]) == {"texts", "pages", "seconds", "visitors", "again_days"}


def test_the_form_shows_a_rule_as_it_is(client_for, people: Cast) -> None:
    site = a_site(people)
    rule = a_rule(people, site, name="Prices", pages=("/prices*", "/shop/*"), seconds=47)
    page = client_for(people.administrator).get(f"{LIST}{site.pk}/rules/{rule.pk}/").content.decode()
    assert "What visitors read (English)" in page
    assert "/prices*\n/shop/*</textarea>" in page
    assert 'value="47"' in page


def test_rules_are_ordered_and_taken_out_of_use(client_for, people: Cast) -> None:
    site, admin = a_site(people), client_for(people.administrator)
    first, second = a_rule(people, site, name="First"), a_rule(people, site, name="Second")
    for _again in range(2):
        admin.post(f"{LIST}{site.pk}/rules/{second.pk}/change/", {"up": "1"})
        assert list(site.rules.all()) == [second, first]
    for _again in range(2):
        admin.post(f"{LIST}{site.pk}/rules/{first.pk}/change/", {"in_use": "0"})
        assert not ChatRule.objects.get(pk=first.pk).is_active
    admin.post(f"{LIST}{site.pk}/rules/{first.pk}/change/", {"in_use": "1"})
    assert ChatRule.objects.get(pk=first.pk).is_active
    assert kinds() == [*["chat_rule.created"] * 2, "chat_rule.moved", *["chat_rule.in_use"] * 2]


def test_a_rule_of_another_site_is_not_there(client_for, people: Cast) -> None:
    site, other = a_site(people), a_site(people, name="Other")
    rule, admin = a_rule(people, other), client_for(people.administrator)
    assert admin.get(f"{LIST}{site.pk}/rules/{rule.pk}/").status_code == 404
    assert admin.post(f"{LIST}{site.pk}/rules/{rule.pk}/", TYPED).status_code == 404
    assert admin.post(f"{LIST}{site.pk}/rules/{rule.pk}/change/", {"in_use": "0"}).status_code == 404
    assert ChatRule.objects.get().is_active


def test_the_page_says_what_came_of_the_last_thirty_days(
    client_for, people: Cast, frozen_clock: FrozenClock
) -> None:
    site = a_site(people)
    rule, _quiet = a_rule(people, site), a_rule(people, site)
    count_offer(rule, Course.DECLINED)
    frozen_clock.advance(timedelta(days=30))
    for course, times in ((Course.SHOWN, 12), (Course.ACCEPTED, 5), (Course.DECLINED, 4)):
        for _one in range(times):
            count_offer(rule, course)
    begin(people, site=site, rule_id=rule.pk)
    page = client_for(people.administrator).get(f"{LIST}{site.pk}/").content.decode()
    assert "asked 12, accepted 5, declined 4, chats 1" in page
    assert "asked 0, accepted 0, declined 0, chats 0" in page


def test_the_page_of_a_site_asks_the_same_however_many_rules_there_are(client_for, people: Cast) -> None:
    site, admin = a_site(people), client_for(people.administrator)
    queries = []
    for _more in range(3):
        count_offer(a_rule(people, site), Course.SHOWN)
        admin.get(f"{LIST}{site.pk}/")
        with CaptureQueriesContext(connection) as asked:
            admin.get(f"{LIST}{site.pk}/")
        queries.append(len(asked))
    assert len(set(queries)) == 1, queries


def test_a_chat_that_was_begun_outlives_its_rule(people: Cast) -> None:
    site = a_site(people)
    rule = a_rule(people, site)
    chat = begin(people, site=site, rule_id=rule.pk).chat
    assert chat.rule == rule
    rule.delete()
    assert Chat.objects.get(pk=chat.pk).rule is None


def test_numbers_have_their_own_sentence_for_one(
    client_for, people: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place, name in ((settings, "COUNTED_DAYS"), (rules, "MOST_RULES"), (rule_pages, "QUIET_DAYS")):
        monkeypatch.setattr(place, name, 1)
    site, admin = a_site(people), client_for(people.administrator)
    a_rule(people, site)
    assert "In 1 day: asked" in admin.get(f"{LIST}{site.pk}/").content.decode()
    page = admin.post(f"{LIST}{site.pk}/rules/new/", TYPED).content.decode()
    assert "A site has at most 1 invitation." in page
    assert "and for 1 day not after" in page
