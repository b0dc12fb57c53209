"""What stands in a bulletin or a yearly report before an officer writes into it."""

from __future__ import annotations

from django.utils import translation

from jinguo.apps.plans.following import period_name
from jinguo.apps.plans.models import PaperWords, Period, Plan
from jinguo.apps.plans.states import WORDED_PAPERS

BULLETIN, YEARLY = WORDED_PAPERS


def name_of(period: Period) -> str:
    """2026年第一季度, whichever language the page speaks."""
    with translation.override("zh-hans"):
        return period_name(period)


def bulletin_words(period: Period) -> PaperWords:
    """The words of a period's bulletin: the kept ones, or a proposal."""
    plan = period.plan
    kept = PaperWords.objects.filter(kind=BULLETIN, period=period).first()
    return kept or PaperWords(
        plan=plan,
        kind=BULLETIN,
        period=period,
        year=period.year,
        issue=_next_issue(plan, period),
        title=f"关于《{plan.title}》{name_of(period)}进展情况的通报",
        addressee="各承担单位",
        red_head=f"{plan.organisation.name}工作通报"[:60],
        opening=(
            f"为扎实推进《{plan.title}》各项任务落实，根据各承担单位报送的进展报告，"
            f"现将{name_of(period)}进展情况通报如下。"
        ),
        closing=(
            "请各承担单位对照任务分解表，抓紧推进尚未完成的任务，对存在风险的任务逐项研究措施，"
            "按时报送下一期进展情况。"
        ),
    )


def _next_issue(plan: Plan, period: Period) -> int:
    """Issues are counted through the plan, in the order of the periods."""
    before = plan.periods.filter(starts_on__lt=period.starts_on, year=period.year).count()
    return before + 1


def yearly_words(plan: Plan, year: int) -> PaperWords:
    """The words of a year's report: the kept ones, or a proposal."""
    kept = PaperWords.objects.filter(kind=YEARLY, plan=plan, year=year, period=None).first()
    return kept or PaperWords(
        plan=plan,
        kind=YEARLY,
        year=year,
        title=f"《{plan.title}》{year}年度进展情况报告",
        opening=f"现将《{plan.title}》{year}年度实施进展情况报告如下。",
        closing="下一步，将继续压实责任，补齐短板，确保各项任务按期完成。",
    )
