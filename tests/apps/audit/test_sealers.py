"""Several sealers and writers at once, with real transactions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import DatabaseError, connection

import jinguo
from jinguo.apps.accounts.models import User
from jinguo.apps.audit import chain
from jinguo.apps.audit.actions import record
from jinguo.apps.audit.models import Entry, Link
from tests import tables_made_before

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="threads share one database in memory; the test below uses a file"
)
def test_two_sealers_and_a_writer_make_one_whole_chain():
    user = User.objects.create(username="wang", name="王敏", email="wang@example.org")
    for _ in range(20):
        record("user_changed", subject=user, by=user)
    problems = []

    def run(work):
        try:
            work()
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    def seal():
        while chain.seal_batch(limit=3):
            pass

    def write():
        for _ in range(10):
            record("user_changed", subject=user, by=user)

    threads = [threading.Thread(target=run, args=[work]) for work in (seal, seal, write)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal()

    assert problems == []
    found = chain.verify()
    assert (found.ok, found.links, found.unsealed) == (True, 30, 0)
    assert Link.objects.values("entry_id").distinct().count() == 30


_WRITE = """
import django; django.setup()
from jinguo.apps.accounts.models import User
from jinguo.apps.audit.actions import record
user = User.objects.get()
for _ in range(200):
    record("user_changed", subject=user, by=user)
"""
_SEAL = """
import django, time; django.setup()
from jinguo.apps.audit import chain
end = time.monotonic() + 2
while time.monotonic() < end:
    chain.seal_batch(limit=7)
"""
_START = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", run_syncdb=True, verbosity=0)
from jinguo.apps.accounts.models import User
User.objects.create(username="wang", name="王敏", email="wang@example.org")
"""


def test_processes_on_one_sqlite_file_make_one_whole_chain(tmp_path):
    source = Path(jinguo.__file__).parent.parent
    own = {"JINGUO_DATA": str(tmp_path), "PYTHONPATH": str(source)}
    environment = {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "jinguo.site.settings"}
    environment.pop("DATABASE_URL", None)

    def start(*words):
        return subprocess.Popen([sys.executable, *words], env=environment, stdout=subprocess.PIPE, text=True)

    def finish(process):
        output = process.communicate(timeout=60)[0]
        return process.returncode, output

    tables_made_before.lay(tmp_path / "jinguo.sqlite3")
    assert finish(start("-c", _START)) == (0, "")
    running = [start("-c", script) for script in (_SEAL, _SEAL, _WRITE)]
    ended = [finish(process) for process in running]
    finish(start("-m", "jinguo", "audit", "seal"))
    code, output = finish(start("-m", "jinguo", "audit", "verify", "--json"))
    found = json.loads(output)

    assert ended == [(0, "")] * 3
    assert (code, found["links"], found["unsealed"]) == (0, 200, 0)


def test_the_triggers_hold_outside_a_test_transaction():
    user = User.objects.create(username="wang", name="王敏", email="wang@example.org")
    record("user_changed", subject=user, by=user)

    with pytest.raises(DatabaseError, match="append-only"):
        Entry.objects.all().delete()
