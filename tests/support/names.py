"""A DNS server of our own: real questions over UDP, answers as a test wrote them."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Zone = dict[tuple[str, str], list[str]]


@dataclass
class NameServer:
    """Records by (name, kind), as they stand in a zone file. Names in `silent` are never answered."""

    address: str = ""
    zone: Zone = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def text(self, name: str, value: str) -> None:
        """A TXT record, cut into strings of the length that fits."""
        pieces = [value[start : start + 200] for start in range(0, len(value), 200)]
        self.zone.setdefault((name, "TXT"), []).append(" ".join(f'"{piece}"' for piece in pieces))

    def answer(self, wire: bytes) -> bytes | None:
        """The answer to one packet; None if the name is to stay silent."""
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        if name in self.silent:
            return None
        response = dns.message.make_response(query)
        response.flags |= dns.flags.AA | dns.flags.RA
        if values := self.zone.get((name, kind)):
            response.answer.append(dns.rrset.from_text(question.name, 300, "IN", kind, *values))
        elif not any(known == name for known, _kind in self.zone):
            response.set_rcode(dns.rcode.NXDOMAIN)
        return response.to_wire()


@contextmanager
def name_server() -> Iterator[NameServer]:
    """A server on a free port of this machine; `address` is what the product is told."""
    server = NameServer()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            wire, socket = self.request
            if answer := server.answer(wire):
                socket.sendto(answer, self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Handler) as listening:
        server.address = f"127.0.0.1:{listening.server_address[1]}"
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield server
        listening.shutdown()
        thread.join()
