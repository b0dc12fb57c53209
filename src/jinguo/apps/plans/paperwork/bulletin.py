"""The bulletin of a period (进展情况通报) as a letter: the account of the period between the officer's opening and closing."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils import translation

from jinguo.apps.clock import today, told
from jinguo.apps.plans.following import due_name
from jinguo.apps.plans.models import Measure, PaperWords
from jinguo.apps.plans.paperwork.breakdown import ZH, joined, numbered, plain
from jinguo.apps.plans.paperwork.words import name_of
from jinguo.apps.plans.queries.account import Account, SectionAccount, Trend
from jinguo.apps.plans.queries.due import DONE, DONE_LATE, Due
from jinguo.apps.plans.queries.reports import Part
from jinguo.apps.plans.standing import Reached
from jinguo.apps.plans.states import PeriodState, Role
from jinguo.engines.paperwork import Heading, NameTable, OfficialDocument, Paragraph
from jinguo.engines.paperwork.letters import Block
from jinguo.engines.paperwork.text import printed
from jinguo.phrases import say, term

MOST_WORDS = 180
_ARROWS = {"trend_up": "↑", "trend_down": "↓", "trend_level": "→"}


def bulletin_of(account: Account, words: PaperWords) -> OfficialDocument:
    """The bulletin, laid out by GB/T 9704; its issue stands under the red head."""
    plan = account.period.plan
    return OfficialDocument(
        title=words.title,
        addressee=words.addressee,
        blocks=(
            *paragraphs(words.opening),
            *_whole(account),
            *_progress(account),
            *_numbers(account),
            *_units(account),
            *risks(account.at_risk),
            *_next(account),
            *paragraphs(words.closing),
        ),
        signatory=plan.organisation.name,
        dated=today(plan.organisation.time_zone),
        red_head=words.red_head,
        number=f"第{words.issue}期" if words.red_head else "",
    )


def paragraphs(text: str) -> list[Paragraph]:
    return [Paragraph(line.strip()) for line in text.splitlines() if line.strip()]


def basis(account: Account) -> str:
    """Whether the numbers may still move."""
    if account.locking is not None:
        on = printed(told(account.locking.locked_at, account.period.plan.organisation.time_zone).date())
        return f"本期填报已于{on}锁定，以上数据为锁定数据。"
    if account.period.state == PeriodState.LOCKED:
        return "本期填报已锁定，以上数据为锁定数据。"
    return f"本期填报尚未锁定，以上数据截至{printed(account.day)}，后续可能调整。"


def _whole(account: Account) -> list[Block]:
    units = {
        part.duty.organisation_id for one in account.sections for parts in one.said.values() for part in parts
    }
    done = sum(1 for one in account.due if one.state in (DONE, DONE_LATE))
    text = (
        f"{name_of(account.period)}，{account.measures}项任务应报送进展报告{account.expected}份，"
        f"审核通过{account.approved}份{_share(account.approved, account.expected)}"
        + _more(account.to_check, "待审核")
        + _more(account.sent_back, "退回修改")
        + _more(account.missing, "未报送")
        + "。"
    )
    if units:
        text += f"共有{len(units)}家单位的报告通过审核。"
    if account.due:
        text += f"本期到期事项{len(account.due)}项，已完成{done}项。"
    rows = tuple(
        (
            one.name or "其他任务", str(len(one.measures)), str(one.expected), str(one.approved), str(one.to_check),
            str(one.returned), str(one.missing),
        )
        for one in account.sections
    )  # fmt: skip
    columns = ("部分", "任务", "应报", "通过", "待审核", "退回", "未报")
    return [
        Heading("总体情况"),
        Paragraph(text + basis(account)),
        NameTable(columns, rows, "各部分报送情况", weights=(5.2, 1.2, 1.2, 1.2, 1.4, 1.2, 1.2), small=True),
    ]


def _share(part: int, whole: int) -> str:
    return f"（{plain(Decimal(part * 100) / whole)}%）" if whole else ""


def _more(count: int, word: str) -> str:
    return f"，{word}{count}份" if count else ""


def _progress(account: Account) -> list[Block]:
    found: list[Block] = [Heading("主要进展")]
    for number, one in enumerate(account.sections, 1):
        if not one.said:
            continue
        if one.name:
            found.append(Heading(stripped(one.name, number), level=2))
        found += _said(one)
    return found if len(found) > 1 else [*found, Paragraph("本期尚无审核通过的进展报告。")]


def stripped(name: str, number: int) -> str:
    """A part's name without the number that the document gives it: here it gets one of the level below.

    >>> stripped("二、搭建平台", 2), stripped("搭建平台", 1)
    ('搭建平台', '搭建平台')
    """
    whole = numbered(name, number)
    return whole.split("、", 1)[1] if "、" in whole[:4] else name


def _said(section: SectionAccount) -> Iterable[Block]:
    """Measure by measure what its units reported, the lead first."""
    for place, (measure, parts) in enumerate(section.said.items(), 1):
        rows = sorted(parts, key=lambda part: part.duty.role != Role.LEAD)
        yield Paragraph("".join(map(_words, rows)), lead=f"{place}.{_title(section.measures[measure])}。")


def _title(measure: Measure) -> str:
    return measure.heading.rstrip("。")


def _words(part: Part) -> str:
    name = part.duty.organisation.name if part.duty.organisation else part.duty.name_then
    text = part.report.text if part.report else ""
    return f"{name}：{shortened(text, MOST_WORDS).rstrip('。')}。"


def shortened(text: str, most: int) -> str:
    """The text on one line; a long one ends at the last whole sentence that fits, or with ….

    >>> shortened("办了论坛。请了专家。", 7), shortened("办了很多很多论坛", 4)
    ('办了论坛。', '办了很多…')
    """
    line = "".join(text.split("\n")).strip()
    if len(line) <= most:
        return line
    end = max(line.rfind(mark, 0, most) for mark in "。；！")
    return line[: end + 1] if end > 0 else f"{line[:most]}…"


def _numbers(account: Account) -> list[Block]:
    if not account.trends:
        return []
    counts = account.standings
    by_word = "，".join(f"{term(code, ZH)}{counts[code]}项" for code in counts)
    rows = tuple(_number(one) for one in account.trends)
    columns = ("指标", "年度目标", "本期", "较上期", "累计", "完成率", "状态")
    return [
        Heading("指标完成情况"),
        Paragraph(f"监测指标{len(account.trends)}项，其中{by_word}。"),
        NameTable(columns, rows, "指标进展", weights=(4, 1.9, 1.5, 1.6, 1.6, 1.6, 1.8), small=True),
    ]


def _number(one: Trend) -> tuple[str, ...]:
    reached = one.reached
    done = (
        plain(reached.value * 100 / reached.target) + "%"
        if reached.target and reached.value is not None
        else "—"
    )
    return (
        f"{reached.indicator.name}{_of(reached)}", plain(reached.target, empty="—"), plain(one.now, empty="—"),
        _change(one), plain(reached.value, empty="—"), done, term(reached.standing.code, ZH),
    )  # fmt: skip


def _of(reached: Reached) -> str:
    unit = reached.indicator.unit_of_counting
    return f"（{unit}）" if unit else ""


def _change(one: Trend) -> str:
    """↑12, ↓3, → where nothing changed, — where there is nothing to compare."""
    if one.now is None or one.before is None:
        return "—"
    step = abs(one.now - one.before)
    return _ARROWS[one.word] + (plain(step) if step else "")


def _units(account: Account) -> list[Block]:
    late = _named(account.late)
    returned = _named(account.returned)
    first = f"逾期或未报送的有：{late}。" if late else "各承担单位均按期报送。"
    second = f"报送内容不符合要求、退回修改的有：{returned}。" if returned else "本期没有退回修改的报告。"
    return [Heading("报送质量"), Paragraph(first + second)]


def _named(rows: list[tuple[str, int]]) -> str:
    return joined([f"{name}（{count}份）" for name, count in rows])


def risks(reached: list[Reached]) -> list[Block]:
    """Measures whose numbers are behind or at risk, each with its reason."""
    if not reached:
        return [Heading("存在风险的任务"), Paragraph("没有滞后或者存在风险的任务。")]
    rows = tuple(
        (
            str(one.indicator.measure),
            one.indicator.name,
            term(one.standing.code, ZH),
            say(one.standing.reason, ZH),
        )
        for one in reached
    )
    return [
        Heading("存在风险的任务"),
        NameTable(("任务", "指标", "状态", "原因"), rows, weights=(3.2, 2.6, 1.5, 5), small=True),
    ]


def _next(account: Account) -> list[Block]:
    if not account.next_due:
        return [Heading("下一期到期事项"), Paragraph("下一期没有到期事项。")]
    return [Heading("下一期到期事项"), due_table(account.next_due)]


def due_table(rows: list[Due]) -> NameTable:
    """What is due by when, and by whom."""
    return NameTable(
        ("时限", "事项", "任务", "承担单位"),
        tuple((printed(one.on), due_words(one), one.measure, one.unit or "各承担单位") for one in rows),
        weights=(2.9, 4.4, 3.4, 2.5),
        small=True,
    )


def due_words(one: Due) -> str:
    """What is due, as the page says it."""
    with translation.override(ZH):
        return due_name(one)
