"""The papers of an assessment: 考核结果通报 as a letter by GB/T 9704, and the table of all units and items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from jinguo.apps.clock import today, told
from jinguo.apps.plans.models import PlanAssessment
from jinguo.apps.plans.queries import assessments as queries
from jinguo.apps.plans.queries.assessments import Row
from jinguo.apps.plans.states import AssessmentState
from jinguo.engines import paperwork as papers
from jinguo.engines.assessment import Grade, Scheme
from jinguo.engines.paperwork import Column, Heading, NameTable, OfficialDocument, Paragraph, SummaryTable
from jinguo.engines.paperwork.letters import Block
from jinguo.errors import Refused
from jinguo.phrases import term

ZH = "zh-Hans"


def notice(assessment: PlanAssessment) -> bytes:
    """考核结果通报 as .docx: how it was done, how many units have which grade, all units.

    Raises:
        Refused: nothing is announced yet.
    """
    if assessment.state not in queries.SETTLED:
        raise Refused.because("assessment_not_announced")
    rows = queries.rows_of(assessment)
    scheme = assessment.scheme
    plan = assessment.plan
    announced = assessment.announced_at
    return papers.official_letter(
        OfficialDocument(
            title=f"关于{assessment.year}年度{_quoted(plan.title)}目标责任考核结果的通报",
            addressee="各有关单位：",
            blocks=tuple(_blocks(assessment, scheme, rows)),
            signatory=plan.organisation.name,
            dated=told(announced, plan.organisation.time_zone).date() if announced else today(),
        )
    )


def _quoted(title: str) -> str:
    return title if title.startswith("《") else f"《{title}》"


def _blocks(assessment: PlanAssessment, scheme: Scheme, rows: Sequence[Row]) -> Iterator[Block]:
    final = assessment.state == AssessmentState.CLOSED
    ways = (
        "单位自评、数据核算、综合评分"
        if any(one.how == "by_reviewers" for one in scheme.items)
        else "数据核算"
    )
    yield Paragraph(
        f"根据{_quoted(scheme.title)}，{assessment.plan.organisation.name}对{len(rows)}个单位{assessment.year}年度"
        f"落实{_quoted(assessment.plan.title)}的情况进行了考核。经{ways}，现将考核结果通报如下。"
    )
    yield Heading("总体情况")
    yield Paragraph(_overall(scheme, rows))
    yield Heading("考核等次")
    for grade in scheme.grades:
        names = [row.placed.scored.name for row in rows if row.placed.grade == grade.code]
        if names:
            yield Paragraph(f"{'、'.join(names)}。", lead=f"{grade.name}（{len(names)}个）：")
    yield from _vetoed(scheme, rows)
    yield Heading("考核得分")
    yield from _scores(scheme, rows)
    if not final and assessment.appeals_until is not None:
        until = assessment.appeals_until
        yield Paragraph(
            f"对考核结果有异议的，请于{until.year}年{until.month}月{until.day}日前通过系统提出书面申诉，并说明理由。"
        )


def _overall(scheme: Scheme, rows: Sequence[Row]) -> str:
    totals = [row.placed.scored.total for row in rows]
    mean = (sum(totals, Decimal(0)) / len(totals)).quantize(Decimal("0.01")) if totals else Decimal(0)
    counts = "，".join(f"{one.name}{_count(one, rows)}个" for one in scheme.grades)
    highest = f"最高{max(totals)}分，最低{min(totals)}分，" if totals else ""
    return f"参加考核的单位共{len(rows)}个，{highest}平均{mean}分。其中，{counts}。"


def _count(grade: Grade, rows: Sequence[Row]) -> int:
    return sum(row.placed.grade == grade.code for row in rows)


def _vetoed(scheme: Scheme, rows: Sequence[Row]) -> Iterator[Block]:
    names = {one.code: one.name for one in scheme.vetoes}
    for row in rows:
        for code, why in row.placed.scored.vetoes:
            yield Paragraph(f"{row.placed.scored.name}因“{names[code]}”适用一票否决：{why}。")


def _scores(scheme: Scheme, rows: Sequence[Row]) -> Iterator[Block]:
    columns = ("名次", "单位", *(one.name for one in scheme.sections), "总分", "等次")
    cells = tuple(
        (
            str(row.placed.rank),
            row.placed.scored.name,
            *(str(row.placed.scored.points_of(one.code)) for one in scheme.sections),
            str(row.placed.scored.total),
            scheme.grade(row.placed.grade).name,
        )
        for row in rows
    )
    if cells:
        weights = (0.7, 2.6, *(1.2 for _one in scheme.sections), 1.1, 1.0)
        yield NameTable(columns, cells, weights=weights, numbered=False)
    if any(not line.section for row in rows for line in row.placed.scored.lines):
        yield Paragraph("总分含加分、扣分及折算。")


def table(assessment: PlanAssessment) -> bytes:
    """Every unit with its points for every item, as .xlsx. Before the announcement as the records stand.

    Raises:
        Refused: no unit is assessed yet.
    """
    if assessment.state in (AssessmentState.DRAFT, AssessmentState.PUBLISHED):
        raise Refused.because("assessment_not_announced")
    scheme = assessment.scheme
    rows = queries.rows_of(assessment)
    further = list(
        dict.fromkeys(line.code for row in rows for line in row.placed.scored.lines if not line.section)
    )
    columns = (
        Column("单位"),
        *(
            Column(f"{item.name}（{item.weight.normalize():f}分）", "number", digits=scheme.digits)
            for item in scheme.items
        ),
        *(Column(_name(scheme, code), "number", digits=scheme.digits) for code in further),
        Column("总分", "number", digits=scheme.digits),
        Column("名次", "number"),
        Column("等次"),
    )
    settled = assessment.state in queries.SETTLED
    below = f"{assessment.plan.organisation.name}" + ("" if settled else "（核算中，非最终结果）")
    return papers.summary_table(
        SummaryTable(
            title=f"{assessment.plan.title}{assessment.year}年度考核结果汇总表",
            columns=columns,
            rows=[_cells(scheme, further, row) for row in rows],
            below_title=below,
            sheet_name="考核结果",
        )
    )


def _name(scheme: Scheme, code: str) -> str:
    named = scheme.named(code)
    return named.name if named else term(f"line_{code}", ZH)


def _cells(scheme: Scheme, further: Sequence[str], row: Row) -> tuple[object, ...]:
    scored = row.placed.scored
    return (
        scored.name,
        *(scored.points_of(item.code) for item in scheme.items),
        *(scored.points_of(code) for code in further),
        scored.total,
        row.placed.rank,
        scheme.grade(row.placed.grade).name,
    )
