"""The plan itself: made, changed, put in force, closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.organisations import queries as organisations
from jinguo.apps.organisations.permissions import is_officer_of
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.plans import permissions
from jinguo.apps.plans.models import Duty, Plan
from jinguo.apps.plans.states import DutyState, change
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


def note(action: str, plan: Plan, by: User | None, subject: models.Model | None = None, **told: Any) -> None:
    """An act in the trail, found with the plan's whole trail."""
    audit.record(action, subject=subject or plan, by=by, acting_for=plan.organisation, within=plan, **told)


def hold(record: models.Model, seen: int, **fields: Any) -> None:
    """Write fields if nobody wrote since version ``seen`` was read: what two people write at once is never lost silently.

    Raises:
        Refused: it was changed meanwhile.
    """
    rows = type(record)._base_manager.filter(pk=record.pk, version=seen)
    if not rows.update(version=F("version") + 1, **fields):
        raise Refused.because("plan_edited_meanwhile")
    record.refresh_from_db()


@transaction.atomic
def create_plan(
    *, organisation: Organisation, title: str, first_year: int, last_year: int, by: User, **settings: Any
) -> Plan:
    """A new plan, drafted: only the organisation itself sees it.

    Raises:
        Refused: by somebody else's officer, years that run backwards, or a title that the first year has already.
    """
    demand(is_officer_of(by, organisation))
    if last_year < first_year:
        raise Refused.because("plan_years_run_backwards")
    if Plan.objects.filter(organisation=organisation, title=title, first_year=first_year).exists():
        raise Refused.because("plan_title_taken", title=title)
    plan = Plan.objects.create(
        organisation=organisation, title=title, first_year=first_year, last_year=last_year, **settings
    )
    note("plan_created", plan, by)
    return plan


@transaction.atomic
def change_plan(*, plan: Plan, changes: Mapping[str, Any], seen: int, by: User) -> Plan:
    """Change what the plan says of itself."""
    demand(permissions.may_edit(by, plan))
    before = {name: getattr(plan, name) for name in changes if getattr(plan, name) != changes[name]}
    if not before:
        return plan
    hold(plan, seen, **changes)
    note("action_plan_changed", plan, by, before=before, after={name: changes[name] for name in before})
    return plan


@transaction.atomic
def put_in_force(*, plan: Plan, by: User) -> Plan:
    """The plan counts from now on: each unit with a part gets it, and is told.

    Raises:
        Refused: no measure, or no unit that answers for any.
    """
    demand(permissions.is_officer_of_plan(by, plan))
    if not plan.measures.filter(ended_at=None).exists():
        raise Refused.because("plan_without_measures")
    given = Duty.objects.filter(measure__plan=plan, state=DutyState.PROPOSED, organisation__isnull=False)
    if not given.exists():
        raise Refused.because("plan_without_units")
    change(plan, "put_in_force", in_force_at=now())
    note("plan_put_in_force", plan, by)
    tell_units(plan, set(given.values_list("organisation_id", flat=True)), "plan_duties_given")
    return plan


@transaction.atomic
def close_plan(*, plan: Plan, by: User) -> Plan:
    """The plan is over; everything stays readable.

    Raises:
        Refused: a period is open still.
    """
    demand(permissions.is_officer_of_plan(by, plan))
    if plan.periods.filter(state="period_open").exists():
        raise Refused.because("plan_has_an_open_period")
    change(plan, "close_plan", closed_at=now())
    note("plan_closed", plan, by)
    return plan


def tell_units(plan: Plan, units: set[int], code: str, **params: Any) -> None:
    """A message to the liaisons of these units, with the way to their measures."""
    to = {one.user_id: one.user for one in organisations.liaisons_of(list(units))}
    outbox.queue(
        code,
        to=to.values(),
        params={"plan": plan.title, **params},
        about=plan,
        sender=plan.organisation,
        link=reverse("plans:mine"),
    )
