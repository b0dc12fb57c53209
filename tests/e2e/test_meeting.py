"""A panel meeting with several browsers at once: a secretary and three members, from the opening to the minutes.

One member has a conflict of interest, one loses the connection just as her ballot arrives, and the server is killed and
started again while the vote is open.
"""

from __future__ import annotations

import io
import os
import re
import signal
from typing import Any

import pytest
from docx import Document

from tests.e2e.browser import expect
from tests.e2e.server import Site
from tests.e2e.story import Person

pytestmark = pytest.mark.browser

WHILE_AWAY = re.compile(r"ERR_|htmx:(sendError|afterRequest)")
"""What browsers say of a server that is away: the pages go on asking."""

STAGE = """
from jinguo.apps.meetings.models import Member
from tests.apps.meetings import panel
people = panel.planned(members=3, candidates=3)
panel.recuse(people, people.meeting.members.get(expert=people.experts[2]), people.nominations[0])
print(json.dumps({"meeting": str(people.meeting.uid)}))
"""
LOOK = """
from jinguo.apps.audit.models import Entry
from jinguo.apps.meetings.models import SealedBallot, Slip, Turnout
print(json.dumps({
    "turnout": Turnout.objects.count(), "sealed": SealedBallot.objects.count(), "slips": Slip.objects.count(),
    "acts": list(Entry.objects.filter(action__startswith="vote_").order_by("pk").values_list("action", flat=True)),
}))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: Any):
    made = Site(tmp_path_factory.mktemp("meeting"))
    yield made
    made.close()


@pytest.fixture
def cast(site: Site, page_at: Any):
    """The secretary at her desk, three members with their phones; what browsers complain of."""
    complaints: list[str] = []
    people = {
        name: Person(page_at(1280 if name == "officer" else 390), site, complaints, name)
        for name in ("officer", "expert0", "expert1", "expert2")
    }
    staged = site.run(STAGE)
    site.start()
    for person in people.values():
        person.signs_in()
    return people, staged["meeting"], complaints


def marks(person: Person, *choices: str) -> None:
    """赞成、反对、弃权 for the candidates of her paper in their order."""
    for place, choice in enumerate(choices):
        person.page.locator(".candidate").nth(place).get_by_role("radio", name=choice).check()


def codes(person: Person) -> list[str]:
    return person.page.locator(".paper-lines .code").all_inner_texts()


def fills_in_her_ballot(person: Person, *choices: str) -> list[str]:
    """Up to the last look at it; her codes."""
    person.presses("#seat a.btn-primary")
    marks(person, *choices)
    person.presses(".paper-foot button")
    person.sees("请核对您的选票", "h1")
    return codes(person)


def loses_the_connection_while_casting(person: Person) -> None:
    """The ballot reaches the server; its answer never reaches her."""

    def cut(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    person.page.route("**/meetings/votes/**", cut)
    with person.page.expect_event("requestfailed"):
        person.page.locator(".paper-foot button").click()
    person.page.unroute("**/meetings/votes/**")


def dies_and_comes_back(site: Site) -> None:
    assert site.process is not None
    os.killpg(site.process.pid, signal.SIGKILL)
    site.process.wait()
    site.start()


def test_a_panel_meets_votes_and_takes_its_minutes(site: Site, cast: Any) -> None:
    people, meeting, complaints = cast
    officer, first, second, away = (people[name] for name in ("officer", "expert0", "expert1", "expert2"))
    room, seat = f"/meetings/{meeting}/room/", f"/meetings/{meeting}/"

    # one vote, planned from what the page proposes
    officer.goes_to(f"/meetings/{meeting}/prepare/")
    officer.presses(".page-head .btn-primary")
    officer.presses("main form .btn-primary")
    officer.presses(".page-head .btn-primary")
    for member in (first, second, away):
        member.goes_to(seat)
        member.sees("会议尚未开始")
    officer.presses(".now-act button")

    # phones move on by themselves; members check in
    for member in (first, second, away):
        member.sees("欢迎，请签到", "#seat")
        member.presses("#seat .now button.btn-primary")
        member.sees("您已签到", "#seat")
    expect(officer.page.locator("#present .big-count strong")).to_have_text("3")

    # the first candidate: two get her sheet, one leaves the item
    officer.presses(".now-act button")
    first.sees("查看材料并评分", "#seat")
    away.sees("您对该候选人应回避", "#seat")
    officer.sees("本项应回避离席", "#room")
    officer.finds_nothing_serious()
    for _ in range(3):
        officer.presses(".now-act button")

    # the vote: cast, cast over a broken line, cast after the server died
    officer.presses(".now-act button")
    officer.sees("0 / 3", ".big-count")
    first.sees("填写选票", "#seat")
    kept = fills_in_her_ballot(first, "赞成", "反对", "反对")
    first.finds_nothing_serious()
    first.presses(".paper-foot button")
    first.sees("选票已投入票箱", "h1")
    assert codes(first) == kept

    second.sees("填写选票", "#seat")
    fills_in_her_ballot(second, "赞成", "弃权", "反对")
    loses_the_connection_while_casting(second)
    second.goes_to(seat)
    second.sees("您的选票已投入票箱", "#seat")
    expect(second.page.locator("[data-codes-of] li")).to_have_count(3)

    away.sees("填写选票", "#seat")
    fills_in_her_ballot(away, "反对", "弃权")
    dies_and_comes_back(site)
    away.presses(".paper-foot button")
    away.sees("选票已投入票箱", "h1")
    assert site.run(LOOK) | {"acts": []} == {"turnout": 3, "sealed": 3, "slips": 0, "acts": []}

    # counted, seen by the secretary alone, announced to all
    officer.goes_to(room)
    officer.sees("3 / 3", ".big-count")
    officer.presses(".now-act button")
    first.goes_to(seat)
    first.sees("您已签到", "#seat")
    officer.presses(".now-act button")
    officer.sees("通过", ".result > li:first-child")
    first.sees("结果", "#seat")
    first.presses("#seat a:has-text('结果')")
    first.sees("赞成 2", ".result")
    expect(first.page.locator("[data-slips] .mine")).to_have_count(3)
    first.finds_nothing_serious()
    seen = site.run(LOOK)
    assert (seen["turnout"], seen["sealed"], seen["slips"]) == (3, 0, 8)
    assert seen["acts"] == ["vote_planned", "vote_opened", "vote_closed", "vote_announced"]
    assert list((site.data / "ballot-keys").iterdir()) == []

    # closed; the minutes
    officer.goes_to(room)
    officer.confirms(".now-act button")
    officer.sees("会议已经结束", "#room")
    document = Document(io.BytesIO(officer.downloads(".now-act a")))
    cells = [[cell.text for cell in row.cells][1:] for table in document.tables for row in table.rows]
    assert ["王晓兰", "2", "0", "0", "2/2", "通过"] in cells
    assert ["专家02", "王晓兰", "同一单位"] in cells
    assert "Traceback" not in site.log()
    assert [line for line in complaints if not WHILE_AWAY.search(line)] == []
