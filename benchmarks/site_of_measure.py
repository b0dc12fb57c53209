"""A served site with measured data, and visitors who keep cookies: what `web.py` and `rush.py` stand on."""

from __future__ import annotations

import http.client
import io
import json
import os
import platform
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from PIL import Image

LOAD_BEFORE = os.getloadavg()[0]
"""What else the machine was doing when the measurement began: times are worth little where this is not near nought."""

PROJECT = Path(__file__).resolve().parent.parent


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


@dataclass
class Visitor:
    """One browser: one connection that is kept, cookies, the token of forms."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    connection: http.client.HTTPConnection | None = None

    def ask(
        self, method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request; the clock runs until the last byte. A connection that the server closed is opened again."""
        sent = {"Host": f"localhost:{self.port}", "Accept-Language": "zh-CN", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        for attempt in (0, 1):
            if self.connection is None:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
            try:
                self.connection.request(method, url, body=body, headers=sent)
                found = self.connection.getresponse()
                content = found.read()
                break
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.connection.close()
                self.connection = None
                if attempt:
                    raise
        for cookie in found.headers.get_all("Set-Cookie") or ():
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.split(";")[0]
        return Answer(found.status, found.headers, content, time.perf_counter() - began)

    def get(self, url: str) -> Answer:
        return self.ask("GET", url)

    def post(self, url: str, fields: Mapping[str, str]) -> Answer:
        return self._post(url, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    def send_file(self, url: str, name: str, content: bytes, filename: str) -> Answer:
        """A form with one file, as a page without scripts posts it."""
        edge = uuid.uuid4().hex
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self._post(url, body, f"multipart/form-data; boundary={edge}")

    def _post(self, url: str, body: bytes, kind: str) -> Answer:
        token = {"X-CSRFToken": self.cookies.get("csrftoken", ""), "Origin": f"http://localhost:{self.port}"}
        return self.ask("POST", url, body, {"Content-Type": kind, **token})

    def sign_in(self, account: Mapping[str, str] | None) -> Visitor:
        if account:
            page = self.get("/accounts/login/").body.decode()
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
            answer = self.post(
                "/accounts/login/",
                {
                    "login": account["username"],
                    "password": account["password"],
                    "csrfmiddlewaretoken": unescape(token.group(1)) if token else "",
                },
            )
            if answer.status != 302 or "/accounts/" in answer.headers.get("Location", ""):
                raise SystemExit(f"{account['username']} could not sign in: {answer.status}")
        return self


def path_of(answer: Answer) -> str:
    """Where an answer leads, as a path."""
    return urlsplit(answer.headers.get("Location", "")).path


@dataclass
class Site:
    port: int
    folder: Path
    environment: dict[str, str]
    process: subprocess.Popen[bytes]
    urls: dict[str, Any]
    load_s: float

    def memory(self) -> tuple[float, int]:
        """MiB that the web tier holds (its own pages, and its share of shared ones), and its processes."""
        kib, count = 0, 0
        for pid in _family(self.process.pid):
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            kib += int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE).group(1))  # type: ignore[union-attr]
            count += 1
        return kib / 1024, count

    def processor_ms(self) -> float:
        """Processor time that the web tier has used so far. Other work on the machine changes it little."""
        ticks = 0
        for pid in _family(self.process.pid):
            try:
                told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            ticks += int(told[11]) + int(told[12])
        return ticks * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(
    *, database_url: str, nominations: int, experts: int, reviews: int, workers: int = 2
) -> Iterator[Site]:
    """A site on freshly loaded data. Everything on disk is thrown away afterwards; a PostgreSQL database stays."""
    folder = Path(tempfile.mkdtemp(prefix="jinguo-bench-"))
    url = database_url or f"sqlite:///{folder / 'jinguo.sqlite3'}"
    port = _free_port()
    environment = {
        **os.environ,
        "PYTHONPATH": str(PROJECT / "src"),
        "JINGUO_DATA": str(folder),
        "DATABASE_URL": url,
        "VAULT_MAKE_KEYS": "true",
        "REQUIRE_SECOND_FACTOR": "",
        "DEBUG": "false",
        "SITE_URL": f"http://localhost:{port}",
        "DJANGO_SETTINGS_MODULE": "jinguo.site.settings",
    }
    jinguo = [sys.executable, "-m", "jinguo"]
    process = None
    try:
        began = time.monotonic()
        subprocess.run(
            [*jinguo, "bench", "web", "--database-url", url, "--nominations", str(nominations)]
            + ["--experts", str(experts), "--reviews", str(reviews), "--out", str(folder / "urls.json")],
            env=environment,
            check=True,
        )
        load_s = time.monotonic() - began
        process = subprocess.Popen(
            [*jinguo, "serve", "--workers", str(workers), "--port", str(port)],
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        _wait_until_it_serves(port, process)
        yield Site(port, folder, environment, process, json.loads((folder / "urls.json").read_text()), load_s)
    finally:
        if process is not None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_serves(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit("the server ended at once")
        try:
            if Visitor(port).get("/healthz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("the server does not answer")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(path.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if parent == pid:
            found += _family(int(path.parent.name))
    return found


def picture(size: int = 2_000_000) -> bytes:
    """A JPEG photograph's worth of bytes, about so many."""
    edge = 600
    while True:
        out = io.BytesIO()
        Image.effect_noise((edge * 3 // 2, edge), 60).convert("RGB").save(out, "JPEG", quality=92)
        if len(out.getvalue()) >= size * 0.95:
            return out.getvalue()
        edge = int(edge * 1.15)


def machine() -> str:
    """The machine in one line."""
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    gib = int(memory.group(1)) / 1024**2 if memory else 0
    cores, others = os.cpu_count(), LOAD_BEFORE
    kind = f"{platform.system()}, Python {platform.python_version()}"
    return f"{cores} cores (load of others before: {others:.1f}), {gib:.0f} GiB, {kind}"


def database_of(url: str) -> str:
    return "PostgreSQL" if url.startswith("postgres") else "SQLite"
