"""Documents out of a plan: asked for, made in the background, kept with their trail; a unit takes its own table at once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.files import actions as files
from jinguo.apps.files.delivery import DOCX, XLSX
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.apps.plans import paperwork, permissions, queries
from jinguo.apps.plans.actions.setting_up import hold, note
from jinguo.apps.plans.models import Paper, PaperWords, Period, Plan
from jinguo.apps.plans.queries.account import account_of
from jinguo.apps.plans.queries.documents import MAKING
from jinguo.apps.plans.states import PAPER_KINDS
from jinguo.engines.paperwork import breakdown_sheet, safe_file_name
from jinguo.engines.paperwork.archive import member
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation

FILE_KIND = "plans.papers"
SHEET, TABLE, BULLETIN, YEARLY, PACKAGE = PAPER_KINDS


@dataclass(frozen=True, slots=True)
class Made:
    """A document ready to be sent or kept: what the file is called, its bytes and its media type."""

    name: str
    content: bytes
    mime: str


@transaction.atomic
def ask_for_paper(
    *, plan: Plan, kind: str, by: User, unit: Organisation | None = None, period: Period | None = None,
    year: int | None = None,
) -> Job:  # fmt: skip
    """Have a document made in the background.

    Raises:
        Refused: she does not keep the plan, there is no such document, or nothing to put into it.
    """
    demand(permissions.is_officer_of_plan(by, plan))
    if kind not in PAPER_KINDS:
        raise Refused.because("no_such_paper")
    if not plan.measures.filter(ended_at=None).exists():
        raise Refused.because("plan_without_measures")
    told = {"unit_id": unit.pk if unit else None, "period_id": period.pk if period else None, "year": year}
    return jobs.enqueue(MAKING, by=by, plan_id=plan.pk, kind=kind, by_id=by.pk, **told)


def make_paper(
    *, plan: Plan, kind: str, by: User, unit: Organisation | None = None, period: Period | None = None,
    year: int | None = None, progress: Callable[..., None] | None = None,
) -> Paper:  # fmt: skip
    """The work of the job: write the document, store it, and say so in the trail. In Chinese, whoever asks."""
    with translation.override("zh-hans"):
        if kind == PACKAGE:
            made = _package(plan, progress or (lambda *told, **more: None))
        else:
            made = written(plan, kind, unit=unit, period=period, year=year)
    with transaction.atomic():
        stored = files.store(io.BytesIO(made.content), name=made.name, kind=FILE_KIND, by=by)
        paper = Paper.objects.create(
            plan=plan, kind=kind, unit=unit, period=period, year=year, file=stored, made_by=by,
            made_by_name=str(by)[:100], **_standing(period),
        )  # fmt: skip
        note("plan_paper_made", plan, by, after={"paper": kind, "file": made.name})
    return paper


def _standing(period: Period | None) -> dict[str, Any]:
    """Whether the period was open or locked when the document was made, and which locking it rests on."""
    if period is None:
        return {}
    last = period.lockings.filter(reopened_at=None).order_by("-number").first()
    return {"period_state": period.state, "locking_number": last.number if last else None}


def written(
    plan: Plan, kind: str, *, unit: Organisation | None = None, period: Period | None = None,
    year: int | None = None,
) -> Made:  # fmt: skip
    """The document itself."""
    if kind in (SHEET, TABLE):
        return _table(plan, kind, unit)
    if kind == BULLETIN and period is not None:
        return _bulletin(period)
    if kind == YEARLY and year is not None:
        return _yearly(plan, year)
    raise Refused.because("no_such_paper")


def _table(plan: Plan, kind: str, unit: Organisation | None) -> Made:
    from jinguo.engines.paperwork import breakdown_document  # Word is loaded when it is written

    table = paperwork.breakdown_of(plan, unit)
    name = paperwork.breakdown_title(plan, unit)
    if kind == SHEET:
        return Made(safe_file_name(f"{name}.xlsx"), breakdown_sheet(table), XLSX)
    return Made(safe_file_name(f"{name}.docx"), breakdown_document(table), DOCX)


def _package(plan: Plan, progress: Callable[..., None]) -> Made:
    """The table of the whole plan, and each unit's own, in Word and Excel: one file to send around.

    ``progress(done, total, "plan_tables_are_written", name=…)`` is told before each unit; it may raise to stop.
    """
    units: list[Organisation | None] = [None, *queries.units_of(plan)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for number, unit in enumerate(units):
            name = unit.name if unit else "全部任务"
            progress(number, len(units), "plan_tables_are_written", name=name)
            for kind in (TABLE, SHEET):
                made = _table(plan, kind, unit)
                ending = made.name.rpartition(".")[2]
                file = safe_file_name(f"{number:03d}-{name}.{ending}")
                package.writestr(member(file, deflate=False), made.content)
    return Made(safe_file_name(f"{plan.title}各单位任务分解表.zip"), packed.getvalue(), "application/zip")


def _bulletin(period: Period) -> Made:
    from jinguo.engines.paperwork import official_letter  # Word is loaded when it is written

    words = paperwork.bulletin_words(period)
    account = account_of(period, today(period.plan.organisation.time_zone))
    return Made(
        safe_file_name(f"{words.title}.docx"), official_letter(paperwork.bulletin_of(account, words)), DOCX
    )


def _yearly(plan: Plan, year: int) -> Made:
    from jinguo.engines.paperwork import official_letter  # Word is loaded when it is written

    words = paperwork.yearly_words(plan, year)
    found = paperwork.year_of(plan, year, today(plan.organisation.time_zone))
    return Made(
        safe_file_name(f"{words.title}.docx"), official_letter(paperwork.yearly_of(found, words)), DOCX
    )


@transaction.atomic
def save_words(*, words: PaperWords, changes: Mapping[str, Any], seen: int, by: User) -> PaperWords:
    """Keep the words of a bulletin or a yearly report with its period or year.

    Raises:
        Refused: she does not keep the plan, or somebody else changed them meanwhile.
    """
    demand(permissions.is_officer_of_plan(by, words.plan))
    if words.pk is None:
        place = {"kind": words.kind, "plan": words.plan, "period": words.period, "year": words.year}
        kept, made = PaperWords.objects.get_or_create(
            **place, defaults={"title": words.title, "issue": words.issue}
        )
        words = kept
        if not made:
            raise Refused.because("plan_edited_meanwhile")
    hold(words, seen, **changes, changed_at=now())
    note("plan_paper_worded", words.plan, by, after={"paper": words.kind, "title": words.title})
    return words


@transaction.atomic
def take_own_table(*, plan: Plan, unit: Organisation, kind: str, by: User) -> Made:
    """A unit's own lines of the table, for who answers for it."""
    if kind not in (SHEET, TABLE):
        raise Refused.because("no_such_paper")
    with translation.override("zh-hans"):
        made = _table(plan, kind, unit)
    audit.record(
        "plan_table_taken",
        subject=plan,
        by=by,
        acting_for=unit,
        within=plan,
        after={"unit": unit.name, "paper": kind},
    )
    return made
