"""The bulletin of a period and the report of a year: the numbers of the pages, the officer's words around them."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import docx
import pytest
from django.urls import reverse

from jinguo.apps.clock import held_at
from jinguo.apps.plans import actions, paperwork
from jinguo.apps.plans.actions import documents
from jinguo.apps.plans.models import PaperWords
from jinguo.apps.plans.queries.account import account_of
from jinguo.apps.plans.queries.tallies import compared, owed_in, tallied
from jinguo.errors import Refused
from tests.apps.plans.conftest import in_force, reported

pytestmark = pytest.mark.django_db


def words_of(made, kind: str, **place) -> tuple[str, list[list[str]]]:
    """The document's paragraphs as one text, and the rows of all its tables."""
    content = documents.written(made.plan, kind, **place).content
    document = docx.Document(io.BytesIO(content))
    text = "\n".join(line.text for line in document.paragraphs)
    return text, [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


def test_the_bulletin_says_what_the_period_holds(people, made):
    actions.approve_report(report=reported(made, made.duty, people.li), by=people.officer)
    waiting = reported(made, made.other, people.zhao, value="10")
    actions.return_report(report=waiting, reason="请补充。", by=people.officer)
    actions.add_task(duty=made.duty, what="办论坛", due_on=date(2026, 5, 30), by=people.li)

    text, rows = words_of(made, "plan_paper_bulletin", period=made.period)

    assert "关于《巾帼行动》" in text
    assert "2026年第一季度进展情况的通报" in text.replace("\n", "")
    assert "第1期" in text
    assert "应报送进展报告2份，审核通过1份（50%），退回修改1份" in text
    assert "本期填报尚未锁定" in text
    assert f"{people.society.name}：举办学术交流活动。" in text
    assert ["1", "学术交流活动（项）", "1000", "240", "—", "240", "24%", "正常"] in rows
    assert f"退回修改的有：{people.district.name}（1份）" in text
    assert any(row[1:3] == ["2026年5月30日", "办论坛"] for row in rows)


def test_the_bulletin_of_a_locked_period_says_so_and_counts_no_later_figure(people, made):
    actions.approve_report(report=reported(made, made.duty, people.li), by=people.officer)
    actions.lock_period(period=made.period, by=people.officer)
    made.period = made.periods[1]
    made.period.plan = made.plan
    with held_at(datetime(2026, 7, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        actions.open_period(period=made.period, by=people.officer)
        actions.approve_report(report=reported(made, made.duty, people.li, value="300"), by=people.officer)
        locked = made.plan.periods.first()
        text, rows = words_of(made, "plan_paper_bulletin", period=locked)
        _, later = words_of(made, "plan_paper_bulletin", period=made.period)

    assert "本期填报已于2026年4月2日锁定" in text
    assert f"逾期或未报送的有：{people.district.name}（1份）" in text
    assert any(row[1:6] == ["学术交流活动（项）", "1000", "240", "—", "240"] for row in rows)
    assert any(row[1:6] == ["学术交流活动（项）", "1000", "300", "↑60", "540"] for row in later)


def test_a_report_handed_in_after_the_day_is_late_though_it_was_approved(people, made):
    with held_at(datetime(2026, 4, 20, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        actions.approve_report(report=reported(made, made.duty, people.li), by=people.officer)
        found = account_of(made.period, date(2026, 4, 20))
        owed = owed_in(made.plan, 2026, date(2026, 4, 20))

    assert dict(found.late) == {people.society.name: 1, people.district.name: 1}
    whole = tallied(owed, lambda _: "")[0]
    assert (whole.in_time, whole.late, whole.missing, whole.approved) == (0, 1, 1, 1)


def test_the_officer_writes_the_opening_once_and_two_do_not_write_over_each_other(people, made, client):
    client.force_login(people.officer)
    page = reverse("plans:bulletin", args=[made.period.uid])
    told = {"title": "一季度通报", "issue": 7, "opening": "开头的话。", "closing": "结束的话。", "seen": 0}

    first = client.post(page, told)
    second = client.post(page, told | {"opening": "别人的话。"})
    text, _ = words_of(made, "plan_paper_bulletin", period=made.period)

    assert (first.status_code, second.status_code) == (302, 409)
    assert "开头的话。" in text
    assert text.strip().startswith("一季度通报")
    assert PaperWords.objects.get().issue == 7
    words = paperwork.bulletin_words(made.period)
    with pytest.raises(Refused):
        actions.save_words(words=words, changes={"opening": "我"}, seen=words.version, by=people.leader)


def test_the_report_of_a_year_draws_its_charts_with_tables(people, made):
    actions.approve_report(report=reported(made, made.duty, people.li), by=people.officer)
    actions.set_budget(
        measure=made.measure, year=2026, planned=Decimal(200000), spent=Decimal(50000), by=people.officer
    )

    text, rows = words_of(made, "plan_paper_yearly", year=2026)

    assert "应报送进展报告2份，按期报送1份" in text
    assert ["1", "学术交流活动（项）", "1000", "240", "24%", "正常"] in rows
    assert "全年安排经费20万元，支出5万元，支出率25%" in text
    figures = [line for line in text.split("\n") if line.startswith("图")]
    tables = [line for line in text.split("\n") if line.startswith("表")]
    assert len(figures) == len(tables) == 5


def test_districts_stand_side_by_side(people, made):
    actions.approve_report(report=reported(made, made.other, people.zhao, value="30"), by=people.officer)
    actions.add_task(duty=made.other, what="办论坛", due_on=date(2026, 3, 30), by=people.zhao)

    found = compared(made.plan, 2026, people.district.kind, date(2026, 4, 2))

    [row] = [one for one in found.units if one.unit == people.district]
    assert (row.measures, row.reports.in_time, row.reports.expected) == (1, 1, 1)
    assert (row.steps_due, row.steps_done, row.steps_late) == (1, 0, 1)
    assert row.values == [Decimal(30)]


def test_the_page_of_milestones_shows_what_is_late_and_of_one_unit(people, made, client):
    actions.add_task(duty=made.duty, what="办论坛", due_on=date(2026, 3, 1), by=people.li)
    actions.add_task(duty=made.other, what="办培训", due_on=date(2026, 9, 1), by=people.zhao)
    client.force_login(people.leader)
    page = reverse("plans:due", args=[made.plan.uid])

    whole = client.get(page).content.decode()
    late = client.get(page, {"year": "2026", "state": "due_late"}).content.decode()
    one = client.get(page, {"year": "2026", "unit": people.district.pk}).content.decode()

    assert "逾期未完成" in whole
    assert "办论坛" in whole
    assert "学术交流活动达到1000项" in whole
    assert "办论坛" in late
    assert "办培训" not in late
    assert "办培训" in one
    assert "办论坛" not in one


def test_an_indicator_is_written_with_its_milestones_and_they_are_due(people, made, client):
    client.force_login(people.officer)
    told = {
        "name": "培训人次", "counted": "count_rows", "comparator": "at_least", "adds_up": "on", "target_2026": "800",
        "seen": "0",
    }  # fmt: skip
    page = reverse("plans:indicator_new", args=[made.measure.uid])

    wrong = client.post(page, told | {"milestones": "六月底 400"})
    good = client.post(page, told | {"milestones": "2026年9月30日，600\n2026-06-30 400"})

    assert (wrong.status_code, good.status_code) == (422, 302)
    indicator = made.measure.indicators.get(name="培训人次")
    assert indicator.milestones == [
        {"on": "2026-06-30", "value": "400"},
        {"on": "2026-09-30", "value": "600"},
    ]
    found = client.get(reverse("plans:due", args=[made.plan.uid]), {"year": "2026"}).content.decode()
    assert "培训人次达到400" in found
    assert (
        "2026-09-30 600" in client.get(reverse("plans:indicator_edit", args=[indicator.uid])).content.decode()
    )


@pytest.mark.parametrize("measures", [1, 3])
@pytest.mark.parametrize(
    ("name", "most"),
    [("plans:due", 15), ("plans:districts", 18), ("plans:bulletin", 30), ("plans:yearly", 30)],
)
def test_a_look_over_the_plan_takes_no_query_for_each_measure(
    people, client, django_assert_max_num_queries, name, most, measures
):
    made = in_force(people, measures=measures)
    for duty in made.duties[::2]:
        actions.approve_report(report=reported(made, duty, people.li), by=people.officer)
        actions.add_task(duty=duty, what="办论坛", due_on=date(2026, 5, 30), by=people.li)
    client.force_login(people.officer)
    args = {
        "plans:bulletin": [made.period.uid],
        "plans:yearly": [made.plan.uid, 2026],
    }.get(name, [made.plan.uid])
    client.get(reverse(name, args=args))

    with django_assert_max_num_queries(most) as asked:
        answer = client.get(reverse(name, args=args))

    assert (answer.status_code, len(asked)) == (200, _COUNTS.setdefault(name, len(asked)))


_COUNTS: dict[str, int] = {}
