"""What visitors of a site may choose to talk about, and which group knows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction

from divan.accounts.access import require
from divan.accounts.log import record
from divan.chat.actions.sites import PERMISSION, locked_site, require_group
from divan.chat.models import ChatSite, ChatTopic
from divan.core.actors import Actor
from divan.core.ordering import moved_up
from divan.core.rows import one_of


def add_topic(site_id: int, names: Mapping[str, str], group_id: int, *, actor: Actor) -> ChatTopic:
    """A topic at the end of the list; `names` by language."""
    with _changing(site_id, actor) as site:
        require_group(group_id)
        last = site.topics.last()
        topic = site.topics.create(
            names=dict(names), group_id=group_id, position=last.position + 1 if last else 0
        )
        _record(actor, site)
        return topic


def change_topic(
    site_id: int, topic_id: int, names: Mapping[str, str], group_id: int, *, actor: Actor
) -> ChatTopic:
    """Other names or another group; chats that run stay where they are."""
    with _changing(site_id, actor) as site:
        topic = _topic(site, topic_id)
        require_group(group_id)
        if (topic.names, topic.group_id) != (dict(names), group_id):
            topic.names, topic.group_id = dict(names), group_id
            topic.save(update_fields=["names", "group"])
            _record(actor, site)
        return topic


def move_topic_up(site_id: int, topic_id: int, *, actor: Actor) -> ChatTopic:
    """One place earlier; the first one stays where it is."""
    with _changing(site_id, actor) as site:
        moved = _topic(site, topic_id)
        if rows := moved_up(list(site.topics.all()), moved):
            ChatTopic.objects.bulk_update(rows, ["position"])
            _record(actor, site)
        return moved


def remove_topic(site_id: int, topic_id: int, *, actor: Actor) -> None:
    """It is offered no more; past chats keep their group."""
    with _changing(site_id, actor) as site:
        removed, _rows = site.topics.filter(pk=topic_id).delete()
        if removed:
            _record(actor, site)


@contextmanager
def _changing(site_id: int, actor: Actor) -> Iterator[ChatSite]:
    """The site, locked until its topics are changed."""
    require(actor, PERMISSION)
    with transaction.atomic():
        yield locked_site(site_id)


def _topic(site: ChatSite, topic_id: int) -> ChatTopic:
    return one_of(site.topics.filter(pk=topic_id), f"topic {topic_id}")


def _record(actor: Actor, site: ChatSite) -> None:
    record(actor, "chat_site.topics_changed", site, site=site.pk)
