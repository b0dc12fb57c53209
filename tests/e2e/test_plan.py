"""A plan from the draft to the locked period, in the browsers of an officer and two liaisons."""

from __future__ import annotations

from typing import Any

import pytest

from tests.e2e.browser import expect
from tests.e2e.server import Site
from tests.e2e.story import Person

pytestmark = pytest.mark.browser

STAGE = """
from tests import factories
from tests.apps.plans.conftest import drafted
people = factories.cast()
made = drafted(people, measures=2)
print(json.dumps({"plan": str(made.plan.uid), "period": str(made.period.uid)}))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: Any):
    made = Site(tmp_path_factory.mktemp("plan"))
    yield made
    made.close()


def test_draft_units_period_report_return_approve_lock_wall(site: Site, page_at: Any):
    complaints: list[str] = []
    officer, li, zhao = (
        Person(page_at(width), site, complaints, name)
        for name, width in (("officer", 1280), ("li", 390), ("zhao", 390))
    )
    staged = site.run(STAGE)
    site.start()
    for person in (officer, li, zhao):
        person.signs_in()

    officer.goes_to(f"/plans/{staged['plan']}/")
    officer.confirms("section.next-plan .btn-primary")
    officer.sees("实施中")

    li.goes_to("/plans/mine/")
    li.presses("a.btn-primary:has-text('答复')")
    li.presses("a[href$='/accept/']")
    li.presses("main form button[type=submit]")
    li.sees("已认领")
    zhao.goes_to("/plans/mine/")
    zhao.presses("a.btn-primary:has-text('答复')")
    zhao.presses("a[href$='/dispute/']")
    zhao.fills({"[name=reason]": "应由学会牵头，我单位配合。"})
    zhao.presses("main form button[type=submit]")
    zhao.sees("有异议")

    officer.goes_to(f"/plans/{staged['plan']}/")
    officer.presses("section.next-plan a.btn-primary")
    officer.presses(".wall tbody th a")
    officer.presses("a.btn-primary[href$='/settle/']")
    officer.fills({"[name=settlement]": "由学会牵头，贵单位参与。"})
    officer.presses("main form button[type=submit]")

    officer.goes_to(f"/plans/periods/{staged['period']}/open/")
    officer.fills({"[name=due_on]": "2099-12-31"})
    officer.presses("main form button[type=submit]")
    officer.sees("填报中")

    li.goes_to("/plans/mine/")
    li.presses("a.btn-primary:has-text('填报')")
    li.fills({"[name^=figure_]": "240", "[name=text]": "举办学术交流活动。"})
    li.presses("button[name=hand_in]")
    officer.goes_to(f"/plans/periods/{staged['period']}/")
    officer.presses("a.btn-primary:has-text('审核')")
    officer.presses("a[href$='/return/']")
    officer.fills({"[name=why]": "请写明场次。"})
    officer.presses("main form button[type=submit]")
    li.goes_to("/plans/mine/")
    li.presses("a.btn-primary:has-text('填报')")
    li.sees("请写明场次。")
    li.fills({"[name=text]": "举办学术交流活动 240 场。"})
    li.presses("button[name=hand_in]")
    officer.goes_to(f"/plans/periods/{staged['period']}/")
    officer.presses("a.btn-primary:has-text('审核')")
    officer.presses("form[action$='approve'] button")
    officer.goes_to(f"/plans/periods/{staged['period']}/")
    officer.confirms("form[action$='lock'] button, button[data-opens]")
    officer.sees("已锁定")
    officer.goes_to(f"/plans/{staged['plan']}/wall/")
    expect(officer.page.locator("td.cell_approved")).to_have_count(1)
    expect(officer.page.locator("td.cell_missing")).to_have_count(3)
    for person in (officer, li):
        person.finds_nothing_serious()
    assert complaints == []
