"""Units report and officers answer, period after period, as people do: most in time, some late, some not at all."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from jinguo.apps.accounts.models import User
from jinguo.apps.clock import held_at
from jinguo.apps.plans import actions
from jinguo.apps.plans.following import period_name
from jinguo.apps.plans.models import Duty, Indicator, Period, Plan, Report
from jinguo.apps.plans.states import BOUND, SOURCES
from jinguo.demo.plans.city_action import Work

APPROVED, TO_CHECK, RETURNED, DRAFT, NOTHING = "approved", "to check", "returned", "draft", "nothing"

Fate = Callable[[Duty, int], str]
"""What becomes of a unit's report: told from its part and its place among the parts of the plan."""

PROBLEMS = (
    "部分单位重视不够，需要协调。", "经费到位较晚，活动集中在下半年。", "各单位统计口径不一致，正在核对。", "专职人员少，任务较重。",
)  # fmt: skip
NEXT = ("下一步按计划推进，年底前完成。", "下一步扩大覆盖面，加强宣传。", "下一步完善台账，定期回访。")
RETURN_REASONS = (
    "请补充具体数字和佐证材料。",
    "进展内容与上期重复，请写明本期工作。",
    "数据与台账不一致，请核对后重新报送。",
)


@dataclass
class Reporter:
    """Everything that is asked again for every report of a plan, read once."""

    plan: Plan
    works: Mapping[str, Work]
    people: Mapping[int, User]
    officer: User
    source: random.Random
    aims: dict[int, list[Indicator]] = field(default_factory=dict)

    def duties(self) -> list[Duty]:
        rows = Duty.objects.filter(measure__plan=self.plan, measure__ended_at=None, state__in=BOUND)
        known = rows.filter(organisation__in=self.people)
        self.aims = {}
        for one in Indicator.objects.filter(measure__plan=self.plan, state="indicator_confirmed"):
            if one.source == SOURCES[1]:
                self.aims.setdefault(one.measure_id, []).append(one)
        found = known.select_related("measure__plan__organisation", "organisation")
        return list(found.order_by("measure__position", "pk"))

    def play(self, period: Period, number: int, since: datetime, fate: Fate) -> None:
        """One period: its reports written over some days from ``since``, answered the day after; all in the order of time,
        so that the trail tells them so."""
        duties = self.duties()
        sharing: dict[int, list[Duty]] = {}
        for duty in duties:
            sharing.setdefault(duty.measure_id, []).append(duty)
        agenda = []
        for place, duty in enumerate(duties):
            end = fate(duty, place)
            if end != NOTHING:
                at = since + timedelta(days=place % 7, minutes=7 * place)
                agenda.append(
                    (at, place, self._life(duty, period, number, at, sharing[duty.measure_id], end, place))
                )
        heapq.heapify(agenda)
        with transaction.atomic():
            while agenda:
                _, place, life = heapq.heappop(agenda)
                later = next(life, None)
                if later is not None:
                    heapq.heappush(agenda, (later, place, life))

    def _life(
        self, duty: Duty, period: Period, number: int, at: datetime, sharing: list[Duty], end: str, place: int
    ) -> Iterator[datetime]:
        """What becomes of a report step by step; yields when the next step is due."""
        report = self._write(duty, period, number, at, sharing)
        if end == DRAFT:
            return
        yield (at := at + timedelta(hours=3))
        self._hand_in(report, at)
        if end == TO_CHECK:
            return
        mended = end == APPROVED and place % 19 == 5
        if end == RETURNED or mended:
            yield (back := at + timedelta(days=1))
            with held_at(back):
                actions.return_report(
                    report=report, reason=RETURN_REASONS[place % len(RETURN_REASONS)], by=self.officer
                )
        if mended:
            yield (again := at + timedelta(days=1, hours=4))
            self.mend(report, again)
        if end == APPROVED:
            yield (done := at + timedelta(days=1, hours=6))
            with held_at(done):
                actions.approve_report(report=report, by=self.officer)

    def _write(self, duty: Duty, period: Period, number: int, at: datetime, sharing: list[Duty]) -> Report:
        work = self.works[duty.measure.code]
        by = self.people[duty.organisation_id]
        first, second = (work.did[(number + shift + duty.pk) % len(work.did)] for shift in (0, 1))
        text = f"{period_name(period)}，{first}" + (f"；{second}。" if second != first else "。")
        told = {"text": text, "next_steps": self.source.choice(NEXT)}
        if self.source.random() < 0.2:
            told["problems"] = self.source.choice(PROBLEMS)
        given = {str(one.uid): self._figure(work, one, number, sharing.index(duty), len(sharing))
                 for one in self.aims.get(duty.measure_id, ())}  # fmt: skip
        with held_at(at):
            return actions.save_report(duty=duty, period=period, by=by, given=given, **told)

    @staticmethod
    def _figure(work: Work, indicator: Indicator, number: int, place: int, parts: int) -> str:
        """A unit's part of what all reach together; of a share each unit tells its own, a little above or below."""
        reached = (
            Decimal(work.aim.reached[min(number, len(work.aim.reached) - 1)]) if work.aim else Decimal(0)
        )
        if not indicator.adds_up:
            return str(reached + 2 * place - parts + 1)
        whole, left = divmod(int((work.aim.yearly if work.aim else 0) * reached), parts)
        return str(whole + (place < left))

    def _hand_in(self, report: Report, at: datetime) -> None:
        with held_at(at):
            actions.hand_in_report(report=report, by=self.people[report.duty.organisation_id])

    def mend(self, report: Report, at: datetime, **changes: object) -> None:
        """A report that was returned: written on, and handed in again."""
        by = self.people[report.duty.organisation_id]
        with held_at(at):
            words = report.text + "补充：台账和照片已另附。"
            saved = actions.save_report(
                duty=report.duty, period=report.period, by=by, seen=report.version, text=words, **changes
            )
            actions.hand_in_report(report=saved, by=by)
        report.refresh_from_db()
