"""What can be found. A slice registers a kind; the index asks it for texts and for who may see what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from divan.core.actors import Actor
from divan.core.registry import Registry


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of a document and its language, empty where it has to be recognised."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that is found as a whole.

    `subject` weighs more than `public`. `internal` is found only in views that read it. `facets` are short
    words ("g5", "p17") by which a view narrows a search to what its actor may see at all; they only make it
    quick, the gate decides.
    """

    object_id: int
    subject: tuple[Passage, ...] = ()
    public: tuple[Passage, ...] = ()
    internal: tuple[Passage, ...] = ()
    facets: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """A part of a kind as one actor may search it: the gate, and whether internal texts are read in it. The gate is
    built when there is something to ask it about.

    `facets` are those of which every object of `visible` has at least one (None: no narrowing).
    """

    visible: Callable[[], QuerySet[Any]]
    reads_internal: bool = False
    facets: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of document.

    `code` is part of its documents' ids: never change or reuse one. `label` is what people call them. `load` makes the documents of the given
    objects; what it leaves out is forgotten by the index. `objects` are all of them and `order` the column
    (then the id) by which a rebuild walks through them, the newest last. `views` are what the actor may
    search, each made from the slice's gate; nothing else is ever found.
    """

    code: int
    label: str | Promise
    load: Callable[[Iterable[int]], list[Document]]
    objects: Callable[[], QuerySet[Any]]
    views: Callable[[Actor], tuple[View, ...]]
    order: str = "pk"


document_kinds: Registry[Kind] = Registry("kinds of document")
