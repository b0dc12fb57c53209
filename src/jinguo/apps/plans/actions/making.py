"""One press makes the plan: measures, units and indicators from what was accepted of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.plans.actions.duties import give_duty
from jinguo.apps.plans.actions.indicators import add_indicator
from jinguo.apps.plans.actions.measures import add_measure
from jinguo.apps.plans.actions.setting_up import create_plan, note
from jinguo.apps.plans.models import Measure, Plan
from jinguo.apps.plans.proposing import Proposal, Proposed, propose
from jinguo.apps.policies.permissions import may_make
from jinguo.apps.policies.queries import accepted_reading
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.policies.models import PolicyDocument


def proposal_of(document: PolicyDocument) -> Proposal:
    """What would be made of a document now."""
    return propose(accepted_reading(document), document)


@transaction.atomic
def make_plan(
    *, document: PolicyDocument, title: str, first_year: int, last_year: int, period_kind: str, by: User
) -> Plan:
    """A drafted plan with everything that the document says. Units that were not found keep the document's name;
    indicators and objectives are proposed, and a person confirms them.

    Raises:
        Refused: not the keeper's officer, not read, or no measure in it.
    """
    demand(may_make(by, document))
    proposal = proposal_of(document)
    if not proposal.measures:
        raise Refused.because("plan_document_without_measures")
    basis = "\n".join([document.title, *proposal.basis])
    plan = create_plan(
        organisation=document.keeper, title=title, first_year=first_year, last_year=last_year,
        period_kind=period_kind, basis=basis, by=by,
    )  # fmt: skip
    for one in proposal.measures:
        _make_measure(plan, document, one, by)
    note(
        "plan_made_from_document",
        plan,
        by,
        after={"document": document.title, "count": len(proposal.measures)},
    )
    return plan


def _make_measure(plan: Plan, document: PolicyDocument, one: Proposed, by: User) -> None:
    measure = add_measure(
        plan=plan, code=one.code, heading=one.heading, text=one.text, section=one.section, by=by
    )
    place = {"document": document, "document_start": one.start, "document_end": one.end}
    Measure.objects.filter(pk=measure.pk).update(**place)
    for unit in one.units:
        give_duty(measure=measure, role=unit.role, organisation=unit.organisation, name=unit.name, by=by)
    for aim in one.aims:
        years = plan.years if aim.yearly else (plan.last_year,)
        add_indicator(
            measure=measure, name=aim.name, unit_of_counting=aim.unit, said=aim.said, comparator=aim.comparator,
            fact=aim.fact, adds_up=aim.adds_up, period_kind=plan.period_kind,
            targets=dict.fromkeys(years, aim.target) if aim.target is not None else {}, by=by,
        )  # fmt: skip
