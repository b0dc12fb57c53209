"""The report of a year (年度进展报告): what was to be reached and was; charts that Word draws, each with its table beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jinguo.apps.clock import today
from jinguo.apps.plans.models import PaperWords, Plan
from jinguo.apps.plans.paperwork.breakdown import ZH, plain
from jinguo.apps.plans.paperwork.bulletin import due_table, paragraphs, risks, shortened
from jinguo.apps.plans.paperwork.words import name_of
from jinguo.apps.plans.queries.account import AT_RISK
from jinguo.apps.plans.queries.due import DONE, DONE_LATE, LATE, Due, due_between
from jinguo.apps.plans.queries.figures import Point, over_time_of
from jinguo.apps.plans.queries.tallies import Owed, Tally, money_of, owed_in, tallied
from jinguo.apps.plans.queries.wall import reached_in
from jinguo.apps.plans.standing import Reached
from jinguo.engines.paperwork import Chart, Heading, NameTable, OfficialDocument, Paragraph, Series
from jinguo.engines.paperwork.letters import Block
from jinguo.phrases import term

MOST_BARS = 30
MOST_CHARTS = 12


@dataclass(frozen=True)
class Year:
    """All that a yearly report tells of."""

    plan: Plan
    year: int
    owed: list[Owed]
    reached: list[Reached]
    lines: dict[int, list[Point]]
    money: list[tuple[str, Decimal, Decimal]]
    due: list[Due]
    next_due: list[Due]

    @property
    def whole(self) -> Tally:
        return next(iter(tallied(self.owed, lambda _: "")), Tally(""))

    @property
    def periods(self) -> list[Tally]:
        return tallied(
            sorted(self.owed, key=lambda one: one.period.starts_on), lambda one: name_of(one.period)
        )

    @property
    def sections(self) -> list[Tally]:
        return tallied(self.owed, lambda one: one.duty.measure.section or "其他任务")

    @property
    def units(self) -> list[Tally]:
        rows = tallied(self.owed, lambda one: one.duty.organisation.name)
        return sorted(rows, key=lambda one: (-one.share_in_time, -one.expected, one.name))


def year_of(plan: Plan, year: int, day: date) -> Year:
    """The year as the records stand on a day; a year that is over is told as of its end."""
    end = date(year, 12, 31)
    until = min(day, end)
    reached = reached_in(plan, year, until)
    following = year + 1
    return Year(
        plan=plan,
        year=year,
        owed=owed_in(plan, year, day),
        reached=reached,
        lines=over_time_of([one.indicator for one in reached], year),
        money=money_of(plan, year),
        due=due_between(plan, date(year, 1, 1), end, day),
        next_due=due_between(plan, date(following, 1, 1), date(following, 12, 31), day)
        if following <= plan.last_year
        else [],
    )


def yearly_of(found: Year, words: PaperWords) -> OfficialDocument:
    """The report, laid out by GB/T 9704."""
    plan = found.plan
    drawn = _Figures()
    return OfficialDocument(
        title=words.title,
        blocks=(
            *paragraphs(words.opening),
            *_whole(found, drawn),
            *_numbers(found, drawn),
            *_units(found, drawn),
            *_money(found, drawn),
            *risks([one for one in found.reached if one.standing.code in AT_RISK]),
            *_next(found),
            *paragraphs(words.closing),
        ),
        signatory=plan.organisation.name,
        dated=today(plan.organisation.time_zone),
    )


class _Figures:
    """Counts the charts: each is 图 with a number, the table beneath it 表 with the same one."""

    def __init__(self) -> None:
        self.number = 0

    def pair(self, name: str, chart: dict[str, object], table: NameTable) -> list[Block]:
        self.number += 1
        drawn = Chart(caption=f"图{self.number}　{name}", **chart)  # type: ignore[arg-type]
        beneath = NameTable(
            table.columns, table.rows, f"表{self.number}　{name}", table.weights, table.numbered, small=True
        )
        return [drawn, beneath]


def _whole(found: Year, drawn: _Figures) -> list[Block]:
    whole = found.whole
    done = sum(1 for one in found.due if one.state in (DONE, DONE_LATE))
    late = sum(1 for one in found.due if one.state == LATE)
    measures = len({one.duty.measure_id for one in found.owed})
    text = (
        f"{found.year}年，方案在实施任务{measures}项，承担单位{len(found.units)}家。全年应报送进展报告{whole.expected}份，"
        f"按期报送{whole.in_time}份，逾期报送{whole.late}份，未报送{whole.missing}份；审核通过{whole.approved}份。"
        f"年内到期事项{len(found.due)}项，已完成{done}项，逾期未完成{late}项。"
    )
    if not found.owed:
        return [Heading("总体情况"), Paragraph(text)]
    return [
        Heading("总体情况"),
        Paragraph(text),
        *_stacked("各期报送情况", found.periods, drawn, "填报期"),
        *_stacked("各部分报送情况", found.sections, drawn, "部分"),
    ]


def _stacked(name: str, rows: Sequence[Tally], drawn: _Figures, what: str) -> list[Block]:
    """How reports came, as bars laid end to end."""
    shown = rows[:MOST_BARS]
    chart = {
        "categories": tuple(shortened(one.name, 16) for one in shown),
        "series": (
            Series("按期", tuple(float(one.in_time) for one in shown)),
            Series("逾期", tuple(float(one.late) for one in shown)),
            Series("未报送", tuple(float(one.missing) for one in shown)),
        ),
        "kind": "stacked",
        "unit": "份",
        "words": f"{name}：" + "；".join(f"{one.name}按期{one.in_time}份" for one in shown),
    }
    table = NameTable(
        (what, "应报", "按期", "逾期", "未报送", "通过"),
        tuple(
            (
                one.name,
                str(one.expected),
                str(one.in_time),
                str(one.late),
                str(one.missing),
                str(one.approved),
            )
            for one in rows
        ),
        weights=(5, 1.2, 1.2, 1.2, 1.4, 1.2),
    )
    return drawn.pair(name, chart, table)


def _numbers(found: Year, drawn: _Figures) -> list[Block]:
    if not found.reached:
        return []
    aimed = [one for one in found.reached if one.target][:MOST_BARS]
    blocks: list[Block] = [Heading("指标完成情况"), Heading("年度目标完成率", level=2)]
    rows = tuple(_row(one) for one in found.reached)
    table = NameTable(("指标", "年度目标", "完成", "完成率", "状态"), rows, weights=(5, 2, 2, 1.8, 1.8))
    if aimed:
        shares = tuple(_percent(one) for one in aimed)
        chart = {
            "categories": tuple(shortened(one.indicator.name, 16) for one in aimed),
            "series": (Series("完成率", shares),),
            "kind": "bar",
            "unit": "%",
            "words": "；".join(f"{one.indicator.name}{_share(one)}" for one in aimed),
            "most": max(100.0, *((share or 0.0) * 1.1 for share in shares)),
        }
        blocks += drawn.pair("年度目标完成率", chart, table)
    else:
        blocks.append(NameTable(table.columns, table.rows, "指标完成情况", table.weights, small=True))
    told = [one for one in found.reached if len(found.lines.get(one.indicator.pk, [])) > 1][:MOST_CHARTS]
    if told:
        blocks.append(Heading("重点指标变化", level=2))
    for one in told:
        blocks += _over_the_year(one, found.lines[one.indicator.pk], drawn)
    return blocks


def _percent(one: Reached) -> float | None:
    """How much of the target was reached, in percent; over a hundred where more was."""
    if one.value is None or not one.target:
        return None
    return float(round(one.value * 100 / one.target, 1))


def _share(one: Reached) -> str:
    share = _percent(one)
    return "—" if share is None else f"{share:g}%"


def _row(one: Reached) -> tuple[str, ...]:
    unit = one.indicator.unit_of_counting
    return (
        one.indicator.name + (f"（{unit}）" if unit else ""), plain(one.target, empty="—"), plain(one.value, empty="—"),
        _share(one), term(one.standing.code, ZH),
    )  # fmt: skip


def _over_the_year(one: Reached, points: Sequence[Point], drawn: _Figures) -> list[Block]:
    """An indicator's numbers by period: columns where they add up, a line where the last one stands."""
    indicator = one.indicator
    names = tuple(point.period and name_of(point.period) for point in points)
    short = tuple(name.split("年", 1)[-1] for name in names)
    values = tuple(None if point.value is None else float(point.value) for point in points)
    chart = {
        "categories": short,
        "series": (Series(indicator.name, values),),
        "kind": "column" if indicator.adds_up else "line",
        "unit": indicator.unit_of_counting,
        "words": "；".join(
            f"{name}{plain(point.value, empty='无数据')}" for name, point in zip(names, points, strict=True)
        ),
    }
    columns = ("填报期", "当期", "年内累计") if indicator.adds_up else ("填报期", "当期", "期末")
    rows = tuple(
        (name, plain(point.value, empty="—"), plain(point.so_far, empty="—"))
        for name, point in zip(names, points, strict=True)
    )
    return drawn.pair(indicator.name, chart, NameTable(columns, rows, weights=(4, 3, 3)))


