"""Checklists and scripts: written once, worked through on a ticket, and never seen by customers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from divan.accounts.models import User
from divan.conversations.models import Message, Visibility
from divan.core.errors import NotAllowed, Refused
from divan.guides import actions, queries
from divan.guides.actions.running import MOST_STEPS
from divan.guides.models import Answer, Checklist, ChecklistItem, Run, Script, Step, TicketItem
from divan.guides.tests.stage import kinds_of, panel_of, press, write_checklist, write_script
from divan.tickets import actions as tickets
from tests.support.builders import open_ticket, reply
from tests.support.cast import Cast, actor

Doors = Callable[[User | None], Client]
pytestmark = pytest.mark.django_db


def test_a_checklist_is_written_in_the_settings_and_ticked_on_a_ticket(
    people: Cast, client_for: Doors
) -> None:
    chief, agent, ticket = client_for(people.administrator), client_for(people.agent), open_ticket(people)
    chief.post(reverse("settings_add_checklist"), {"name_en": "New printer", "category": ""})
    made = Checklist.objects.get()
    address = reverse("settings_add_item", kwargs={"guide_id": made.pk})
    chief.post(address, {"name_en": "Paper is in", "name_tr": "Kâğıt var", "is_required": "on"})
    assert press(agent, ticket, "add_checklist", checklist=made.pk) == 200
    assert press(agent, ticket, "add_checklist", checklist=made.pk) == 200, "twice is once"
    item = TicketItem.objects.get()
    assert "Kâğıt var" in panel_of(agent, ticket)
    for _time in range(2):
        assert press(agent, ticket, "tick_item", item=item.pk, done=1) == 200
    item.refresh_from_db()
    assert item.ticked_by_id == people.agent.pk
    assert press(agent, ticket, "tick_item", item=item.pk, done=0) == 200
    assert kinds_of(ticket) == ["checklist.added", "checklist.ticked", "checklist.unticked"]


def test_required_items_keep_a_ticket_from_being_solved(people: Cast) -> None:
    made, ticket, agent = (
        write_checklist(people, ("Paper", True), ("Dust", False)),
        open_ticket(people),
        actor(people.agent),
    )
    reply(ticket, people.agent)
    actions.add_checklist(ticket, made.pk, actor=agent)
    with pytest.raises(Refused):
        tickets.solve(ticket, actor=agent)
    actions.tick(ticket, TicketItem.objects.get(is_required=True).pk, actor=agent)
    assert tickets.solve(ticket, actor=agent).status == "solved"


def test_single_items_are_added_and_taken_off(people: Cast, client_for: Doors) -> None:
    ticket, client = open_ticket(people), client_for(people.agent)
    assert press(client, ticket, "add_ticket_item", text=" ") == 422
    assert press(client, ticket, "add_ticket_item", text="Ring <b>Nil</b>") == 200
    assert "Ring &lt;b&gt;Nil&lt;/b&gt;" in panel_of(client, ticket)
    assert press(client, ticket, "remove_ticket_item", item=TicketItem.objects.get().pk) == 200
    assert not TicketItem.objects.exists()


def test_changing_a_template_leaves_tickets_as_they_are(people: Cast) -> None:
    made, ticket = write_checklist(people, ("Paper", False)), open_ticket(people)
    chief = actor(people.administrator)
    actions.add_checklist(ticket, made.pk, actor=actor(people.agent))
    actions.remove_line(ChecklistItem.objects.get(), actor=chief)
    assert TicketItem.objects.get().words == {"en": "Paper"}


def test_a_script_is_walked_back_and_forth_and_ends_as_a_note(people: Cast, client_for: Doors) -> None:
    script, first, second = write_script(people)
    ticket, client = open_ticket(people), client_for(people.agent)

    def answer(step: Step, words: str) -> None:
        chosen = Answer.objects.get(step=step, words__en=words)
        assert press(client, ticket, "answer_script", step=step.pk, answer=chosen.pk) == 200

    assert press(client, ticket, "start_script", script=script.pk) == 200
    answer(first, "Yes")
    assert press(client, ticket, "answer_script", back=1) == 200
    answer(first, "Yes")
    answer(first, "No")  # from a page that was gone on from: changes nothing
    answer(second, "It works")
    run = Run.objects.get()
    assert run.finished_at
    assert [step for step, _answer in run.path] == [first.pk, second.pk]
    note = Message.objects.filter(conversation_id=ticket.conversation_id).latest("pk")
    assert note.visibility == Visibility.INTERNAL
    assert "Is the lamp on?" in note.text
    assert "It works" in note.text
    assert kinds_of(ticket) == ["script.finished"]


def test_steps_are_offered_for_the_reply_in_the_requesters_language(people: Cast, client_for: Doors) -> None:
    script, _first, _second = write_script(people)
    ticket = open_ticket(people)
    actions.start_script(ticket, script.pk, actor=actor(people.agent))
    page = client_for(people.agent).get(reverse("script_steps", kwargs={"number": ticket.number}))
    assert "1. Czy lampka świeci?" in page.content.decode()


def test_a_script_that_goes_in_circles_ends_somewhere(people: Cast) -> None:
    script, first, second = write_script(people)
    ticket, agent = open_ticket(people), actor(people.agent)
    actions.start_script(ticket, script.pk, actor=agent)
    on, again = Answer.objects.get(words__en="Yes"), Answer.objects.get(words__en="Again")
    Run.objects.update(path=[[first.pk, on.pk], [second.pk, again.pk]] * (MOST_STEPS // 2))
    with pytest.raises(Refused):
        actions.take_answer(ticket, first.pk, on.pk, actor=agent)


def test_one_script_at_a_time_and_without_an_answer_it_leaves_no_note(people: Cast) -> None:
    script, _first, _second = write_script(people)
    ticket, agent = open_ticket(people), actor(people.agent)
    begun = actions.start_script(ticket, script.pk, actor=agent)
    assert actions.start_script(ticket, script.pk, actor=agent) == begun
    assert actions.give_up_script(ticket, actor=agent) is None
    assert not Run.objects.exists()
    assert kinds_of(ticket) == ["script.ended"]


def test_an_answer_cannot_lead_into_another_script(people: Cast) -> None:
    _made, first, _second = write_script(people)
    other = write_script(people)[1]
    with pytest.raises(Refused):
        actions.save_answer(first, None, {"en": "?"}, leads_to=other.pk, actor=actor(people.administrator))


def test_lines_move_up(people: Cast, client_for: Doors) -> None:
    made = write_checklist(people, ("One", False), ("Two", False))
    last = made.items.last()
    assert last is not None
    address = reverse("settings_change_item", kwargs={"guide_id": made.pk, "line_id": last.pk})
    client_for(people.administrator).post(address, {"up": 1})
    assert [item.words["en"] for item in made.items.all()] == ["Two", "One"]


def test_the_buttons_of_a_line_name_it_and_removing_asks_first(people: Cast, client_for: Doors) -> None:
    made, first, _second = write_script(people)
    page = client_for(people.administrator).get(reverse("settings_script", kwargs={"guide_id": made.pk}))
    text = page.content.decode()
    assert 'aria-label="Move Is the lamp on? up"' in text
    assert f'popovertarget="remove-{first.pk}"' in text
    asked = text.split(f'id="remove-{first.pk}" popover', 1)[1].split("</form>", 1)[0]
    assert 'name="remove"' in asked
    assert "Remove Is the lamp on?" in asked


def test_strangers_and_customers_see_and_do_nothing(people: Cast) -> None:
    made, ticket = write_checklist(people, ("Paper", False)), open_ticket(people)
    for stranger in (people.other_agent, people.customer):
        with pytest.raises(NotAllowed):
            actions.add_checklist(ticket, made.pk, actor=actor(stranger))
        assert queries.on_ticket(actor(stranger), ticket).checklists == ()
    with pytest.raises(NotAllowed):
        actions.save_guide(Script, None, {"en": "x"}, category_id=None, actor=actor(people.supervisor))


def test_what_is_out_of_use_is_not_offered(people: Cast, client_for: Doors) -> None:
    made, ticket = write_checklist(people, ("Paper", False)), open_ticket(people)
    client_for(people.administrator).post(
        reverse("settings_use_checklist", kwargs={"guide_id": made.pk}), {"in_use": "0"}
    )
    assert queries.on_ticket(actor(people.agent), ticket).checklists == []
    assert press(client_for(people.agent), ticket, "add_checklist", checklist=made.pk) == 422
