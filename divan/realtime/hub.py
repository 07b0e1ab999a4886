"""The hub: which sockets hear which topic, in one process. Lives in the event loop; nothing here waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from divan.realtime.connection import Connection
from divan.realtime.protocol import frame
from divan.realtime.rings import Ring


class Hub:
    """Topic -> sockets and listener -> sockets."""

    def __init__(self) -> None:
        self.connections: set[Connection] = set()
        self._by_topic: defaultdict[str, set[Connection]] = defaultdict(set)
        self._by_listener: defaultdict[str, set[Connection]] = defaultdict(set)

    def join(self, connection: Connection) -> None:
        self.connections.add(connection)
        self._by_listener[connection.listener].add(connection)

    def leave(self, connection: Connection) -> None:
        self.unsubscribe(connection, list(connection.topics))
        self.connections.discard(connection)
        _drop(self._by_listener, connection.listener, connection)

    def subscribe(self, connection: Connection, topics: Iterable[str]) -> None:
        """Let `connection` hear `topics`; the gate has been asked before."""
        for topic in topics:
            connection.topics.add(topic)
            self._by_topic[topic].add(connection)

    def unsubscribe(self, connection: Connection, topics: Iterable[str]) -> None:
        for topic in topics:
            connection.topics.discard(topic)
            _drop(self._by_topic, topic, connection)

    def of(self, listener: str) -> list[Connection]:
        """The open sockets of "person:7"."""
        return list(self._by_listener.get(listener, ()))

    def publish(self, ring: Ring) -> None:
        """Pass the topics of `ring` on to those who listen; one text for all of them."""
        for topic in ring.topics:
            if listening := self._by_topic.get(topic):
                text = frame(topic=topic, event=ring.event, kind=ring.kind)
                for connection in listening:
                    connection.push(text)


def _drop(index: defaultdict[str, set[Connection]], key: str, connection: Connection) -> None:
    held = index.get(key)
    if held is not None:
        held.discard(connection)
        if not held:
            del index[key]
