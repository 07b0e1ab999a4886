"""What is measured: each case makes one request after the other."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

CSRF = "b" * 32
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Request:
    """One request; `expects` is the status that it must be answered with."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""
    expects: int = 200

    def encoded(self) -> bytes:
        """The bytes on the wire (HTTP/1.1, kept alive)."""
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1", "Accept-Language: en"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if self.body:
            lines.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


@dataclass(frozen=True)
class Case:
    """A name, and the requests of that case without end."""

    name: str
    requests: Callable[[dict[str, Any]], Iterator[Request]]


def get(path: Callable[[dict[str, Any]], str], who: str) -> Callable[[dict[str, Any]], Iterator[Request]]:
    """The same page again and again, in the browser of `who`."""

    def requests(prepared: dict[str, Any]) -> Iterator[Request]:
        return itertools.repeat(Request("GET", path(prepared), {"Cookie": _cookie(prepared[who])}))

    return requests


def _create(prepared: dict[str, Any]) -> Iterator[Request]:
    for number, stamp in enumerate(prepared["stamps"]):
        fields = {
            "subject": f"The machine leaks again, {number}",
            "body": prepared["text"],
            "urgency": "normal",
            "website": "",
            "stamp": stamp,
        }
        yield post("/forms/support/", fields, prepared["customer"], expects=302)


def _reply(prepared: dict[str, Any]) -> Iterator[Request]:
    for number in itertools.cycle(prepared["answered"]):
        fields = {"body": prepared["text"], "client_key": uuid.uuid4().hex, "then": ""}
        yield post(f"/tickets/{number}/reply/", fields, prepared["agent"], expects=200, fragment=True)


def post(
    path: str, fields: dict[str, str], cookies: dict[str, str], *, expects: int, fragment: bool = False
) -> Request:
    """A form that is sent in the browser with these cookies; as a `fragment` the way htmx does."""
    headers = {
        "Cookie": _cookie({**cookies, "divan_csrf": CSRF}),
        "X-CSRFToken": CSRF,
        "Content-Type": _FORM,
    }
    if fragment:
        headers |= {"HX-Request": "true", "HX-Current-URL": path}
    return Request("POST", path, headers, urlencode(fields).encode(), expects)


def _cookie(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


LIST_ALL = Case("list, all groups", get(lambda _: "/inbox/open/", "supervisor"))
LIST_OWN = Case("list, own groups", get(lambda _: "/inbox/open/", "agent"))
TICKET = Case("ticket, 30 messages", get(lambda prepared: f"/tickets/{prepared['long']}/", "agent"))
CREATE = Case("create by form", _create)
REPLY = Case("reply", _reply)
CASES = (LIST_ALL, LIST_OWN, TICKET, CREATE, REPLY)
