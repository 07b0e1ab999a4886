"""Examples of every kind of event, and a story that makes most of them happen."""

from __future__ import annotations

from divan.core.actors import SYSTEM
from divan.mail.events import MessageBounced, MessageRedelivered
from divan.tickets import actions, events
from divan.tickets.models import Category, Ticket
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast, actor

# Higher slices add the examples of their kinds here; a kind without one fails the test.
EXAMPLES: dict[str, events.Payload] = {
    "ticket.created": events.TicketCreated(message=1, channel="form"),
    "message.received": events.MessageReceived(message=2),
    "message.sent": events.MessageSent(message=3),
    "message.noted": events.MessageNoted(message=4),
    "message.bounced": MessageBounced(message=3, person=7, reason="address"),
    "message.redelivered": MessageRedelivered(person=7),
    "message.withheld": events.MessageWithheld(message=5),
    "message.shared": events.MessageShared(message=5),
    "ticket.linked": events.TicketLinked(ticket=11),
    "ticket.assigned": events.TicketAssigned(assignee=7, before_assignee=None),
    "ticket.moved": events.TicketMoved(group=2, before_group=1),
    "ticket.state_changed": events.StateChanged(status="open", before="new"),
    "ticket.solved": events.TicketSolved(reason="resolved", before="open", message=3),
    "ticket.reopened": events.TicketReopened(before="solved"),
    "ticket.closed": events.TicketClosed(reason="resolved", before="solved", confirmed=True),
    "ticket.close_announced": events.CloseAnnounced(days=1),
    "ticket.priority_changed": events.PriorityChanged(
        priority="high", before="normal", urgency="high", impact="medium"
    ),
    "ticket.category_changed": events.CategoryChanged(category=5),
    "ticket.tagged": events.TicketTagged(added=(3, 4), removed=(9,)),
    "message.forwarded": events.MessageForwarded(message=5, original=2),
    "message.held": events.MessageHeld(person=7, reason="news"),
    "reply.submitted": events.ReplySubmitted(person=7),
    "reply.approved": events.ReplyApproved(person=7, is_edited=True),
    "reply.returned": events.ReplyReturned(person=7),
    "article.linked": events.ArticleLinked(message=3, article=6),
    "article.read": events.ArticleRead(message=3, article=6),
    "article.read_before": events.ArticleReadBefore(article=6),
    "answer.adapted": events.AnswerAdapted(message=3, ticket=11),
    "ticket.participants_changed": events.ParticipantsChanged(joined=(7,), left=(8,)),
}
NAMES = events.Names(
    people={7: "Baran Yıldız"},
    groups={1: "Support", 2: "Billing"},
    categories={5: "Printers"},
    tags={3: "wifi", 9: "vip"},
    tickets={11: "DVN-1011"},
    articles={6: "Empty pages"},
)


def tell_a_story(people: Cast) -> Ticket:
    """One ticket from the first word to the closing note, with everything that can happen on the way."""
    agent, customer = actor(people.agent), actor(people.customer)
    supervisor = actor(people.supervisor)
    category = Category.objects.create(names={"en": "Printers"})
    ticket = open_ticket(people)
    actions.assign(ticket, people.agent.pk, actor=supervisor)
    actions.categorise(ticket, category.pk, actor=agent)
    actions.tag(ticket, ["printer", "floor 2"], actor=agent)
    actions.set_priority(ticket, impact="high", urgency="high", actor=agent)
    note(ticket, people.agent)
    reply(ticket, people.agent)
    actions.wait(ticket, actor=agent)
    reply(ticket, people.customer, "It still prints empty pages.")
    actions.hold(ticket, actor=agent)
    actions.open_again(ticket, actor=agent)
    solve(ticket, people.agent)
    ticket.refresh_from_db()
    actions.reopen(ticket, actor=customer)
    solve(ticket, people.agent, "Now with a new drum, and tested.")
    actions.announce_closing(ticket, actor=SYSTEM, days=1)
    actions.confirm(ticket, actor=customer)
    actions.move(ticket, people.other_group, actor=supervisor)
    ticket.refresh_from_db()
    return ticket
