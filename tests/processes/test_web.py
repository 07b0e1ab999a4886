"""The web process on the wire: limits, odd clients, and who may open a socket."""

from __future__ import annotations

import contextlib
import socket
import sqlite3
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.processes.running import Serve, divan

pytestmark = pytest.mark.processes


@pytest.fixture
def product(serve: Callable[[], Serve]) -> Serve:
    started = serve()
    started.until_answering()
    return started


def exchange(product: Serve, request: bytes) -> bytes:
    """Send raw bytes and read until the server closes."""
    with socket.create_connection(("127.0.0.1", product.port), timeout=10) as client:
        client.sendall(request)
        answer = b""
        while piece := client.recv(65536):
            answer += piece
    return answer


def test_limits_and_odd_requests(product: Serve) -> None:
    head = b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    large = exchange(product, head + b"Content-Length: 999999999\r\n\r\n")
    assert large.startswith(b"HTTP/1.1 413")
    endless = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + b"X-Long: %s\r\n" % (b"x" * 70_000)
    with contextlib.suppress(ConnectionResetError):  # the other way in which a cut connection ends
        assert exchange(product, endless) == b""
    assert product.get("/healthz") == (200, "ok")


def test_sockets_are_for_those_who_are_signed_in(product: Serve) -> None:
    origin = Origin(f"http://127.0.0.1:{product.port}")
    for path in ("/ws", "/elsewhere"):
        with pytest.raises(InvalidStatus) as refused:
            connect(f"ws://127.0.0.1:{product.port}{path}", origin=origin)
        assert refused.value.response.status_code == 403


def test_slow_bodies_do_not_hold_up_the_pages(product: Serve) -> None:
    slow = [socket.create_connection(("127.0.0.1", product.port)) for _client in range(20)]
    for client in slow:
        client.sendall(b"POST /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nx")
    assert product.get("/healthz") == (200, "ok")
    for client in slow:
        client.close()


def test_a_backup_of_the_running_product_can_be_opened(product: Serve, data: Path, tmp_path: Path) -> None:
    (data / "files").mkdir(exist_ok=True)
    (data / "files" / "letter.txt").write_text("dear Divan")
    archive = tmp_path / "kept.tar"
    done = divan(data, "backup", str(archive))
    assert done.stdout.strip() == str(archive), done.stderr
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path / "restored", filter="data")
    restored = sqlite3.connect(tmp_path / "restored" / "divan.sqlite3")
    assert restored.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    restored.close()
    assert (tmp_path / "restored" / "files" / "letter.txt").read_text() == "dear Divan"
    assert "exists already" in divan(data, "backup", str(archive)).stderr
