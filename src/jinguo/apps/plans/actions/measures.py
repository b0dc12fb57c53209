"""Measures: added, reworded, split, merged, ended; their money, objectives, links and programmes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from jinguo.apps.clock import now
from jinguo.apps.plans import permissions
from jinguo.apps.plans.actions.indicators import go_on
from jinguo.apps.plans.actions.setting_up import hold, note
from jinguo.apps.plans.models import (
    Budget,
    Carries,
    Duty,
    Implementing,
    Indicator,
    Measure,
    ObjectiveMark,
    Plan,
    Succession,
    Wording,
)
from jinguo.apps.plans.queries.reading import measures_to_implement
from jinguo.apps.plans.states import BOUND, DutyState, MarkState, PlanState
from jinguo.engines import saga
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

_WORDS = ("code", "heading", "text")


@transaction.atomic
def add_measure(
    *,
    plan: Plan,
    code: str,
    heading: str,
    by: User,
    text: str = "",
    section: str = "",
    parent: Measure | None = None,
    why: str = "",
) -> Measure:
    """A measure at the end of the plan, with its first wording."""
    demand(permissions.may_edit(by, plan))
    _demand_free(plan, [code])
    last = plan.measures.aggregate(last=Max("position"))["last"] or 0
    measure = Measure.objects.create(
        plan=plan, code=code, heading=heading, text=text, section=section, parent=parent, position=last + 1
    )
    _word(measure, by, why)
    propose_objectives(measure=measure, by=by)
    note("measure_added", plan, by, measure, after={"code": code})
    return measure


def _demand_free(plan: Plan, codes: Sequence[str], besides: Iterable[int] = ()) -> None:
    there = plan.measures.filter(ended_at=None, code__in=codes).exclude(pk__in=besides)
    if (taken := there.first()) or len(set(codes)) < len(codes):
        raise Refused.because("measure_code_taken", code=taken.code if taken else codes[0])


def _word(measure: Measure, by: User, why: str) -> None:
    last = measure.wordings.aggregate(last=Max("number"))["last"] or 0
    Wording.objects.create(
        measure=measure,
        number=last + 1,
        why=why,
        by_name=str(by),
        **{name: getattr(measure, name) for name in _WORDS},
    )


@transaction.atomic
def reword_measure(
    *, measure: Measure, changes: Mapping[str, Any], seen: int, by: User, why: str = ""
) -> Measure:
    """Change a measure's number, heading, text or part of the plan. How it read before stays in its wordings.

    Raises:
        Refused: it was changed meanwhile; or the plan is in force and nothing says why.
    """
    plan = measure.plan
    demand(permissions.may_edit(by, plan) & permissions.measure_stands(measure))
    changed = {name: value for name, value in changes.items() if getattr(measure, name) != value}
    if not changed:
        return measure
    if plan.state == PlanState.IN_FORCE and not why.strip():
        raise Refused.because("measure_changed_without_a_reason")
    if "code" in changed:
        _demand_free(plan, [changed["code"]], besides=[measure.pk])
    hold(measure, seen, **changed)
    if set(changed) & set(_WORDS):
        _word(measure, by, why)
        propose_objectives(measure=measure, by=by)
    note("measure_reworded", plan, by, measure, after={"code": measure.code}, note=why)
    return measure


@transaction.atomic
def split_measure(
    *,
    measure: Measure,
    parts: Sequence[Mapping[str, str]],
    why: str,
    by: User,
    indicators: Mapping[Indicator, str] | None = None,
) -> list[Measure]:
    """End a measure and go on in several, each with its units. Reports and figures stay where they were made.

    Args:
        parts: ``code``, ``heading`` and ``text`` of each.
        indicators: those that go on, each with the ``code`` of its part; the others end with the measure.
    """
    demand(permissions.may_edit(by, measure.plan) & permissions.measure_stands(measure))
    if len(parts) < 2:
        raise Refused.because("measure_split_needs_two")
    _end(measure, why)
    after = [
        add_measure(plan=measure.plan, section=measure.section, parent=measure.parent, by=by, why=why, **part)
        for part in parts
    ]
    _follow([measure], after, "measure_was_split", why)
    by_code = {one.code: one for one in after}
    for indicator, code in (indicators or {}).items():
        if code not in by_code:
            raise Refused.because("indicator_goes_on_nowhere", indicator=indicator.name, code=code)
        go_on(indicator=indicator, measure=by_code[code], by=by)
    note("measure_split", measure.plan, by, measure, after={"count": len(after)}, note=why)
    return after


@transaction.atomic
def merge_measures(
    *, measures: Sequence[Measure], code: str, heading: str, why: str, by: User, text: str = ""
) -> Measure:
    """End several measures and go on in one, with the units of all."""
    plans = {measure.plan_id for measure in measures}
    if len(measures) < 2 or len(plans) != 1:
        raise Refused.because("measure_merge_needs_two")
    plan = measures[0].plan
    demand(permissions.may_edit(by, plan))
    for measure in measures:
        demand(permissions.measure_stands(measure))
        _end(measure, why)
    first = measures[0]
    after = add_measure(
        plan=plan, code=code, heading=heading, text=text, section=first.section, by=by, why=why
    )
    _follow(measures, [after], "measure_was_merged", why)
    note("measure_merged", plan, by, after, after={"count": len(measures)}, note=why)
    return after


@transaction.atomic
def end_measure(*, measure: Measure, why: str, by: User) -> Measure:
    """A measure that is no longer pursued; its story stays."""
    demand(permissions.may_edit(by, measure.plan) & permissions.measure_stands(measure))
    _end(measure, why)
    _release(measure)
    note("measure_ended", measure.plan, by, measure, note=why)
    return measure


def _end(measure: Measure, why: str) -> None:
    if not why.strip():
        raise Refused.because("measure_changed_without_a_reason")
    measure.ended_at, measure.ended_because = now(), why.strip()[:300]
    measure.save(update_fields=["ended_at", "ended_because"])


def _release(measure: Measure) -> None:
    measure.duties.filter(state__in=BOUND).update(state=DutyState.RELEASED, released_at=now())


def _follow(before: Sequence[Measure], after: Sequence[Measure], kind: str, why: str) -> None:
    """Units, programmes and links upward go on in the new measures, which take the first one's place in the plan."""
    Succession.objects.bulk_create(
        [Succession(before=old, after=new, kind=kind, why=why[:300]) for old in before for new in after]
    )
    duties = list(Duty.objects.filter(measure__in=before, state__in=BOUND).order_by("pk"))
    carried = Carries.objects.filter(measure__in=before)
    higher = set(Implementing.objects.filter(lower__in=before).values_list("higher_id", flat=True))
    for new in after:
        units: dict[object, Duty] = {}
        for old in duties:
            copy = Duty(measure=new, organisation_id=old.organisation_id, name_then=old.name_then, role=old.role,
                        state=old.state, dispute=old.dispute, settlement=old.settlement, liaison_id=old.liaison_id,
                        liaison_name=old.liaison_name, answered_at=old.answered_at)  # fmt: skip
            units.setdefault(old.organisation_id or old.name_then, copy)
        Duty.objects.bulk_create(units.values())
        programmes = {(one.programme_kind, one.programme_uid): one.title for one in carried}
        Carries.objects.bulk_create(
            Carries(measure=new, programme_kind=kind_, programme_uid=uid, title=title)
            for (kind_, uid), title in programmes.items()
        )
        Implementing.objects.bulk_create(Implementing(lower=new, higher_id=one) for one in higher)
        Measure.objects.filter(pk=new.pk).update(position=before[0].position)
    for old in before:
        _release(old)


