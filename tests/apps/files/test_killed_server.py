"""A real server, killed in the middle of an upload."""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path

import pytest
from tests import tables_made_before

SOURCE = Path(__file__).parents[3] / "src"
CONTENT = hashlib.sha256(b"seed").digest() * 40_000  # 1.28 MB
PIECE = 200_000

APP = """
from django.apps import AppConfig

class ProofConfig(AppConfig):
    name = "proof"

    def ready(self):
        from jinguo.apps import files
        from jinguo.reasons import Verdict
        files.register("proof", lambda user, stored: Verdict.yes())
"""
SETTINGS = """
from jinguo.site.settings import *
INSTALLED_APPS = [*INSTALLED_APPS, "proof.apps.ProofConfig"]
"""
PREPARE = """
import django; django.setup()
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from jinguo.apps.accounts.models import User
call_command("migrate", run_syncdb=True, verbosity=0)
user = User.objects.create(username="alice", name="Alice", is_active=True)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(session.session_key)
"""


class Site:
    """A server process and someone who is signed in to it."""

    def __init__(self, folder: Path) -> None:
        (folder / "proof").mkdir()
        (folder / "proof" / "__init__.py").touch()
        (folder / "proof" / "apps.py").write_text(APP)
        (folder / "proof_settings.py").write_text(SETTINGS)
        self.data = folder / "data"
        self.data.mkdir()
        tables_made_before.lay(self.data / "proof.sqlite3")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = {
            **os.environ,
            "PYTHONPATH": f"{SOURCE}{os.pathsep}{folder}",
            "DJANGO_SETTINGS_MODULE": "proof_settings",
            "JINGUO_DATA": str(self.data),
            "DATABASE_URL": f"sqlite:///{self.data / 'proof.sqlite3'}",
            "PORT": str(self.port),
            "VAULT_MAKE_KEYS": "true",
        }
        prepared = subprocess.run(
            [sys.executable, "-c", PREPARE], env=self.environment, capture_output=True, text=True, timeout=60
        )
        assert prepared.returncode == 0, prepared.stderr
        self.session = prepared.stdout.strip().splitlines()[-1]

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jinguo", "serve"],
            env=self.environment,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        until = time.monotonic() + 120
        while time.monotonic() < until:
            with suppress(OSError), closing(self.connection()) as connection:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise AssertionError("the server did not start")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)

    def headers(self, **more: str) -> dict[str, str]:
        token = "t" * 32
        return {
            "Cookie": f"sessionid={self.session}; csrftoken={token}",
            "X-CSRFToken": token,
            "Tus-Resumable": "1.0.0",
            **{name.replace("_", "-"): value for name, value in more.items()},
        }

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
        with closing(self.connection()) as connection:
            connection.request(method, path, body, self.headers(**headers))
            response = connection.getresponse()
            response.read()
            return response

    def send(self, place: str, offset: int) -> http.client.HTTPResponse:
        piece = CONTENT[offset : offset + PIECE]
        return self.ask(
            "PATCH", place, piece, Upload_Offset=str(offset), Content_Type="application/offset+octet-stream"
        )

    def send_half_and_hang(self, place: str, offset: int) -> http.client.HTTPConnection:
        """Announce a piece, send half of it, and keep the line open."""
        connection = self.connection()
        connection.putrequest("PATCH", place)
        headers = self.headers(Upload_Offset=str(offset), Content_Type="application/offset+octet-stream")
        for name, value in {**headers, "Content-Length": str(PIECE)}.items():
            connection.putheader(name, value)
        connection.endheaders(CONTENT[offset : offset + PIECE // 2])
        return connection


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    site.start()
    yield site
    site.kill()


def test_an_upload_goes_on_after_the_server_was_killed_in_the_middle(site):
    name, kind = (base64.b64encode(text.encode()).decode() for text in ("短片.mp4", "proof"))
    metadata = f"filename {name},kind {kind}"
    place = site.ask(
        "POST", "/files/uploads/", Upload_Length=str(len(CONTENT)), Upload_Metadata=metadata
    ).headers["Location"]
    for offset in (0, PIECE):
        assert site.send(place, offset).status == 204
    with closing(site.send_half_and_hang(place, 2 * PIECE)):
        time.sleep(0.5)
        site.kill()
    site.start()

    offset = int(site.ask("HEAD", place).headers["Upload-Offset"])
    assert 2 * PIECE <= offset < 3 * PIECE
    while offset < len(CONTENT):
        offset = int(site.send(place, offset).headers["Upload-Offset"])
    assert (site.data / "spool" / place.rsplit("/", 1)[1].replace("-", "")).read_bytes() == CONTENT
    with closing(sqlite3.connect(site.data / "proof.sqlite3")) as database:
        row = database.execute("SELECT state, sha256 FROM files_upload").fetchone()
    assert row == ("finished", hashlib.sha256(CONTENT).hexdigest())
