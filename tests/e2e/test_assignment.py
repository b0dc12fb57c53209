"""The officer has it proposed who reads what, changes it by hand, gives it out, takes it back, and replaces a drop-out.

A real site with a worker; the officer and an expert each in a browser of her own.
"""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from tests.e2e.browser import expect
from tests.e2e.server import Site
from tests.e2e.story import Person

pytestmark = pytest.mark.browser

CAST = """
from datetime import timedelta
from jinguo.apps.clock import now
from jinguo.apps.reviews import actions as reviews
from tests import factories
from tests.apps.reviews.conftest import call_with

people = factories.cast()
for n, (name, sex, unit, discipline) in enumerate((
    ("吴敏之", "F", "示例大学", "材料科学"), ("何秋实", "M", "示例医院", "临床医学"),
    ("孙若冰", "F", "示例农科院", "农学"), ("卫国强", "M", "示例大学", "化学"), ("冯雅琴", "F", "示例工厂", "机械工程"),
)):
    reviews.add_expert(
        pool=people.association, by=people.officer, user=factories.user(f"expert{n}", name), name=name, sex=sex,
        unit_name=unit, disciplines=discipline,
    )
call = call_with(people, ("王晓兰", "李若云", "周岚"))
reviews.open_round(call=call, reviews_each=2, closes_at=now() + timedelta(days=9), by=people.officer)
print(json.dumps(str(call.uid)))
"""


@pytest.fixture
def world(tmp_path, page_at):
    site = Site(tmp_path, day="2026-09-21")
    call = site.run(CAST)
    site.start()
    complaints: list[str] = []
    world = SimpleNamespace(
        site=site, complaints=complaints, page=f"/reviews/calls/{call}/assigning/", call=call
    )
    world.person = lambda username: Person(page_at(1280), site, complaints, username)
    yield world
    site.close()


def test_who_reads_what_from_proposal_to_drop_out(world):
    officer = world.person("officer")
    officer.signs_in()
    it_is_proposed(world, officer)
    a_change_by_hand_shows_its_effect_first(officer)
    it_is_published_and_taken_back(world, officer)
    once_somebody_has_opened_something_it_stays(world, officer)
    a_drop_out_is_replaced(world, officer)
    assert world.complaints == []


def it_is_proposed(world, officer):
    officer.goes_to(world.page)
    officer.finds_nothing_serious()
    officer.fills({"[name=women_at_least]": "1"})
    officer.page.check("[name=one_unit]")
    officer.page.click("#assigning-form button.btn-primary")
    officer.sees("待发布", "body")
    officer.sees("已证明为最优", "main")
    officer.sees("每份至少 1 位女专家", "main")
    expect(officer.page.locator(".panels tbody tr")).to_have_count(3)
    officer.finds_nothing_serious()


def a_change_by_hand_shows_its_effect_first(officer):
    page = officer.page
    officer.presses(".panels tbody tr .panel-list a")
    before = page.locator(".review-rows [aria-current=true] .title").inner_text()
    expect(page.locator(".choices .effect").first).to_contain_text("总相符度")
    officer.finds_nothing_serious()
    taken = page.locator(".choices .title").first.inner_text()
    officer.presses(".choices form button")
    officer.sees("方案已调整", "body")
    officer.sees(taken, ".review-rows")
    officer.sees_no(before, ".review-rows")
    officer.presses("a.btn:has-text('返回分配方案')")
    officer.sees("手动调整 1 处", "main")


def it_is_published_and_taken_back(world, officer):
    publishes(officer)
    officer.sees("已发布", "body")
    expert = world.person(its_first_expert(world))
    expert.signs_in()
    expert.sees("待评审", "main")
    officer.presses("form[action$='/undo'] button")
    officer.sees("待发布", "body")
    expert.goes_to("/reviews/")
    expert.sees("没有待评审的材料", "main")
    world.expert = expert


def once_somebody_has_opened_something_it_stays(world, officer):
    publishes(officer)
    world.expert.goes_to("/reviews/")
    world.expert.presses("main a.btn-primary")
    world.expert.page.check("[name=promised]")
    world.expert.presses("main form:has([name=promised]) button")
    expect(world.expert.page.locator("#marking")).to_be_visible()
    officer.goes_to(world.page)
    expect(officer.page.locator("form[action$='/undo']")).to_have_count(0)
    officer.sees("已有 1 份材料被专家打开", "main")


def a_drop_out_is_replaced(world, officer):
    officer.goes_to(f"/reviews/calls/{world.call}/?tab=experts")
    officer.presses(f"tr:has-text('{name_of(world)}') a:has-text('更换')")
    officer.finds_nothing_serious()
    officer.fills({"[name=reason]": "出国，不能评审"})
    officer.presses("main form:has([name=reason]) button.btn-primary")
    expect(officer.page.locator("body")).to_contain_text(re.compile("已将 \\d 份材料转给其他专家"))
    world.expert.goes_to("/reviews/")
    world.expert.sees("没有待评审的材料", "main")


def publishes(officer):
    """With a reason where the change broke a rule; straight away where it did not."""
    page = officer.page
    if page.locator("#plan-note").count():
        page.locator("details:has(#plan-note) summary").click()
        page.fill("#plan-note", "会议研究同意")
    officer.presses("form[action$='/publish'] button")


def its_first_expert(world) -> str:
    """The account of an expert who was given something."""
    world.given = world.site.run(
        "from jinguo.apps.reviews.models import Assignment\n"
        "one = Assignment.objects.select_related('expert__user').order_by('pk').first()\n"
        "print(json.dumps([one.expert.user.username, one.expert.name]))"
    )
    return world.given[0]


def name_of(world) -> str:
    return world.given[1]
