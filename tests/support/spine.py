"""Examples of every kind of event, and a story that makes most of them happen."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from divan.chat import events as chats
from divan.consulting import events as consulting
from divan.consulting.events import threads as side_threads
from divan.core import clock
from divan.core.actors import SYSTEM
from divan.guides import events as guides
from divan.mail.events import MessageBounced, MessageRedelivered
from divan.replies.events import MacroApplied
from divan.tickets import actions, events
from divan.tickets.models import Category, Ticket
from divan.timekeeping.events import TimeCorrected, TimeLogged, TimeRemoved
from tests.support.builders import note, open_ticket, reply, solve
from tests.support.cast import Cast, actor

# Higher slices add the examples of their kinds here; a kind without one fails the test.
EXAMPLES: dict[str, events.Payload] = {
    "ticket.created": events.TicketCreated(message=1, channel="form"),
    "message.received": events.MessageReceived(message=2),
    "message.sent": events.MessageSent(message=3),
    "message.noted": events.MessageNoted(message=4, mentioned=(7,), groups=(2,)),
    "message.bounced": MessageBounced(message=3, person=7, reason="address"),
    "message.redelivered": MessageRedelivered(person=7),
    "message.withheld": events.MessageWithheld(message=5),
    "message.shared": events.MessageShared(message=5),
    "ticket.linked": events.TicketLinked(ticket=11),
    "ticket.unlinked": events.TicketUnlinked(ticket=11),
    "ticket.merged": events.TicketMerged(ticket=11, is_home=False, is_open=True),
    "ticket.split": events.TicketSplit(ticket=11, message=3, original=2, is_new=True),
    "ticket.assigned": events.TicketAssigned(assignee=7, before_assignee=None),
    "ticket.moved": events.TicketMoved(group=2, before_group=1),
    "ticket.state_changed": events.StateChanged(status="open", before="new"),
    "ticket.solved": events.TicketSolved(reason="resolved", before="open", message=3),
    "ticket.problem_stated": events.ProblemStated(version=2),
    "ticket.snoozed": events.TicketSnoozed(until=1_790_000_000),
    "ticket.woken": events.TicketWoken(reason="time"),
    "ticket.promised": events.TicketPromised(day=(2026, 11, 27)),
    "ticket.reopened": events.TicketReopened(before="solved"),
    "ticket.closed": events.TicketClosed(reason="resolved", before="solved", confirmed=True),
    "ticket.close_announced": events.CloseAnnounced(days=1),
    "ticket.priority_changed": events.PriorityChanged(
        priority="high", before="normal", urgency="high", impact="medium"
    ),
    "ticket.category_changed": events.CategoryChanged(category=5),
    "ticket.type_changed": events.TypeChanged(type="bug", before="question"),
    "ticket.asset_changed": events.AssetChanged(asset=12),
    "time.logged": TimeLogged(entry=1, minutes=30),
    "time.corrected": TimeCorrected(entry=1, minutes=45, minutes_before=30),
    "time.removed": TimeRemoved(minutes=45),
    "ticket.field_changed": events.FieldChanged(field=5),
    "checklist.added": guides.ChecklistAdded(checklist=13),
    "checklist.item_added": guides.ItemAdded(item=14),
    "checklist.item_removed": guides.ItemRemoved(item=14, checklist=13, is_required=True),
    "checklist.ticked": guides.ItemTicked(item=14),
    "checklist.unticked": guides.ItemUnticked(item=14),
    "script.ended": guides.ScriptEnded(script=15, message=4),
    "script.finished": guides.ScriptFinished(script=15, message=4),
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
    "access.granted": events.AccessGranted(because="referral", person=7),
    "ticket.referred": consulting.TicketReferred(referral=2, message=4, person=7),
    "referral.answered": consulting.ReferralAnswered(referral=2, message=4, person=7),
    "referral.returned": consulting.ReferralReturned(referral=2, message=4, person=7),
    "referral.taken_back": consulting.ReferralTakenBack(referral=2, group=2),
    "ticket.handed_over": consulting.TicketHandedOver(message=4, group=2, person=7),
    "ticket.escalated": consulting.TicketEscalated(tier=2, before_tier=1),
    "ticket.escalation_taken_back": consulting.EscalationTakenBack(tier=1, before_tier=2),
    "access.ended": events.AccessEnded(because="side_thread", group=2),
    "macro.applied": MacroApplied(macro=12),
    "ticket.participants_changed": events.ParticipantsChanged(joined=(7,), left=(8,)),
    "side_thread.opened": side_threads.SideThreadOpened(thread=4, message=8, joined=(7,)),
    "side_thread.written": side_threads.SideThreadWritten(thread=4, message=9),
    "side_thread.people_changed": side_threads.SideThreadPeopleChanged(thread=4, joined=(7,)),
    "side_thread.closed": side_threads.SideThreadClosed(thread=4),
    "side_thread.reopened": side_threads.SideThreadReopened(thread=4),
    "chat.started": chats.ChatStarted(rule=4),
    "chat.accepted": chats.ChatAccepted(expert=16),
    "chat.invited": chats.ChatInvited(expert=16, person=7),
    "chat.joined": chats.ChatJoined(expert=16),
    "chat.left": chats.ChatLeft(expert=16),
    "chat.transferred": chats.ChatTransferred(group=2, person=7),
    "chat.ended": chats.ChatEnded(reason="silence", is_followed_up=True),
    "chat.missed": chats.ChatMissed(messages=(3, 4)),
    "chat.rated": chats.ChatRated(stars=4),
    "chat.transcript_sent": chats.ChatTranscriptSent(sending=17, person=7),
}
NAMES = events.Names(
    people={7: "Baran Yıldız"},
    groups={1: "Support", 2: "Billing"},
    categories={5: "Printers"},
    tags={3: "wifi", 9: "vip"},
    tickets={11: "DVN-1011"},
    articles={6: "Empty pages"},
    others={
        "macro": {12: "First aid"},
        "asset": {12: "Printer in the hall"},
        "checklist": {13: "New printer"},
        "item": {14: "Paper is in"},
        "script": {15: "Empty pages"},
        "expert": {16: "Ingrid"},
    },
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
    actions.state_problem(ticket, "Pages stay empty.", cause="A worn drum.", actor=agent)
    actions.snooze(ticket, clock.now() + timedelta(days=1), actor=agent)
    actions.promise(ticket, timezone.localdate(clock.now()) + timedelta(days=2), actor=agent)
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
