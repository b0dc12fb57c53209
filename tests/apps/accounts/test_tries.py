"""Wrong tries are counted by all processes together, and are forgotten in time."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.core.cache import cache
from django.db import connection

from jinguo.apps.accounts import tries
from jinguo.apps.accounts.models import CacheEntry

pytestmark = pytest.mark.django_db(transaction=True)


def wrong(what, times, within_s=60):
    for _ in range(times):
        tries.count(what, limit=3, within_s=within_s)


def test_after_the_last_try_there_is_none_left():
    wrong("a link", 2)
    after_two = tries.used_up("a link", limit=3)
    wrong("a link", 1)

    assert (after_two, tries.used_up("a link", limit=3)) == (False, True)
    assert not tries.used_up("another link", limit=3)


def test_tries_of_all_processes_count_together_and_not_one_is_lost():
    together = Barrier(3)

    def one():
        together.wait()
        wrong("a name", 1)
        connection.close()

    processes = [Thread(target=one) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()

    assert tries.used_up("a name", limit=3)
    assert CacheEntry.objects.count() == 3


def test_tries_are_forgotten_when_their_time_is_over():
    wrong("a link", 3, within_s=0)

    assert not tries.used_up("a link", limit=3)


def test_what_was_tried_does_not_stand_in_the_table():
    wrong("sign-in:wang", 1)

    assert "wang" not in CacheEntry.objects.get().cache_key


def test_the_limits_of_the_sign_in_library_use_the_same_table():
    cache.set("allauth:rl:login", [1.0], 60)

    assert CacheEntry.objects.filter(cache_key__contains="allauth:rl:login").exists()
