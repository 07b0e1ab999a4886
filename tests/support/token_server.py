"""An OAuth 2 provider: the token endpoint (RFC 6749, with PKCE) and introspection (RFC 7662) for Dovecot."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl

import pytest

from tests.support.dovecot import Dovecot

CLIENT_ID, CLIENT_SECRET = "divan-client", "client secret of the test"


@dataclass
class TokenServer:
    """Gives tokens to `user`. Each refresh token is good once, as strict providers have it."""

    port: int
    user: str = "anna"
    seconds: int = 3600
    codes: dict[str, str] = field(default_factory=dict)
    refresh_tokens: set[str] = field(default_factory=set)
    access_tokens: set[str] = field(default_factory=set)
    given: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/token"

    def expect_code(self, code: str, challenge: str) -> None:
        """A person has given leave, and comes back with `code`."""
        self.codes[code] = challenge

    def answer(self, path: str, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if path == "/introspect":
            good = form.get("token") in self.access_tokens
            return 200, {"active": good, "username": self.user} if good else {"active": False}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            return 401, {"error": "invalid_client"}
        if not self._is_granted(form):
            return 400, {"error": "invalid_grant", "error_description": "Token has been revoked"}
        return 200, self._give()

    def _is_granted(self, form: dict[str, str]) -> bool:
        if form["grant_type"] == "refresh_token":
            known = form["refresh_token"] in self.refresh_tokens
            self.refresh_tokens.discard(form["refresh_token"])
            return known
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        proven = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return self.codes.pop(form["code"], None) == proven

    def _give(self) -> dict[str, object]:
        self.given += 1
        access, refresh = f"access-{self.port}-{self.given}", f"refresh-{self.port}-{self.given}"
        self.access_tokens.add(access)
        self.refresh_tokens.add(refresh)
        return {
            "access_token": access,
            "refresh_token": refresh,
            "expires_in": self.seconds,
            "token_type": "Bearer",
        }


@pytest.fixture
def token_server(dovecot: Dovecot) -> Iterator[TokenServer]:
    """A running provider, which Dovecot asks about tokens."""
    state = TokenServer(port=dovecot.token_port)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            status, said = state.answer(self.path, dict(parse_qsl(body)))
            data = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    ThreadingHTTPServer.allow_reuse_address = True
    with ThreadingHTTPServer(("127.0.0.1", dovecot.token_port), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield state
        server.shutdown()
        thread.join()
