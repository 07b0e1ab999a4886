"""A real Dovecot, started as a private process on free ports: IMAP and POP3, with and without TLS.

Any user name exists, with PASSWORD or with a token that the token server knows (XOAUTH2).
"""

from __future__ import annotations

import imaplib
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.certificates import Certificate, make_certificate
from tests.support.product import free_port

PASSWORD = "quiet-harbour-19"
START_SECONDS = 20
NEEDED = "Dovecot is not installed: apt-get install --no-install-recommends dovecot-imapd dovecot-pop3d"

_SETTINGS = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
protocols = imap pop3
listen = 127.0.0.1
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_vsz_limit = 1G
disable_plaintext_auth = no
auth_mechanisms = plain login xoauth2
auth_failure_delay = 0
mail_fsync = never
mail_location = sdbox:~/mail
mail_max_userip_connections = 50
first_valid_uid = 1
first_valid_gid = 1
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  chroot =
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = {pop3s}
    ssl = yes
  }}
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
passdb {{
  driver = oauth2
  mechanisms = xoauth2
  args = {folder}/oauth2.conf
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner_group} home={folder}/mail/%u
}}
"""

_OAUTH2 = """
introspection_url = http://127.0.0.1:{token_port}/introspect
introspection_mode = post
username_attribute = username
active_attribute = active
active_value = true
"""


@dataclass(frozen=True)
class Dovecot:
    """Where the running server answers."""

    folder: Path
    imap: int
    imaps: int
    pop3: int
    pop3s: int
    token_port: int
    authority: Path

    @property
    def log(self) -> str:
        return (self.folder / "dovecot.log").read_text()

    @contextmanager
    def mail_program(self, user: str) -> Iterator[imaplib.IMAP4]:
        """Another mail program of the same user, signed in."""
        with imaplib.IMAP4("127.0.0.1", self.imap, timeout=20) as program:
            program.login(user, PASSWORD)
            yield program

    def deliver(self, user: str, *messages: bytes, folder: str = "INBOX", flags: str = "") -> None:
        """Let messages arrive, one after the other."""
        with self.mail_program(user) as program:
            if folder != "INBOX":
                program.create(folder)
            for message in messages:
                status, said = program.append(folder, flags, "", message)
                assert status == "OK", said

    def flags(self, user: str, folder: str = "INBOX") -> list[str]:
        """The flags of the messages in a folder, in order."""
        with self.mail_program(user) as program:
            _status, count = program.select(f'"{folder}"', readonly=True)
            if count == [b"0"]:
                return []
            _status, lines = program.fetch("1:*", "(FLAGS)")
            return [line.decode() for line in lines if isinstance(line, bytes)]


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """The one that all tests share; each takes a user name of its own."""
    with running_dovecot() as server:
        yield server


@contextmanager
def running_dovecot() -> Iterator[Dovecot]:
    """Start a Dovecot on data of its own. Skips the test, or fails it in CI, where there is none."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        (pytest.fail if os.environ.get("DIVAN_TEST_NEEDS_DOVECOT") else pytest.skip)(NEEDED)
    # Not pytest's folder, which the users that Dovecot works as may not enter.
    with tempfile.TemporaryDirectory(prefix="divan-dovecot-", ignore_cleanup_errors=True) as name:
        server, settings = _prepared(Path(name))
        process = subprocess.Popen([program, "-F", "-c", settings], stderr=subprocess.PIPE)
        try:
            _wait_until_answering(server, process)
            yield server
        finally:
            process.terminate()
            process.communicate(timeout=START_SECONDS)


def _prepared(folder: Path) -> tuple[Dovecot, Path]:
    folder.chmod(0o755)
    is_root = os.getuid() == 0
    owner = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.getuid())
    user = "dovecot" if is_root else owner.pw_name
    certificate = make_certificate(folder)
    ports = {name: free_port() for name in ("imap", "imaps", "pop3", "pop3s", "token_port")}
    (folder / "mail").mkdir()
    (folder / "mail").chmod(0o777)
    (folder / "oauth2.conf").write_text(_OAUTH2.format(**ports))
    settings = folder / "dovecot.conf"
    settings.write_text(_text(folder, certificate, ports, user, owner))
    return Dovecot(folder=folder, authority=certificate.authority, **ports), settings


def _text(
    folder: Path, certificate: Certificate, ports: dict[str, int], user: str, owner: pwd.struct_passwd
) -> str:
    return _SETTINGS.format(
        folder=folder,
        certificate=certificate.certificate,
        key=certificate.key,
        user=user,
        group=user if os.getuid() == 0 else owner.pw_gid,
        owner=owner.pw_uid,
        owner_group=owner.pw_gid,
        password=PASSWORD,
        **ports,
    )


def _wait_until_answering(server: Dovecot, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with server.mail_program("nobody-yet"):
                return
        except (OSError, imaplib.IMAP4.error):
            time.sleep(0.05)  # the only way to watch another process come up
    process.terminate()
    said = process.communicate()[1].decode()
    log = server.log if (server.folder / "dovecot.log").exists() else ""
    pytest.fail(f"Dovecot did not start:\n{said}\n{log}", pytrace=False)
