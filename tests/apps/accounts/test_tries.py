"""Wrong tries are counted by all processes together, and are forgotten in time."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.cache import cache

from jinguo.apps.accounts import tries
from jinguo.apps.accounts.models import CacheEntry

pytestmark = pytest.mark.django_db

SOURCE = Path(__file__).resolve().parents[3] / "src"
MAKE_THE_TABLE = """
import django; django.setup()
from django.db import connection
from jinguo.apps.accounts.models import CacheEntry
with connection.schema_editor() as editor:
    editor.create_model(CacheEntry)
"""
ONE_TRY = """
import django; django.setup()
from jinguo.apps.accounts import tries
tries.count("a name", limit=3, within_s=60)
"""
LOOK = """
import django; django.setup()
from jinguo.apps.accounts import tries
from jinguo.apps.accounts.models import CacheEntry
print(tries.used_up("a name", limit=3), CacheEntry.objects.count())
"""


def wrong(what, times, within_s=60):
    for _ in range(times):
        tries.count(what, limit=3, within_s=within_s)


def test_after_the_last_try_there_is_none_left():
    wrong("a link", 2)
    after_two = tries.used_up("a link", limit=3)
    wrong("a link", 1)

    assert (after_two, tries.used_up("a link", limit=3)) == (False, True)
    assert not tries.used_up("another link", limit=3)


def test_tries_of_all_processes_count_together_and_not_one_is_lost(tmp_path):
    """On a database file of their own: the one in memory answers two at once with an error, a file lets them wait."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        "DJANGO_SETTINGS_MODULE": "jinguo.site.settings",
        "JINGUO_DATA": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'tries.sqlite3'}",
    }

    def told(program):
        command = [sys.executable, "-c", program]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    told(MAKE_THE_TABLE)
    with ThreadPoolExecutor(3) as together:
        list(together.map(told, [ONE_TRY] * 3))

    assert told(LOOK).split() == ["True", "3"]


def test_tries_are_forgotten_when_their_time_is_over():
    wrong("a link", 3, within_s=0)

    assert not tries.used_up("a link", limit=3)


def test_what_was_tried_does_not_stand_in_the_table():
    wrong("sign-in:wang", 1)

    assert "wang" not in CacheEntry.objects.get().cache_key


def test_the_limits_of_the_sign_in_library_use_the_same_table():
    cache.set("allauth:rl:login", [1.0], 60)

    assert CacheEntry.objects.filter(cache_key__contains="allauth:rl:login").exists()
