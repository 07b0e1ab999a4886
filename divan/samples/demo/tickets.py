"""The sample tickets: each scene is played by its verb, with the clock held at its moment."""

from __future__ import annotations

from divan.accounts.identity import actor_of
from divan.accounts.models import User
from divan.conversations.actions import Draft, upload
from divan.conversations.models import Channel
from divan.core import clock
from divan.core.actors import SYSTEM, Actor
from divan.samples.demo.files import sample_file
from divan.samples.demo.people import People
from divan.samples.demo.script import Cue, Scene, cues, scenes
from divan.samples.library import Turn
from divan.tickets import actions
from divan.tickets.models import Category, Form, Ticket

# What the groups' tickets are: the form they come by, and their place among the ready-made categories.
FORMS = {"support": "support", "workshop": "support", "orders": "contact", "quality": "complaint"}
CATEGORIES = {"support": 0, "workshop": 0, "orders": 4, "billing": 4, "quality": 5}
_CHANNELS = (Channel.EMAIL, Channel.FORM, Channel.PORTAL)
_EVERY_ASSIGNED_BY_SUPERVISOR = 4


def play(people: People) -> None:
    """Let all stories happen, up to now."""
    told = cues()
    stage = _Stage(people, told)
    for scene in scenes(told, clock.now()):
        with clock.at(scene.at):
            stage.perform(scene)


class _Stage:
    """Who plays in which story, and the tickets as they stand."""

    def __init__(self, people: People, told: list[Cue]) -> None:
        self.people, self.told = people, told
        self.tickets: dict[int, Ticket] = {}
        self.actors: dict[int, Actor] = {}
        self.forms = {form.slug: form for form in Form.objects.all()}
        self.categories = list(Category.objects.filter(parent=None).values_list("pk", flat=True))

    def perform(self, scene: Scene) -> None:
        """Play one scene; whoever acts has then seen the ticket."""
        if scene.does == "open" and scene.turn:
            self._open(scene.story, scene.turn)
            return
        ticket = self.tickets[scene.story]
        actor = (
            self._customer(scene.story) if scene.does in ("customer", "confirm") else self._agent(scene.story)
        )
        draft = Draft(text=scene.turn.text) if scene.turn else None
        self.tickets[scene.story] = self._act(ticket, scene, actor, draft)
        if scene.does == "read":
            actor = self._customer(scene.story)
        actions.mark_read(ticket, actor=actor)

    def _act(self, ticket: Ticket, scene: Scene, actor: Actor, draft: Draft | None) -> Ticket:
        match scene.does:
            case "assign":
                by_supervisor = scene.story % _EVERY_ASSIGNED_BY_SUPERVISOR == 0
                chief = self.people.supervisor if by_supervisor else actor
                return actions.assign(ticket, actor.id, actor=chief)
            case "customer" | "agent" if draft:
                channel = ticket.channel if scene.does == "customer" else Channel.DESK
                actions.reply(ticket, draft, actor=actor, channel=_writing(channel))
            case "note" if draft:
                actions.note(ticket, draft, actor=actor)
            case "solve":
                return actions.solve(ticket, actor=actor, draft=draft)
            case "confirm":
                return actions.confirm(ticket, actor=actor)
            case "close":
                return actions.close(ticket, actor=SYSTEM)
            case "wait":
                return actions.wait(ticket, actor=actor)
            case "hold":
                return actions.hold(ticket, actor=actor)
        return Ticket.objects.get(pk=ticket.pk)

    def _open(self, number: int, turn: Turn) -> None:
        cue, requester = self.told[number], self._requester(number)
        actor = self._customer(number)
        story = cue.story
        channel = _CHANNELS[number // len(self.people.customers) % len(_CHANNELS)]
        file = upload(sample_file(story.file, number, turn.text), actor=actor).pk if story.file else None
        by_form = channel is Channel.FORM and story.group in FORMS
        place = CATEGORIES.get(story.group)
        form = self.forms.get(FORMS[story.group]) if by_form else None
        new = actions.NewTicket(
            requester=requester,
            group=self.people.groups[story.group],
            subject=story.subject,
            draft=Draft(text=turn.text, attachments=(file,) if file else ()),
            channel=Channel.EMAIL if channel is Channel.FORM and not form else channel,
            form=form,
            type=form.type if form else "question",
            urgency=story.urgency,
            category_id=self.categories[place]
            if place is not None and place < len(self.categories)
            else None,
            language=cue.language,
        )
        self.tickets[number] = actions.open_ticket(new, actor=actor)
        actions.mark_read(self.tickets[number], actor=actor)

    def _requester(self, number: int) -> User:
        customers = self.people.customers[self.told[number].language]
        return customers[number // len(self.people.customers) % len(customers)]

    def _customer(self, number: int) -> Actor:
        person = self._requester(number)
        if person.pk not in self.actors:
            self.actors[person.pk] = actor_of(person)
        return self.actors[person.pk]

    def _agent(self, number: int) -> Actor:
        cue = self.told[number]
        return self.people.agents[cue.language, cue.story.group]


def _writing(channel: str) -> Channel:
    """How somebody writes on in a ticket: who came by a form goes on in the portal."""
    return Channel.PORTAL if channel == Channel.FORM else Channel(channel)
