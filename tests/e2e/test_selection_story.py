"""One whole selection, walked in Chromium by the officer, two liaisons, the nominee, the expert and the public.

The site is a real process on a SQLite file, or on the PostgreSQL server that ``DATABASE_URL`` names; between the
chapters it is stopped and started on a later day.
"""

from __future__ import annotations

import io
import re
import zipfile
from types import SimpleNamespace

import pytest

from jinguo.demo.media import films, photos, scans
from jinguo.standards.identity import with_check_digit
from tests.e2e.browser import expect
from tests.e2e.server import Site
from tests.e2e.story import Person

pytestmark = pytest.mark.browser

CAST = """
from datetime import date
from tests import factories
from jinguo.apps.calls.actions import opening
from jinguo.apps.organisations import kinds
from jinguo.apps.reviews import actions as reviews

people = factories.cast()
federation = factories.organisation("示例市妇女联合会", kinds.FEDERATION)
factories.member(people.association, "leader", kinds.LEADER, "张主席")
above = factories.member(federation, "zhou", kinds.OFFICER, "周平")
for username, name in (("expert", "吴岚"), ("expert2", "何教授")):
    reviews.add_expert(
        pool=people.association, by=people.officer, user=factories.user(username, name), name=name
    )
parent = opening.create_call(
    organiser=federation, title="示例市三八红旗手评选", year=2026, by=above,
    closing_day=date(2026, 12, 31), consent_required=False, stamped_form_required=False,
)
opening.set_categories(
    call=parent, rows=[{"name": "三八红旗手", "nominee_kind": "person", "seats": 3}], by=above
)
opening.set_quotas(
    call=parent, rows=[{"scope": "each_of_kind", "unit_kind": kinds.ASSOCIATION, "places": 1}], by=above
)
opening.invite(call=parent, organisations=[people.association], by=above)
opening.open_call(call=parent, by=above)
"""
OPENING_DAY, CLOSING_DAY, REVIEW_DAY = "2026-09-01", "2026-09-20", "2026-09-21"
NOTICE_DAY, RESULT_DAY = "2026-09-28", "2026-10-11"
DEEDS = "她长期从事储能材料研究，带领团队解决了电池低温性能的关键工艺问题，成果在三家企业投产。"

RECEIPT = re.compile("/receipt/")


def nominee(name: str, sequence: str) -> dict[str, str]:
    """What is typed of a woman; the number is valid and nobody's."""
    return {
        "name": name,
        "age": "41",
        "phone": "13800001234",
        "unit_and_post": "示例市材料研究所 研究员",
        "id_number": with_check_digit(f"11010519850312{sequence}"),
        "honours": "示例市三八红旗手",
        "deeds": DEEDS,
    }


