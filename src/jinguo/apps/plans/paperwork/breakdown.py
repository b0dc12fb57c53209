"""A plan as the table that breaks it down (任务分解表), of all units or of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from jinguo.apps.clock import today
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.models import Indicator, Plan, Task
from jinguo.apps.plans.queries.breakdown import Broken, broken_down
from jinguo.apps.plans.states import Role
from jinguo.engines.paperwork import Breakdown, BreakdownPart, BrokenDown, Step
from jinguo.engines.paperwork.letters import chinese_number
from jinguo.engines.paperwork.text import printed
from jinguo.phrases import term

ZH = "zh-hans"
_NUMBERED = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[）)、.．]")


def breakdown_title(plan: Plan, unit: Organisation | None = None) -> str:
    return f"{plan.title}任务分解表" + (f"（{unit.name}）" if unit else "")


def breakdown_of(plan: Plan, unit: Organisation | None = None) -> Breakdown:
    """The table of the day."""
    found = broken_down(plan, unit)
    parts = tuple(
        BreakdownPart(numbered(name, number), tuple(_measure(plan, row, unit) for row in rows))
        for number, (name, rows) in enumerate(found, 1)
    )
    below = f"{plan.organisation.name}　{printed(today(plan.organisation.time_zone))}"
    return Breakdown(breakdown_title(plan, unit), parts, below)


def numbered(name: str, number: int) -> str:
    """A part's name with its number, unless the document numbers it already.

    >>> numbered("搭建平台", 2), numbered("二、搭建平台", 2), numbered("", 1)
    ('二、搭建平台', '二、搭建平台', '')
    """
    return name if not name or _NUMBERED.match(name) else f"{chinese_number(number)}、{name}"


def _measure(plan: Plan, row: Broken, unit: Organisation | None) -> BrokenDown:
    measure = row.measure
    leads = [one for one in row.duties if one.role == Role.LEAD]
    mine = next((one for one in row.duties if unit and one.organisation_id == unit.pk), None)
    steps = [Step(measure.text or measure.heading, years_of(plan))]
    steps += [Step(_task(one, named=unit is None), printed(one.due_on)) for one in row.tasks]
    return BrokenDown(
        title=f"{measure.code} {measure.heading}",
        steps=tuple(steps),
        lead="、".join(one.name_then for one in leads),
        taking_part="、".join(one.name_then for one in row.duties if one.role != Role.LEAD),
        aims="\n".join(aim_of(one) for one in row.indicators),
        note=term(mine.role, ZH) if mine else "",
    )


def years_of(plan: Plan) -> str:
    """Until when a measure runs that has no date of its own: the years of the plan."""
    if plan.first_year == plan.last_year:
        return f"{plan.last_year}年12月底前"
    return f"{plan.first_year}—{plan.last_year}年"


def _task(task: Task, *, named: bool) -> str:
    """What is done, and by whom; the unit is named where several stand side by side."""
    who = [task.duty.name_then] * named + [task.who] * bool(task.who)
    return task.what + (f"（{'，'.join(who)}）" if who else "")


def aim_of(indicator: Indicator) -> str:
    """学术交流活动：每年不少于1000项; years with targets of their own are named."""
    targets = list(indicator.targets.all())
    if not targets:
        return indicator.name
    compared = term(indicator.comparator, ZH)
    told = [f"{compared}{plain(one.value)}{indicator.unit_of_counting}" for one in targets]
    if len(set(told)) == 1 and len(told) > 1:
        return f"{indicator.name}：每年{told[0]}"
    years = [f"{one.year}年{words}" for one, words in zip(targets, told, strict=True)]
    return f"{indicator.name}：{'，'.join(years)}"


def plain(value: Decimal | None, *, empty: str = "") -> str:
    """A number as one writes it: no zeros behind it.

    >>> plain(Decimal("240.0000")), plain(Decimal("33.3300")), plain(None, empty="—")
    ('240', '33.33', '—')
    """
    if value is None:
        return empty
    text = format(value.quantize(Decimal("0.01")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def joined(names: Sequence[str], most: int = 0) -> str:
    """Names with 、 between them; where there are more than ``most``, the first and how many in all."""
    if most and len(names) > most:
        return f"{'、'.join(names[:most])}等{len(names)}家"
    return "、".join(names)
