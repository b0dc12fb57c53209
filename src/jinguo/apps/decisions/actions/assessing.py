"""Have the marks of a round examined in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.clock import now
from jinguo.apps.decisions import quality
from jinguo.apps.decisions.models import Assessment
from jinguo.apps.jobs.actions import enqueue
from jinguo.apps.reviews.models import Round
from jinguo.errors import demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@transaction.atomic
def ask_assessment(*, round_: Round, by: User) -> Assessment:
    """Ask for it; asked twice while it is being worked out, it is worked out once."""
    demand(call_permissions.is_officer_of_call(by, round_.call))
    assessment, _fresh = Assessment.objects.select_for_update(of=("self",)).get_or_create(round=round_)
    if assessment.job is None or not assessment.job.is_open:
        assessment.job = enqueue("decisions.assess", by=by, round_id=round_.pk)
        assessment.asked_at = now()
        assessment.save(update_fields=["job", "asked_at"])
    return assessment


def keep_assessment(*, round_: Round, tell: object = None) -> Assessment:
    """Work it out now and keep it with the round: what the worker calls."""
    marks = quality.marks_of(round_)
    result = quality.work_out(round_, marks, tell)
    made, _fresh = Assessment.objects.update_or_create(
        round=round_, defaults={"result": result, "fingerprint": quality.fingerprint_of(marks)}
    )
    return made
