"""A real site for stories: its own folder, its own database, a server process that can be stopped and started on another day.

On a SQLite file, or on the PostgreSQL server that ``DATABASE_URL`` names, in a database made for it.
"""

from __future__ import annotations

import http.client
import json
import os
import resource
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from tests import tables_made_before

ROOT = Path(__file__).resolve().parents[2]
TABLES = """
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
"""
STARTS_WITHIN_S = 60


class Site:
    """A site of its own. ``day`` is the day it lives on (``JINGUO_TODAY``)."""

    def __init__(self, folder: Path, *, day: str = "") -> None:
        self.data = folder / "data"
        self.data.mkdir()
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None
        self.database = _Database(self.data)
        self.environment = {
            **os.environ,
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "jinguo.site.settings",
            "JINGUO_DATA": str(self.data),
            "DATABASE_URL": self.database.url,
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "JINGUO_TODAY": day,
            "VAULT_MAKE_KEYS": "true",
            "REQUIRE_SECOND_FACTOR": "",
        }
        if not self.database.has_tables:
            self.run(TABLES)

    def popen(self, script: str, **names: Any) -> subprocess.Popen[str]:
        """Begin a script in a process of its own, with Django set up and `names` at hand."""
        head = f"import json, django; django.setup(); globals().update(json.loads({json.dumps(names)!r}))\n"
        return subprocess.Popen(
            [sys.executable, "-c", head + script],
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, script: str, **names: Any) -> Any:
        """What a script prints last, read as JSON."""
        process = self.popen(script, **names)
        output, problems = process.communicate(timeout=300)
        assert process.returncode == 0, problems
        return json.loads(output.strip().splitlines()[-1]) if output.strip() else None

    def start(self, *, day: str | None = None, largest_file: int | None = None) -> None:
        """Serve; with ``largest_file`` no file may grow beyond that many bytes, as on a full disk."""
        if day is not None:
            self.environment["JINGUO_TODAY"] = day

        def limited() -> None:
            if largest_file is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jinguo", "serve", "--with-worker"],
                env=self.environment,
                start_new_session=True,
                preexec_fn=limited,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < until:
            with (
                suppress(OSError),
                closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as asked,
            ):
                asked.request("GET", "/healthz")
                if asked.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"the server did not start: {self.log()[-2000:]}")

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.process = None

    def live_on(self, day: str) -> None:
        """Go on on another day."""
        self.stop()
        self.start(day=day)

    def log(self) -> str:
        """What the server said on its way: tracebacks of the site's own errors stand here."""
        path = self.data / "server.log"
        return path.read_text("utf-8", "replace") if path.exists() else ""

    def close(self) -> None:
        self.stop()
        self.database.drop()


class _Database:
    """A file that begins with the tables made before, or a database on the server."""

    def __init__(self, data: Path) -> None:
        self.server = os.environ.get("DATABASE_URL", "")
        self.has_tables = False
        if not self.server.startswith("postgres"):
            self.server = ""
            self.file = data / "site.sqlite3"
            self.url = f"sqlite:///{self.file}"
            self.has_tables = tables_made_before.lay(self.file)
            return
        self.name = f"story_{secrets.token_hex(4)}"
        self._do(f'CREATE DATABASE "{self.name}"')
        self.url = urlunsplit(urlsplit(self.server)._replace(path=f"/{self.name}"))

    def drop(self) -> None:
        if self.server:
            self._do(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _do(self, statement: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(statement)
