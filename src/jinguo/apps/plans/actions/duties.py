"""Duties and tasks: given, taken on, disputed, settled, passed on; and what the unit does for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.organisations import queries as organisations
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.plans import permissions
from jinguo.apps.plans.actions.setting_up import hold, note, tell_units
from jinguo.apps.plans.models import Duty, Measure, Task
from jinguo.apps.plans.states import BOUND, PlanState, Role, TaskState, change
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


@transaction.atomic
def give_duty(
    *, measure: Measure, role: str, by: User, organisation: Organisation | None = None, name: str = ""
) -> Duty:
    """Give a unit a part in a measure; without a unit of the site, only the name that the document writes."""
    plan = measure.plan
    demand(permissions.may_edit(by, plan) & permissions.measure_stands(measure))
    name = name.strip() or (organisation.name if organisation else "")
    if not name:
        raise Refused.because("duty_without_unit")
    if organisation is not None:
        _demand_once(measure, organisation)
    duty = Duty.objects.create(measure=measure, organisation=organisation, name_then=name[:120], role=role)
    note("duty_given", plan, by, measure, after={"unit": name})
    if organisation is not None and plan.state == PlanState.IN_FORCE:
        tell_units(plan, {organisation.pk}, "plan_duties_given")
    return duty


def _demand_once(measure: Measure, organisation: Organisation) -> None:
    if measure.duties.filter(organisation=organisation, state__in=BOUND).exists():
        raise Refused.because("duty_given_already", unit=organisation.name)


@transaction.atomic
def match_duty(*, duty: Duty, organisation: Organisation, by: User, everywhere: bool = False) -> Duty:
    """Say which unit of the site a name means, in this part, or ``everywhere`` in the plan: once in each measure in which the
    unit has no part. The name stays as written.

    Raises:
        Refused: the part has its unit already, or the unit has a part in the measure.
    """
    plan = duty.measure.plan
    demand(permissions.may_edit(by, plan) & permissions.duty_stands(duty))
    if duty.organisation_id is not None:
        raise Refused.because("duty_has_its_unit")
    _demand_once(duty.measure, organisation)
    _match(duty, organisation, by)
    if everywhere:
        held = Duty.objects.filter(
            measure__plan=plan, organisation=organisation, released_at=None
        ).values_list("measure_id", flat=True)
        taken = set(held)
        for twin in same_name(duty):
            if twin.measure_id not in taken:
                taken.add(twin.measure_id)
                _match(twin, organisation, by)
    if plan.state == PlanState.IN_FORCE:
        tell_units(plan, {organisation.pk}, "plan_duties_given")
    return duty


def same_name(duty: Duty) -> QuerySet[Duty]:
    """The other parts of the plan that bear the same name and have no unit yet."""
    found = Duty.objects.filter(
        measure__plan=duty.measure.plan, measure__ended_at=None, name_then=duty.name_then, organisation=None,
        state__in=BOUND,
    )  # fmt: skip
    return found.exclude(pk=duty.pk).select_related("measure__plan__organisation").order_by("pk")


def _match(duty: Duty, organisation: Organisation, by: User) -> None:
    duty.organisation = organisation
    if duty.role == Role.GROUP:
        duty.role = Role.PARTICIPATING
    duty.save(update_fields=["organisation", "role"])
    note(
        "duty_matched", duty.measure.plan, by, duty.measure,
        after={"name": duty.name_then, "unit": organisation.name},
    )  # fmt: skip


@transaction.atomic
def release_duty(*, duty: Duty, why: str, by: User) -> Duty:
    """Take a part from a unit again. What it reported stays."""
    plan = duty.measure.plan
    demand(permissions.may_edit(by, plan))
    if plan.state == PlanState.IN_FORCE and not why.strip():
        raise Refused.because("measure_changed_without_a_reason")
    change(duty, "release_duty", released_at=now(), settlement=why.strip())
    note("duty_released", plan, by, duty.measure, after={"unit": duty.name_then}, note=why)
    return duty


@transaction.atomic
def pass_duty_on(*, duty: Duty, organisation: Organisation, why: str, by: User) -> Duty:
    """The unit was merged into another, or the part moves: the old one ends with its reports, the new one goes on."""
    released = release_duty(duty=duty, why=why, by=by)
    there = duty.measure.duties.filter(organisation=organisation, state__in=BOUND).first()
    heir = there or give_duty(measure=duty.measure, role=duty.role, organisation=organisation, by=by)
    released.passed_to = heir
    released.save(update_fields=["passed_to"])
    return heir


@transaction.atomic
def accept_duty(*, duty: Duty, by: User, liaison_name: str = "") -> Duty:
    """The unit takes its part on, and names who answers for it."""
    demand(permissions.may_answer(by, duty))
    change(
        duty,
        "accept_duty",
        answered_at=now(),
        liaison_id=by.pk,
        liaison_name=(liaison_name.strip() or str(by))[:100],
    )
    _unit_note("duty_accepted", duty, by)
    return duty


@transaction.atomic
def dispute_duty(*, duty: Duty, reason: str, by: User) -> Duty:
    """The unit says why the part is not its own. The organiser's officers are told and settle it."""
    demand(permissions.may_answer(by, duty))
    if not reason.strip():
        raise Refused.because("dispute_without_reason")
    change(duty, "dispute_duty", answered_at=now(), dispute=reason.strip())
    _unit_note("duty_disputed", duty, by)
    plan = duty.measure.plan
    outbox.queue(
        "plan_duty_disputed",
        to=[one.user for one in organisations.officers_of(plan.organisation)],
        params={"unit": duty.name_then, "measure": str(duty.measure), "plan": plan.title},
        about=plan,
        sender=plan.organisation,
        link=reverse("plans:measure", args=[duty.measure.uid]),
    )
    return duty