def _units(found: Year, drawn: _Figures) -> list[Block]:
    if not found.owed:
        return []
    return [Heading("各单位报送情况"), *_stacked("各单位报送情况", found.units, drawn, "单位")]


def _money(found: Year, drawn: _Figures) -> list[Block]:
    if not found.money:
        return []
    planned = sum((one for _, one, _ in found.money), Decimal(0))
    spent = sum((one for _, _, one in found.money), Decimal(0))
    share = f"，支出率{plain(spent * 100 / planned)}%" if planned else ""
    names = tuple(shortened(name or "其他任务", 16) for name, _, _ in found.money)
    chart = {
        "categories": names,
        "series": (
            Series("预算", tuple(float(_wan(one)) for _, one, _ in found.money)),
            Series("支出", tuple(float(_wan(one)) for _, _, one in found.money)),
        ),
        "kind": "bar",
        "unit": "万元",
        "words": "；".join(
            f"{name}预算{plain(_wan(one))}万元、支出{plain(_wan(two))}万元" for name, one, two in found.money
        ),
    }
    rows = tuple((name or "其他任务", plain(_wan(one)), plain(_wan(two))) for name, one, two in found.money)
    table = NameTable(("部分", "预算（万元）", "支出（万元）"), rows, weights=(6, 2.4, 2.4))
    text = f"全年安排经费{plain(_wan(planned))}万元，支出{plain(_wan(spent))}万元{share}。"
    return [Heading("经费情况"), Paragraph(text), *drawn.pair("各部分经费", chart, table)]


def _wan(value: Decimal) -> Decimal:
    return value / 10000


def _next(found: Year) -> list[Block]:
    if not found.next_due:
        return []
    return [Heading("下一年到期事项"), due_table(found.next_due)]