@transaction.atomic
def set_budget(*, measure: Measure, year: int, planned: Decimal, spent: Decimal, by: User) -> Budget:
    """Money of a measure in a year, in yuan."""
    plan = measure.plan
    demand(permissions.may_edit(by, plan))
    if year not in plan.years:
        raise Refused.because("year_outside_plan", year=year)
    budget, _ = Budget.objects.get_or_create(measure=measure, year=year)
    before = {"planned": budget.planned, "spent": budget.spent}
    budget.planned, budget.spent = planned, spent
    budget.save()
    after = {"year": year, "planned": planned, "spent": spent}
    note("budget_set", plan, by, measure, before=before, after=after)
    return budget


@transaction.atomic
def propose_objectives(*, measure: Measure, by: User) -> list[ObjectiveMark]:
    """Propose the SAGA objectives for which the measure's words speak. What a person settled stays as she settled it."""
    demand(permissions.may_edit(by, measure.plan))
    found = {one.objective: list(one.words) for one in saga.propose(f"{measure.heading} {measure.text}")}
    measure.objective_marks.filter(state=MarkState.PROPOSED).exclude(objective__in=found).delete()
    known = set(measure.objective_marks.values_list("objective", flat=True))
    fresh = [
        ObjectiveMark(measure=measure, objective=code, evidence=words)
        for code, words in found.items()
        if code not in known
    ]
    return ObjectiveMark.objects.bulk_create(fresh)


@transaction.atomic
def settle_objective(*, measure: Measure, objective: str, serves: bool, by: User) -> ObjectiveMark:
    """A person says whether a measure serves an objective, proposed or not."""
    demand(permissions.may_edit(by, measure.plan))
    state = MarkState.CONFIRMED if serves else MarkState.DECLINED
    mark, _ = ObjectiveMark.objects.update_or_create(
        measure=measure, objective=objective, defaults={"state": state, "settled_by": by}
    )
    note("objective_settled", measure.plan, by, measure, after={"objective": objective, "state": state})
    return mark


@transaction.atomic
def implement(*, measure: Measure, higher: Measure, by: User) -> Implementing:
    """This measure carries out one of a higher document. Both pages show it."""
    demand(permissions.may_edit(by, measure.plan) & permissions.measure_stands(measure))
    if not measures_to_implement(measure.plan).filter(pk=higher.pk).exists():
        raise Refused.because("measure_not_to_implement")
    link, made = Implementing.objects.get_or_create(lower=measure, higher=higher)
    if made:
        note("measure_implements", measure.plan, by, measure, after={"higher": str(higher)})
    return link


@transaction.atomic
def stop_implementing(*, measure: Measure, higher: Measure, by: User) -> None:
    demand(permissions.may_edit(by, measure.plan))
    if Implementing.objects.filter(lower=measure, higher=higher).delete()[0]:
        note("measure_implements_no_more", measure.plan, by, measure, after={"higher": str(higher)})


@transaction.atomic
def carry(*, measure: Measure, kind: str, uid: UUID, title: str, by: User) -> Carries:
    """A programme (a call, an activity …) carries this measure."""
    demand(permissions.may_edit(by, measure.plan) & permissions.measure_stands(measure))
    carries, made = Carries.objects.get_or_create(
        measure=measure, programme_kind=kind, programme_uid=uid, defaults={"title": title[:200]}
    )
    if made:
        note("measure_carried", measure.plan, by, measure, after={"programme": title})
    return carries


@transaction.atomic
def end_carrying(*, carries: Carries, by: User) -> None:
    plan = carries.measure.plan
    demand(permissions.may_edit(by, plan))
    note("measure_carried_no_more", plan, by, carries.measure, after={"programme": carries.title})
    carries.delete()