@transaction.atomic
def settle_duty(*, duty: Duty, settlement: str, keeps: bool, by: User, role: str = "") -> Duty:
    """The officer settles a dispute: the part stays (perhaps as another one), or is taken from the unit."""
    plan = duty.measure.plan
    demand(permissions.may_edit(by, plan))
    if not settlement.strip():
        raise Refused.because("settlement_without_words")
    if keeps:
        change(duty, "settle_duty", settlement=settlement.strip(), role=role or duty.role)
        note("duty_settled", plan, by, duty.measure, after={"unit": duty.name_then}, note=settlement)
    else:
        release_duty(duty=duty, why=settlement, by=by)
    if duty.organisation_id:
        told = {"measure": str(duty.measure), "words": settlement.strip()}
        tell_units(plan, {duty.organisation_id}, "plan_duty_settled", **told)
    return duty


@transaction.atomic
def name_liaison(*, duty: Duty, name: str, by: User) -> Duty:
    """Say who in the unit answers for this part."""
    demand(permissions.is_liaison_of_duty(by, duty) & permissions.duty_stands(duty))
    duty.liaison_name = name.strip()[:100]
    duty.save(update_fields=["liaison_name"])
    _unit_note("duty_liaison_named", duty, by)
    return duty


@transaction.atomic
def add_task(*, duty: Duty, what: str, by: User, parent: Task | None = None, **told: Any) -> Task:
    """Something the unit will do: who, from when until when."""
    demand(permissions.is_liaison_of_duty(by, duty) & permissions.duty_stands(duty))
    if parent is not None and parent.duty_id != duty.pk:
        raise Refused.because("task_of_another_duty")
    _demand_dates(told)
    task = Task.objects.create(duty=duty, what=what, parent=parent, **told)
    _unit_note("task_added", duty, by)
    return task


@transaction.atomic
def change_task(*, task: Task, changes: Mapping[str, Any], seen: int, by: User) -> Task:
    """Change a task, or say how far it is."""
    demand(permissions.is_liaison_of_duty(by, task.duty) & permissions.duty_stands(task.duty))
    dates = {name: changes.get(name, getattr(task, name)) for name in ("starts_on", "due_on")}
    _demand_dates(dates)
    also = dict(changes)
    if "state" in also and also["state"] != task.state:
        also["done_at"] = now() if also["state"] == TaskState.DONE else None
    hold(task, seen, **also)
    _unit_note("task_changed", task.duty, by)
    return task


def _demand_dates(told: Mapping[str, Any]) -> None:
    starts, due = told.get("starts_on"), told.get("due_on")
    if starts and due and due < starts:
        raise Refused.because("task_runs_backwards")


def _unit_note(action: str, duty: Duty, by: User) -> None:
    audit.record(
        action,
        subject=duty.measure,
        by=by,
        acting_for=duty.organisation,
        within=duty.measure.plan,
        after={"unit": duty.name_then},
    )
