"""The lines of chats as their feeds show them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, QuerySet, Value

from divan.chat.access import DESK, PUBLIC, visitors_key
from divan.chat.files import address_of
from divan.chat.models import ChatLine, ChatMember, Kind
from divan.chat.readers import may_read, readers_of
from divan.conversations.models import Attachment
from divan.core.prepared import Prepared
from divan.knowledge.queries.linkable import titles
from divan.realtime.lines.families import HIDDEN, Content, Fresh

SYSTEM_KINDS = frozenset({Kind.ENDED})
PUBLIC_FACTS = frozenset({"reason"})
"""Of a line's data, what the visitor may know too."""
OWN_FACTS = frozenset({"article", "files"})
"""Of a line's data, what is shown as something else: the card of an article, and the files, which this only counts."""
_COLUMNS = (
    *("chat_id", "serial", "public", "kind", "message_id", "member_id", "to_id", "data", "at"),
    *("chat__visitor_name", "chat__language", "message__text", "message__language", "message__client_key"),
    *("member__user_id", "member__user__photo", "member__name", "member__title", "to__user_id", "to__name"),
)


def _rows() -> QuerySet[ChatLine]:
    return ChatLine.objects.select_related("message", "member__user", "to", "chat").only(*_COLUMNS)


def as_number(number: int) -> Value:
    """The number of a line, to compare with: as an expression it is taken as it is, not measured against the column first."""
    return Value(number, output_field=BigIntegerField())


_later = Prepared(
    lambda chat_id, serial: _rows().filter(chat_id=chat_id, serial__gt=as_number(serial)).order_by("serial"),
    chat_id=int,
    serial=int,
)


@cache
def _portion(number: str, limit: int) -> Prepared[ChatLine]:
    """So many lines of a feed; `number` is the column in which the feed counts them."""
    return Prepared(
        lambda chat_id, after: (
            _rows().filter(chat_id=chat_id, **{f"{number}__gt": as_number(after)}).order_by(number)[:limit]
        ),
        chat_id=int,
        after=int,
    )


def fresh_lines(wanted: Mapping[str, int], ids: Mapping[str, int]) -> dict[str, list[Fresh]]:
    """Of each channel the lines above the given serial, in their order; a prepared query for each channel, and one more
    for all of them where there are files, or articles. `ids` are the chats of the channels.
    """
    rows = {channel: _later(chat_id=ids[channel], serial=serial) for channel, serial in wanted.items()}
    views = _shown([line for lines in rows.values() for line in lines])
    return {
        channel: [Fresh(line.serial, views[line.pk], readers_of(line)) for line in lines]
        for channel, lines in rows.items()
    }


def feed_lines(chat_id: int, feed: str, listener: str, after: int, limit: int) -> list[Content]:
    """Lines of one feed with numbers above `after`, oldest first, for one listener."""
    lines = _portion("public" if feed == PUBLIC else "serial", limit)(chat_id=chat_id, after=after)
    views = _shown(lines)
    return [
        views[line.pk][feed] if may_read(line, listener) else {"n": line.serial, "kind": HIDDEN}
        for line in lines
    ]


def _shown(lines: Sequence[ChatLine]) -> dict[int, Mapping[str, Content]]:
    """What the feeds show of these lines, by their ids."""
    files, articles = _files(lines), _articles(lines)
    return {line.pk: _views(line, files, articles) for line in lines}


def _views(
    line: ChatLine, files: Mapping[int, list[Attachment]], articles: Mapping[tuple[str, int], str]
) -> Mapping[str, Content]:
    content = _content(line)
    title = articles.get((line.chat.language, line.data.get("article", 0)))
    if title and line.message:
        content["article"] = {"title": title, "url": line.message.text}
    attached = files.get(line.message_id or 0, [])
    noted = {name: value for name, value in line.data.items() if name not in OWN_FACTS}
    views = {DESK: _view(line, content, attached, DESK, line.serial, noted)}
    if line.public is not None:
        views[DESK]["public"] = line.public  # what the visitor has read is said in numbers of their feed
        known = {name: value for name, value in line.data.items() if name in PUBLIC_FACTS}
        views[PUBLIC] = _view(line, content, attached, PUBLIC, line.public, known)
    return views


def _view(
    line: ChatLine,
    content: Mapping[str, Any],
    files: Iterable[Attachment],
    feed: str,
    number: int,
    data: Mapping[str, Any],
) -> dict[str, Any]:
    attached = [_file(line, one, feed) for one in files]
    view: dict[str, Any] = {"n": number, **content}
    if attached:
        view["files"] = attached
    if data:
        view["data"] = dict(data)
    return view


def _content(line: ChatLine) -> dict[str, Any]:
    content: dict[str, Any] = {"kind": line.kind, "at": line.at.isoformat(), "who": _who(line)}
    if message := line.message:
        content |= {"text": message.text, "lang": message.language}
        if key := (message.client_key or "").partition("#")[2]:
            content["key"] = key
    if line.to is not None:
        content["to"] = {"key": line.to.listener, "name": line.to.name}
    return content


def _who(line: ChatLine) -> dict[str, str]:
    if line.member is not None:
        return who_is(line.member)
    if line.kind in SYSTEM_KINDS or line.message_id is None:
        return {"key": "system", "name": "", "title": "", "side": "system"}
    key, name = visitors_key(line.chat_id), line.chat.visitor_name
    return {"key": key, "name": name, "title": "", "side": "visitor"}


def who_is(member: ChatMember) -> dict[str, str]:
    """An expert as everybody in the chat may know them: never a mail address."""
    named = {"key": member.listener, "name": member.name, "title": member.title}
    return {**named, "photo": member.photo, "side": "expert"}


def _file(line: ChatLine, one: Attachment, feed: str) -> dict[str, Any]:
    return {
        "id": one.pk,
        "name": one.name,
        "size": one.size,
        "type": one.content_type,
        "url": address_of(line, one, feed),
    }


def _files(lines: Iterable[ChatLine]) -> Mapping[int, list[Attachment]]:
    found: dict[int, list[Attachment]] = defaultdict(list)
    messages = [line.message_id or 0 for line in lines if line.data.get("files")]
    if messages:
        for one in Attachment.objects.filter(message_id__in=messages):
            found[one.message_id or 0].append(one)
    return found


def _articles(lines: Iterable[ChatLine]) -> Mapping[tuple[str, int], str]:
    """The titles of articles that lines consist of, by the language of the chat and the article."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for line in lines:
        if "article" in line.data:
            wanted[line.chat.language].add(line.data["article"])
    return {
        (language, article): title
        for language, ids in wanted.items()
        for article, title in titles(ids, language).items()
    }
