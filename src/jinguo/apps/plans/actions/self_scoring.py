"""A unit scores itself: points, words and evidence for each item; saved as one goes, handed in when it is whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.plans import permissions
from jinguo.apps.plans.actions.setting_up import hold
from jinguo.apps.plans.models import AssessedUnit, SelfScore, SelfScoreFile
from jinguo.apps.plans.states import SelfScoreState, change
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class Given:
    """What a unit says of an item."""

    points: Decimal | None
    text: str = ""


@transaction.atomic
def save_self_score(
    *, unit: AssessedUnit, given: Mapping[str, Given], summary: str, seen: int, by: User
) -> AssessedUnit:
    """Write the own scores on.

    Raises:
        Refused: it is not the time, they are handed in, somebody else wrote meanwhile, or points above the weight.
    """
    demand(permissions.may_self_score(by, unit))
    _demand_draft(unit)
    weights = {item.code: item.weight for item in asked(unit)}
    for code, one in given.items():
        if code in weights and one.points is not None and not 0 <= one.points <= weights[code]:
            told = {"unit": unit.name_then, "points": str(one.points), "most": str(weights[code])}
            raise Refused.because("assessment_mark_out_of_range", **told)
    hold(unit, seen, summary=summary.strip())
    for code, one in given.items():
        if code in weights:
            told = {"points": one.points, "text": one.text.strip()}
            SelfScore.objects.update_or_create(unit=unit, item=code, defaults=told)
    return unit


def asked(unit: AssessedUnit) -> list:
    """The items for which a unit says how many points it gives itself: those that reviewers mark."""
    return [item for item in unit.assessment.scheme.items if item.how == "by_reviewers"]


@transaction.atomic
def hand_in_self_score(*, unit: AssessedUnit, by: User) -> AssessedUnit:
    """Hand the own scores in.

    Raises:
        Refused: an item has no points or no words yet.
    """
    demand(permissions.may_self_score(by, unit))
    said = {one.item: one for one in unit.self_scores.all()}
    lacking = [
        item.name
        for item in asked(unit)
        if item.code not in said or said[item.code].points is None or not said[item.code].text
    ]
    if lacking:
        raise Refused.because("self_score_lacks_items", names=lacking)
    change(unit, "hand_in_self_score", handed_in_at=now())
    _note("self_score_handed_in", unit, by)
    return unit


@transaction.atomic
def take_back_self_score(*, unit: AssessedUnit, by: User) -> AssessedUnit:
    """Take them back to write on, as long as own scores are open."""
    demand(permissions.may_self_score(by, unit))
    change(unit, "take_back_self_score", handed_in_at=None)
    _note("self_score_taken_back", unit, by)
    return unit


@transaction.atomic
def add_evidence(*, unit: AssessedUnit, item: str, file: StoredFile, by: User) -> SelfScoreFile:
    """Evidence with an item."""
    demand(permissions.may_self_score(by, unit))
    _demand_draft(unit)
    if item not in {one.code for one in unit.assessment.scheme.items}:
        raise Refused.because("assessment_code_unknown", unit=unit.name_then, found=item)
    made = SelfScoreFile.objects.create(unit=unit, item=item, file=file, added_by=by)
    _note("self_score_file_added", unit, by)
    return made


@transaction.atomic
def remove_evidence(*, file: SelfScoreFile, by: User) -> None:
    """Take evidence off; it stays in the record."""
    demand(permissions.may_self_score(by, file.unit))
    _demand_draft(file.unit)
    SelfScoreFile.objects.filter(pk=file.pk).update(removed_at=now())
    _note("self_score_file_removed", file.unit, by)


def _demand_draft(unit: AssessedUnit) -> None:
    if unit.state != SelfScoreState.DRAFT:
        raise Refused.because("self_score_is_handed_in")


def _note(action: str, unit: AssessedUnit, by: User) -> None:
    plan = unit.assessment.plan
    after = {"unit": unit.name_then, "year": unit.assessment.year}
    audit.record(action, subject=plan, by=by, acting_for=unit.organisation, within=plan, after=after)
