"""An assessment from its scheme to the closed result and its paper, in the browsers of an officer and a liaison."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from docx import Document

from tests.e2e.server import Site
from tests.e2e.story import Person

pytestmark = pytest.mark.browser

STAGE = """
from jinguo.apps.clock import held_at
from jinguo.apps.plans import actions
from tests import factories
from tests.apps.plans.conftest import NOON, in_force, reported
people = factories.cast()
with held_at(NOON):
    made = in_force(people)
    actions.approve_report(report=reported(made, made.duty, people.li, "900"), by=people.officer)
print(json.dumps({"plan": str(made.plan.uid)}))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: Any):
    made = Site(tmp_path_factory.mktemp("assessment"), day="2026-06-01")
    yield made
    made.close()


def test_scheme_own_score_marks_announced_appeal_closed_document(site: Site, page_at: Any):
    complaints: list[str] = []
    officer, li = (
        Person(page_at(width), site, complaints, name) for name, width in (("officer", 1280), ("li", 390))
    )
    staged = site.run(STAGE)
    site.start()
    for person in (officer, li):
        person.signs_in()
    submit = "main form button.btn-primary[type=submit]"
    step = "section.next-plan button"

    officer.goes_to(f"/plans/{staged['plan']}/assessments/")
    officer.presses("a[href$='/assessments/new/']")
    officer.presses(submit)
    officer.fills({"[name=weight_effect]": "16", "[name=weight_innovation]": "4"})
    officer.presses(submit)
    officer.confirms(step)
    officer.presses("section.next-plan a.btn-primary")
    officer.presses(submit)
    officer.sees("单位自评中")
    board = officer.page.url

    li.goes_to("/plans/mine/")
    li.presses("a.btn-primary:has-text('填写自评')")
    for item, points in (("organisation", "9"), ("effect", "15"), ("innovation", "3")):
        li.fills({f"[name=points_{item}]": points, f"[name=text_{item}]": "措施落实，有佐证。"})
    li.presses("button[name=hand_in]")
    li.sees("自评已提交")

    officer.goes_to(board)
    officer.confirms(step)
    officer.presses("section.next-plan a.btn-primary")
    for _unit in range(2):
        officer.fills({f"[name=points_{item}]": "4" for item in ("organisation", "effect", "innovation")})
        officer.presses("button[name=next]")
    officer.goes_to(board)
    officer.confirms(step)
    officer.sees("结果已反馈")

    li.goes_to("/plans/mine/")
    li.presses("a.title:has-text('年度考核')")
    li.sees("等次依据")
    li.presses("a[href$='/appeal/']")
    li.fills({"[name=text]": "工作成效一项漏看佐证。"})
    li.presses(submit)
    li.sees("申诉待处理")

    officer.goes_to(board)
    officer.presses("section.next-plan a.btn-primary")
    officer.page.check("[name=upheld][value=yes]")
    officer.fills({"[name=decision]": "佐证成立。", "[name=points_effect]": "15"})
    officer.presses(submit)
    officer.sees("申诉成立")

    site.live_on("2026-06-20")
    officer.signs_in()
    officer.goes_to(board)
    officer.confirms(step)
    officer.sees("已办结")
    paper = Document(BytesIO(officer.downloads("a[href$='notice.docx']")))
    assert "参加考核的单位共2个" in "".join(one.text for one in paper.paragraphs)
    for person in (officer, li):
        person.finds_nothing_serious()
    assert complaints == []
