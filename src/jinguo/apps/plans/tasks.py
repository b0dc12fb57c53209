"""What comes round by itself: figures and reminders, every night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from jinguo.apps import jobs
from jinguo.apps.accounts.models import User
from jinguo.apps.files.models import StoredFile
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans import actions
from jinguo.apps.plans.models import Period, Plan


@jobs.periodic("plans.nightly", every=timedelta(days=1))
def nightly() -> dict[str, int]:
    return actions.nightly()


@jobs.job("plans.make_paper")
def make_paper(
    progress: Callable[..., None], *, plan_id: int, kind: str, by_id: int, unit_id: int | None = None,
    period_id: int | None = None, year: int | None = None,
) -> StoredFile:  # fmt: skip
    """A document out of a plan."""
    progress(0, 1, "plan_paper_is_written")
    paper = actions.make_paper(
        plan=Plan.objects.select_related("organisation").get(pk=plan_id),
        kind=kind,
        by=User.objects.get(pk=by_id),
        unit=Organisation.objects.filter(pk=unit_id).first(),
        period=Period.objects.select_related("plan__organisation").filter(pk=period_id).first(),
        year=year,
        progress=progress,
    )
    return paper.file
