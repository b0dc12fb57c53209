"""Handing in when everything happens at once, and when the process dies in the middle of it."""

from __future__ import annotations

import signal

from tests.e2e.server import Site

PEOPLE = """
from tests import factories
from jinguo.apps.calls.actions import nominating, opening
from jinguo.apps.calls.models import Nomination, Quota
from jinguo.apps.organisations import kinds

people = factories.cast()
call = factories.draft_call(people)
units = []
for n in range(how_many):
    unit = factories.organisation(f"示例学会{n}", kinds.SOCIETY, parent=people.association)
    units.append((unit, factories.member(unit, f"liaison{n}", kinds.LIAISON)))
opening.invite(call=call, organisations=[unit for unit, _ in units], by=people.officer)
"""
CROWD = (
    PEOPLE
    + """
Quota.objects.create(call=call, scope="total", places=total)
call = opening.open_call(call=call, by=people.officer)
drafts = []
for n, (unit, liaison) in enumerate(units):
    for m in range(2):
        values = factories.filled_values("李" + chr(0x4E00 + 200 * n + m), 1 + n * 2 + m)
        drafts.append((factories.draft(call, unit, liaison, values), liaison))

import threading
from django.db import connection
from jinguo.errors import Refused

answers, gate = [], threading.Barrier(len(drafts))

def hand_in(draft, liaison):
    try:
        gate.wait()
        nominating.hand_in(nomination=draft, by=liaison)
        answers.append("in")
    except Refused as refused:
        answers.append("/".join(sorted(reason.code for reason in refused.reasons)))
    except BaseException as problem:
        answers.append(repr(problem))
    finally:
        connection.close()

threads = [threading.Thread(target=hand_in, args=pair) for pair in drafts]
for thread in threads: thread.start()
for thread in threads: thread.join()
got = Nomination.objects.filter(state="nomination_submitted")
print(json.dumps({
    "answers": answers,
    "numbers": sorted(got.values_list("number", flat=True)),
    "units": got.values("unit").distinct().count(),
}))
"""
)


def test_twenty_at_once_get_exactly_the_quota(tmp_path):
    site = Site(tmp_path)
    found = site.run(CROWD, how_many=10, total=5)
    site.close()

    refusals = {"quota_used_up", "total_quota_used_up", "quota_used_up/total_quota_used_up"}
    assert found["answers"].count("in") == 5
    assert set(found["answers"]) - {"in"} <= refusals
    assert found["numbers"] == [1, 2, 3, 4, 5]
    assert found["units"] == 5


DRAFTS = (
    PEOPLE
    + """
call = opening.open_call(call=call, by=people.officer)
for n, (unit, liaison) in enumerate(units):
    factories.draft(call, unit, liaison, factories.filled_values("王" + chr(0x4E00 + 200 * n), 300 + n))
print(json.dumps(list(call.nominations.order_by("pk").values_list("pk", flat=True))))
"""
)
DYING = """
import os, signal
from jinguo.apps.calls.actions import nominating
from jinguo.apps.calls.models import Nomination

def dies_after(module, name):
    before = getattr(module, name)
    def act(*args, **named):
        before(*args, **named)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(module, name, act)

places = {
    "the number is taken": (nominating, "_take_number"),
    "the person is in the registry": (nominating, "_know_the_person"),
    "the state is changed": (nominating, "change"),
    "all is written and nothing is committed": (nominating.outbox, "queue"),
    "all is committed": (nominating, "hand_in"),
}
dies_after(*places[point])
nomination = Nomination.objects.get(pk=pk)
nominating.hand_in(nomination=nomination, by=nomination.created_by)
"""
STANDS = """
from jinguo.apps.audit.models import Entry
from jinguo.apps.calls.actions import nominating
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.outbox.models import Message

def stands(pk):
    one = Nomination.objects.get(pk=pk)
    trail = Entry.objects.filter(
        action="nomination_handed_in", subject_type="calls.nomination", subject_id=str(one.pk)
    )
    return {
        "state": one.state,
        "number": one.number,
        "in_registry": one.entry_id is not None,
        "trail": trail.count(),
        "messages": Message.objects.filter(code="nomination_received", to_user=one.created_by).count(),
    }

def hand_in_twice(pk):
    one = Nomination.objects.get(pk=pk)
    for _ in range(2):
        nominating.hand_in(nomination=one, by=one.created_by)

first = [stands(pk) for pk in pks]
given = Call.objects.get().next_number - 1
for pk in pks:
    hand_in_twice(pk)
then = [stands(pk) for pk in pks]
print(json.dumps({"first": first, "given": given, "then": then}))
"""
POINTS = [
    "the number is taken",
    "the person is in the registry",
    "the state is changed",
    "all is written and nothing is committed",
    "all is committed",
]
OUTSIDE = {"state": "nomination_draft", "number": None, "in_registry": False, "trail": 0, "messages": 0}
INSIDE = {"state": "nomination_submitted", "in_registry": True, "trail": 1, "messages": 1}


def test_killed_at_any_point_of_handing_in_it_is_wholly_in_or_wholly_not(tmp_path):
    site = Site(tmp_path)
    pks = site.run(DRAFTS, how_many=len(POINTS))
    for point, pk in zip(POINTS, pks, strict=True):
        dying = site.popen(DYING, pk=pk, point=point)
        dying.communicate(timeout=120)
        assert dying.returncode == -signal.SIGKILL, point

    found = site.run(STANDS, pks=pks)
    site.close()

    assert found["first"] == [OUTSIDE] * 4 + [{**INSIDE, "number": 1}]
    assert found["given"] == 1
    assert found["then"] == [{**INSIDE, "number": number} for number in (2, 3, 4, 5, 1)]
