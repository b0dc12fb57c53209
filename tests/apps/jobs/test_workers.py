"""Real worker processes on one real SQLite file."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests import tables_made_before

SOURCE = Path(__file__).parents[3] / "src"
HERE = Path(__file__).parent

PREPARE_AND_ASK = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
from jinguo.apps.jobs import actions
for number in range(20):
    actions.enqueue("proof.write_down", by=None, number=number)
"""
# An app of the test's own: each time its work is done, one line is written down.
APP_TASKS = """
import os, time
from jinguo.apps import jobs

@jobs.job("proof.write_down")
def write_down(progress, *, number):
    progress(0, 1)
    time.sleep(0.02)
    with open(os.environ["PROOF"], "a") as out:
        out.write(f"{number} {os.getpid()}\\n")
"""
APP_SETTINGS = """
from jinguo.site.settings import *
INSTALLED_APPS = [*INSTALLED_APPS, "proof"]
"""


@pytest.fixture
def site(tmp_path):
    (tmp_path / "proof").mkdir()
    (tmp_path / "proof" / "__init__.py").touch()
    (tmp_path / "proof" / "tasks.py").write_text(APP_TASKS)
    (tmp_path / "proof_settings.py").write_text(APP_SETTINGS)
    (tmp_path / "data").mkdir()
    tables_made_before.lay(tmp_path / "data" / "proof.sqlite3")
    return {
        **os.environ,
        "PYTHONPATH": f"{SOURCE}{os.pathsep}{tmp_path}",
        "DJANGO_SETTINGS_MODULE": "proof_settings",
        "JINGUO_DATA": str(tmp_path / "data"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'data' / 'proof.sqlite3'}",
        "TASKS_BACKEND": "django_tasks_db.DatabaseBackend",
        "PROOF": str(tmp_path / "done.txt"),
    }


def test_two_workers_on_one_sqlite_file_do_twenty_jobs_once_each_and_stop_when_told(site):
    done = Path(site["PROOF"])
    subprocess.run([sys.executable, "-c", PREPARE_AND_ASK], env=site, check=True, timeout=60)

    command = [sys.executable, "-m", "jinguo", "worker", "--poll", "0.1"]
    workers = [subprocess.Popen(command, env=site, stderr=subprocess.PIPE) for _ in range(2)]
    try:
        until = time.monotonic() + 120  # a busy machine starts two workers slowly
        while time.monotonic() < until and (not done.exists() or len(done.read_text().splitlines()) < 20):
            time.sleep(0.1)
        time.sleep(0.3)
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        said = [worker.communicate(timeout=20)[1] for worker in workers]

    lines = [line.split() for line in done.read_text().splitlines()]
    assert sorted(int(number) for number, _ in lines) == list(range(20))
    assert [worker.returncode for worker in workers] == [0, 0], said
    with closing(sqlite3.connect(site["DATABASE_URL"].removeprefix("sqlite:///"))) as database:
        states = database.execute("SELECT state, count(*) FROM jobs_job GROUP BY state").fetchall()
        left = database.execute("SELECT count(*) FROM jobs_worker WHERE stopped_at IS NULL").fetchone()
    assert (states, left) == ([("done", 20)], (0,))
