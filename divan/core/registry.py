"""The one way a higher slice makes itself known to a lower one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Named things, added once (usually in `AppConfig.ready`) and read for ever after.

    A key can be taken only once, so that two slices cannot silently replace each other.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._things: dict[str, T] = {}

    def add(self, key: str, thing: T) -> T:
        """Register `thing`; raises ValueError if another thing already has that key."""
        if self._things.get(key, thing) is not thing:
            raise ValueError(f"{self.name}: {key!r} is already registered")
        self._things[key] = thing
        return thing

    def register(self, key: str) -> Callable[[T], T]:
        """`add` as a decorator."""
        return lambda thing: self.add(key, thing)

    @contextmanager
    def only(self, **things: T) -> Iterator[None]:
        """Inside the block the registry holds `things` and nothing else: a small world for tests."""
        before, self._things = self._things, things
        try:
            yield
        finally:
            self._things = before

    def get(self, key: str) -> T | None:
        return self._things.get(key)

    def __getitem__(self, key: str) -> T:
        return self._things[key]

    def __contains__(self, key: object) -> bool:
        return key in self._things

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def keys(self) -> list[str]:
        return list(self._things)

    def values(self) -> list[T]:
        return list(self._things.values())

    def items(self) -> list[tuple[str, T]]:
        return list(self._things.items())