WANG, ZHOU = nominee("王晓兰", "002"), nominee("周岚", "004")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Photos, videos and a scan as a liaison has them on her disk."""
    folder = tmp_path_factory.mktemp("media")

    def write(name: str, content: bytes) -> str:
        (folder / name).write_bytes(content)
        return str(folder / name)

    return SimpleNamespace(
        photos=[write(f"工作照{n}.jpg", photos.photo(7, s)) for n, s in enumerate(("laboratory", "field"))],
        other_photos=[write(f"照片{n}.jpg", photos.photo(8, s)) for n, s in enumerate(("ward", "factory"))],
        too_long=write("短片（未剪）.mp4", films.video(7, 102, 1280, 720, fps=2)),
        video=write("短片.mp4", films.video(7, 12, 1280, 720, fps=4)),
        scan=write("盖章扫描件.pdf", scans.stamped_scan(7)),
    )


@pytest.fixture
def world(tmp_path, page_at, files):
    site = Site(tmp_path, day=OPENING_DAY)
    site.run(CAST)
    site.start()
    complaints: list[str] = []

    def person(username: str = "", width: int = 1280) -> Person:
        return Person(page_at(width), site, complaints, username)

    world = SimpleNamespace(site=site, person=person, complaints=complaints, files=files)
    world.officer, world.li, world.zhao = person("officer"), person("li"), person("zhao")
    world.expert, world.other_expert = person("expert"), person("expert2")
    world.leader = person("leader")
    world.nominee, world.public = person(width=390), person()
    yield world
    site.close()


def test_a_whole_selection(world):
    the_officer_opens_a_call_from_the_sample(world)
    a_liaison_fills_in_the_form(world)
    a_video_too_long_is_told_in_plain_words_and_replaced(world)
    the_stamped_form_comes_back_as_a_scan(world)
    the_nominee_confirms_through_her_link(world)
    pressed_twice_it_is_handed_in_once(world)
    taken_back_it_keeps_its_number(world)
    another_unit_cannot_nominate_the_same_woman(world)
    the_officer_returns_one_and_accepts_one(world)
    the_liaison_mends_it(world)
    the_experts_read_declare_a_conflict_and_score(world)
    the_officer_decides_the_list(world)
    the_notice_is_posted_and_read_without_private_data(world)
    somebody_objects_and_is_answered(world)
    after_the_notice_the_list_is_final_and_handed_up(world)
    the_papers_can_be_opened(world)

    assert world.complaints == []
    assert "Traceback" not in world.site.log()


def the_officer_opens_a_call_from_the_sample(world):
    officer = world.officer
    officer.signs_in()
    officer.goes_to("/calls/new/")
    officer.presses("main a[href='?preset=striving_women']")
    officer.presses("main form:has([name=title]) button.btn-primary")
    world.call = re.search(r"/calls/([0-9a-f-]{36})/", officer.page.url)[1]
    at = f"/calls/{world.call}"
    officer.goes_to(f"{at}/setup/dates/")
    officer.fills({"[name=closing_day]": CLOSING_DAY})
    officer.presses("button[name=then][value=stay]")
    officer.goes_to(f"{at}/setup/basics/")
    officer.fills({"[name=contact_name]": "陈静", "[name=contact_phone]": "010-00000000"})
    officer.page.select_option("[name=parent_call]", index=1)
    officer.presses("button[name=then][value=stay]")
    officer.goes_to(f"{at}/setup/units/invite/")
    officer.fills({"[name=names]": "示例市化学学会\n示例市东城区科协\n示例市植物学会"})
    officer.presses("form#invite .form-acts button.btn-primary")
    officer.page.select_option("[name=register_as]", "society")
    officer.presses("main .form-acts button.btn-primary")
    officer.goes_to(f"{at}/setup/check/")
    officer.confirms("main aside button.btn-primary")
    officer.sees("征集中", "main")
    officer.goes_to(f"{at}/units/")
    for name in ("示例市化学学会", "示例市东城区科协", "示例市植物学会"):
        officer.sees(name, "main")


def starts(world, person):
    person.signs_in()
    person.goes_to("/nominations/")
    person.presses("main a.btn-primary")
    person.page.locator("main [name=category]").first.check()
    person.presses("main form:has([name=token]) button")
    person.nomination = person.page.url


def types_who_she_is(person, values):
    for key in ("name", "id_number"):
        person.page.fill(f"#f-{key}", "")
        person.page.locator(f"#f-{key}").press_sequentially(values[key])


def fills_in(person, values):
    types_who_she_is(person, values)
    for key in ("age", "phone", "unit_and_post", "honours", "deeds"):
        person.page.fill(f"#f-{key}", values[key])
    person.page.fill("#f-education", "博士研究生毕业")
    person.page.select_option("#f-political_affiliation", label="中共党员")
    person.page.select_option("#f-ethnic_group", label="汉族")
    for question in person.page.locator("#eligibility [role=radiogroup], #eligibility .choices-line").all():
        question.locator("input[type=radio]").first.check()
    person.waits_until_saved()


def a_liaison_fills_in_the_form(world):
    li = world.li
    starts(world, li)
    fills_in(li, WANG)
    li.page.reload()
    expect(li.page.locator("#f-deeds")).to_have_value(DEEDS)
    assert WANG["id_number"] not in li.page.content()


def a_video_too_long_is_told_in_plain_words_and_replaced(world):
    li = world.li
    li.uploads("work_photos", *world.files.photos, expected=2)
    li.uploads("video", world.files.too_long, expected=1)
    li.sees("1 分 42 秒", "[data-wish=video]")
    li.sees("1 分 30 秒", "[data-wish=video]")
    li.page.locator("[data-wish=video] .mat .acts form:last-child button").click()
    li.page.locator("[data-wish=video] .mat").wait_for(state="detached")
    li.uploads("video", world.files.video, expected=1)
    li.sees_no("1 分 42 秒", "[data-wish=video]")


def takes_the_word_form(liaison):
    """Downloads it; the page proposes its version for the scan that will come back."""
    with liaison.page.expect_response(lambda answer: answer.ok and answer.url == liaison.nomination):
        content = liaison.downloads("#paper form[data-download] button")
    shown = "document.querySelector('#paper .num').textContent"
    liaison.until(f"document.querySelector('#code-new').value === {shown}")
    return content


def stamps_it_anew(world, liaison):
    """The form was changed: the old scan goes, the new one comes."""
    liaison.page.locator("[data-wish=stamped_form] .mat .acts form:last-child button").click()
    liaison.page.locator("[data-wish=stamped_form] .mat").wait_for(state="detached")
    takes_the_word_form(liaison)
    liaison.uploads("stamped_form", world.files.scan, expected=1)


def the_stamped_form_comes_back_as_a_scan(world):
    from docx import Document

    li = world.li
    word = Document(io.BytesIO(takes_the_word_form(li)))
    cells = {
        cell.text.replace("\u3000", "") for table in word.tables for row in table.rows for cell in row.cells
    }
    assert {"姓名", "王晓兰", WANG["id_number"]} <= cells
    li.uploads("stamped_form", world.files.scan, expected=1)


def the_nominee_confirms_through_her_link(world):
    li, nominee = world.li, world.nominee
    li.presses("#confirmation form button")
    nominee.goes_to(li.page.input_value("#fresh-link"))
    read = nominee.reads("main")
    assert "王晓兰" in read
    assert DEEDS in read
    assert WANG["id_number"] not in nominee.page.content()
    nominee.finds_nothing_serious()
    boxes = nominee.page.locator("main [name=purpose]")
    expect(boxes.nth(1)).to_be_visible()
    boxes.first.check()
    nominee.presses("button[value=confirm]")
    expect(nominee.page.locator("[role=alert]"), "one consent given, the others still wanting").to_have_count(
        1
    )
    for n in range(boxes.count()):
        boxes.nth(n).check()
    nominee.presses("button[value=confirm]")
    expect(nominee.page.locator(".tone-green").first).to_be_visible()
    li.goes_to(li.nomination)
    li.sees("已确认", "#confirmation")


def pressed_twice_it_is_handed_in_once(world):
    li = world.li
    with li.page.expect_navigation():
        li.page.evaluate(
            "() => { const b = document.querySelector('button[data-hand-in]'); b.click(); b.click(); }"
        )
    li.page.wait_for_url("**/receipt/")
    expect(li.page.locator(".h1.num")).to_have_text(re.compile(r"2026-\d{3}-0001"))
    world.receipt = li.reads(".h1.num")
    li.finds_nothing_serious()


def taken_back_it_keeps_its_number(world):
    li = world.li
    li.confirms("main .no-print button")
    expect(li.page).not_to_have_url(RECEIPT)
    li.presses("button[data-hand-in]")
    expect(li.page.locator(".h1.num")).to_have_text(world.receipt)


def another_unit_cannot_nominate_the_same_woman(world):
    zhao = world.zhao
    starts(world, zhao)
    fills_in(zhao, WANG)
    zhao.uploads("work_photos", *world.files.other_photos, expected=2)
    zhao.uploads("video", world.files.video, expected=1)
    takes_the_word_form(zhao)
    zhao.uploads("stamped_form", world.files.scan, expected=1)
    asks_and_gets_her_word(world, zhao)
    zhao.presses("button[data-hand-in]")
    zhao.sees("王晓兰", "[role=alert]")
    expect(zhao.page).not_to_have_url(RECEIPT)

    zhao.page.locator("[data-open=id_number]").click()
    zhao.page.locator("input#f-id_number").wait_for()
    types_who_she_is(zhao, ZHOU)
    zhao.waits_until_saved()
    stamps_it_anew(world, zhao)
    asks_and_gets_her_word(world, zhao)
    zhao.presses("button[data-hand-in]")
    expect(zhao.page.locator(".h1.num")).to_have_text(re.compile("-0002$"))


def asks_and_gets_her_word(world, liaison):
    liaison.presses("#confirmation form button")
    nominee = world.nominee
    nominee.goes_to(liaison.page.input_value("#fresh-link"))
    boxes = nominee.page.locator("main [name=purpose]")
    for n in range(boxes.count()):
        boxes.nth(n).check()
    nominee.presses("button[value=confirm]")
    liaison.goes_to(liaison.nomination)


def the_officer_returns_one_and_accepts_one(world):
    officer = world.officer
    officer.goes_to(f"/calls/{world.call}/check/")
    officer.sees("王晓兰", "h1")
    officer.finds_nothing_serious()
    first = officer.page.url
    officer.presses(".check-decide button.btn-primary")
    expect(officer.page, "the queue goes to the next by itself").not_to_have_url(first)
    officer.sees("周岚", "h1")
    officer.page.locator(".check-item:has(a[href*=deeds]) button.mark-fail").first.click()
    officer.page.wait_for_load_state("networkidle")
    officer.presses(".check-other a[href$='/return/']")
    officer.fills({"[name=note]": "主要事迹请补充具体数据。", "[name=until]": "2026-09-18"})
    officer.presses("main .form-acts button.btn-primary")


def the_liaison_mends_it(world):
    zhao, officer = world.zhao, world.officer
    zhao.goes_to(zhao.nomination)
    zhao.sees("主要事迹请补充具体数据。", "main")
    zhao.page.fill("#f-deeds", DEEDS + "累计新增产值二千万元。")
    zhao.waits_until_saved()
    stamps_it_anew(world, zhao)
    asks_and_gets_her_word(world, zhao)
    zhao.presses("button[data-hand-in]")
    expect(zhao.page.locator(".h1.num")).to_have_text(re.compile("-0002$"))
    officer.goes_to(f"/calls/{world.call}/check/")
    officer.sees("周岚", "h1")
    item = officer.page.locator(".check-item:has(a[href*=deeds]) button.mark-pass").first
    item.click()
    officer.page.wait_for_load_state("networkidle")
    officer.presses(".check-decide button.btn-primary")
    expect(officer.page).to_have_url(re.compile("/check/"))


def reads_and_reviews(expert, *, related_to="", marks=(38, 22, 18, 13)):
    """Promises, then goes from one to the next: a conflict for her whom she knows, marks for the others."""
    expert.signs_in()
    expert.goes_to("/reviews/")
    expert.presses("main a.btn-primary")
    expert.page.check("#promised")
    expert.presses("main form .btn-primary")
    for _ in range(2):
        if related_to and related_to in expert.reads("h1"):
            expert.page.click("[data-opens=conflict]")
            expert.page.locator("dialog[open] input[type=radio]").first.check()
            expert.presses("dialog[open] form button.btn-danger")
            expert.goes_to("/reviews/")
            if expert.page.locator("main a.btn-primary").count():
                expert.presses("main a.btn-primary")
            continue
        for place, mark in zip(expert.page.locator("input.mark-input").all(), marks, strict=True):
            place.fill(str(mark))
        the_sum = expert.page.locator("[data-sum]")
        expect(the_sum, "the sum stands there while she types").to_have_text(f"{sum(marks):.2f}")
        expert.finds_nothing_serious()
        expert.presses("#marking button[value=submit]")


def the_experts_read_declare_a_conflict_and_score(world):
    officer, at = world.officer, f"/reviews/calls/{world.call}"
    world.site.live_on(REVIEW_DAY)
    officer.signs_in()
    officer.goes_to(f"{at}/")
    officer.page.fill("[name=reviews_each]", "2")
    officer.page.fill("[name=closes_at]", "2026-09-25T18:00")
    officer.presses("main form .form-acts button.btn-primary")
    officer.goes_to(f"{at}/assigning/")
    officer.presses("#assigning-form button.btn-primary")
    officer.sees("吴岚", "main")
    officer.sees("何教授", "main")
    officer.presses("form[action$='/publish'] button.btn-primary")
    reads_and_reviews(world.expert, related_to="周岚")
    reads_and_reviews(world.other_expert, marks=(36, 20, 17, 12))
    assert world.expert.page.request.get(world.site.url + f"/calls/{world.call}/").status == 404
    officer.goes_to(f"{at}/?tab=conflicts")
    officer.sees("周岚", "main")
    officer.sees("吴岚", "main")


def the_officer_decides_the_list(world):
    officer, leader = world.officer, world.leader
    officer.goes_to(f"/decisions/calls/{world.call}/")
    assert (ranked := officer.reads("main")).index("王晓兰") < ranked.index("周岚")
    assert {"88", "85"} <= set(re.findall(r"\d\d", ranked))
    row = officer.page.locator("tr:has(th:has-text('周岚'))")
    row.locator("summary").click()
    row.locator("select").select_option("out")
    officer.presses("#deciding button[value=look]")
    expect(officer.page.locator("[aria-invalid=true]").first, "no change without a reason").to_be_visible()
    row.locator("input").fill("本人已获同类荣誉，会议决定本年度不列入。")
    officer.presses("#deciding button[value=look]")
    officer.sees("本人已获同类荣誉", "main")
    officer.presses("main button[value=decide]")
    leader.signs_in()
    leader.presses("main a[href*='/decisions/approvals/'].btn-primary")
    leader.presses("main form[action$=approve] button.btn-primary")


def the_notice_is_posted_and_read_without_private_data(world):
    officer, public = world.officer, world.public
    world.site.live_on(NOTICE_DAY)
    officer.signs_in()
    officer.goes_to(f"/calls/{world.call}/results/")
    officer.presses(".next-step .btn-primary")
    # Two days, the holiday week, two days and a worked Saturday.
    officer.sees("2026年10月10日", "#plan")
    officer.presses("#notice .btn-primary")
    public.goes_to("/public/")
    public.finds_nothing_serious()
    public.presses("main a[href*='/public/notices/']")
    read = public.page.content()
    assert "王晓兰" in read
    assert "周岚" not in read
    assert not any(private in read for private in (WANG["id_number"], WANG["phone"], "1985"))
    public.finds_nothing_serious()
    world.notice = public.page.url


def somebody_objects_and_is_answered(world):
    public, officer = world.public, world.officer
    public.presses("a[href$='/objection/']")
    public.page.select_option("[name=about]", index=1)
    public.fills({"[name=objector]": "马先生", "[name=contact]": "13900000000"})
    public.page.fill("[name=content]", "成果应由三家单位共同完成，请核实。")
    public.presses("main form .btn-primary")
    expect(public.page.locator(".number-big")).to_have_count(1)
    officer.goes_to(f"/calls/{world.call}/results/objections/")
    officer.presses("main table a[href*='/objections/']")
    assert "马先生" not in officer.page.content(), "who objects is sealed until somebody asks"
    officer.presses("form[action$='/take-up'] button")
    officer.page.check("[name=outcome][value*=dismissed]")
    officer.fills({"[name=finding]": "经核实，排名第一，情况属实。", "[name=answer]": "经核实，材料无误。"})
    officer.presses("main form:has([name=finding]) .btn-primary")


def after_the_notice_the_list_is_final_and_handed_up(world):
    officer, public = world.officer, world.public
    officer.goes_to(f"/calls/{world.call}/results/")
    fixes = officer.page.locator("button:not([disabled]):has-text('确定')")
    expect(fixes, "not before the last day").to_have_count(0)
    world.site.live_on(RESULT_DAY)
    officer.signs_in()
    officer.goes_to(f"/calls/{world.call}/results/")
    officer.confirms(".split-notice .btn-primary")
    public.goes_to(f"/public/results/{world.call}/")
    public.sees("王晓兰", "main")
    officer.goes_to(f"/calls/{world.call}/results/hand-up/")
    for choice in officer.page.locator("main form [type=checkbox]").all():
        choice.check()
    officer.presses("main form .btn-primary")
    officer.goes_to("/nominations/")
    officer.sees("示例市三八红旗手评选", "main")
    officer.goes_to(f"/calls/{world.call}/results/hand-up/")
    officer.presses("main a[href^='/nominations/']")
    expect(officer.page.locator("#f-deeds")).to_have_value(DEEDS)


def the_papers_can_be_opened(world):
    from docx import Document
    from openpyxl import load_workbook

    officer = world.officer

    def take(paper):
        officer.goes_to(f"/calls/{world.call}/documents/")
        return io.BytesIO(officer.downloads(f"button[value={paper}]"))

    table = load_workbook(take("paper_summary_table")).active
    cells = {cell.value: cell for row in table.iter_rows() for cell in row if cell.value is not None}
    assert cells[WANG["id_number"]].data_type == "s"
    assert 41 in cells
    notice = "\n".join(paragraph.text for paragraph in Document(take("paper_notice")).paragraphs)
    assert "公示" in notice
    assert WANG["id_number"] not in notice
    assert Document(take("paper_recommendation")).paragraphs

    officer.goes_to(f"/calls/{world.call}/documents/")
    officer.presses("button[value=paper_package]")
    package = zipfile.ZipFile(io.BytesIO(officer.downloads("main a[download]")))
    assert package.testzip() is None
    names = package.namelist()
    assert any("王晓兰" in name and name.endswith(".docx") for name in names)
    assert any(name.endswith(".mp4") for name in names)
