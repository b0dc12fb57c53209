"""From the question "what if" over a change by hand and the second person to a record that replays without the site."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.e2e.server import Site
from tests.e2e.story import Person

pytestmark = pytest.mark.browser

CAST = """
from datetime import timedelta
from jinguo.apps.clock import now
from jinguo.apps.organisations import kinds
from tests import factories
from tests.apps.decisions.conftest import marked
from tests.apps.reviews.conftest import expert_of

people = factories.cast()
factories.member(people.association, "leader", kinds.LEADER, "张主席")
people.experts = [expert_of(people, n) for n in range(3)]
call = marked(
    people, {1: 70, 2: 90, 3: 80}, ("王晓兰", "李若云", "周岚"), policy={"seats": 1, "last": {"by": "id"}}
)

"""


@pytest.fixture
def world(tmp_path, page_at):
    site = Site(tmp_path, day="2026-09-21")
    site.run(CAST)
    site.start()
    complaints: list[str] = []
    people = {name: Person(page_at(1280), site, complaints, name) for name in ("officer", "leader")}
    yield SimpleNamespace(site=site, complaints=complaints, folder=tmp_path, **people)
    site.close()


def test_a_list_is_asked_about_changed_agreed_to_and_replayed(world):
    officer, leader = world.officer, world.leader
    officer.signs_in()
    officer.goes_to("/calls/")
    call = re.search(r"/calls/([0-9a-f-]{36})/", officer.page.content())[1]
    officer.goes_to(f"/decisions/calls/{call}/what-if/?a-category_0=3")
    officer.sees("方案 A", "#answers")
    officer.goes_to(f"/decisions/calls/{call}/")
    row = officer.page.locator("tr:has(th:has-text('王晓兰'))")
    row.locator("summary").click()
    row.locator("select").select_option("in")
    row.locator("input").fill("常委会议定增补。")
    officer.presses("#deciding button[value=look]")
    officer.sees("张主席", "main")
    officer.presses("main button[value=decide]")
    officer.sees("待复核", "main")
    leader.signs_in()
    leader.presses("main a.btn-primary[href*='/decisions/approvals/']")
    leader.sees("常委会议定增补。", "main")
    leader.presses("main form[action$=approve] button.btn-primary")
    leader.presses("main .card a[href*='/decisions/records/']")
    record = world.folder / "decision-record.json"
    record.write_bytes(leader.downloads("a[href$='record.json']"))
    leader.presses("main form[action$=verify] button.btn-primary")
    leader.sees("复算一致", "main")

    command = [sys.executable, "-m", "jinguo", "replay", str(record)]
    done = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ), check=False)
    assert done.returncode == 0, done.stderr
    assert world.complaints == []
