"""Take experts in from a file: each row by itself, so that one that fails costs nobody else; and note what went out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import DatabaseError, transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.organisations.permissions import is_officer_of
from jinguo.apps.reviews.actions.pool import add_expert, change_expert
from jinguo.apps.reviews.pool.files import COLUMNS, Finding, Plan
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


def import_experts(*, pool: Organisation, plan: Plan, by: User) -> Plan:
    """Add and change the experts of a plan. Answers with the same plan; a row that failed has its reason now."""
    demand(is_officer_of(by, pool))
    for line in plan.lines:
        if line.refused:
            continue
        try:
            with transaction.atomic():
                if line.expert is None:
                    add_expert(pool=pool, by=by, **line.facts)
                else:
                    change_expert(expert=line.expert, changes=line.facts, by=by)
        except Refused as refused:
            line.findings += [Finding(COLUMNS["name"], reason) for reason in refused.reasons]
        except DatabaseError:
            line.findings.append(Finding(COLUMNS["name"], Reason.error("pool_row_not_written")))
    audit.record(
        "experts_imported", subject=pool, by=by, acting_for=pool,
        after={"added": len(plan.added), "changed": len(plan.changed), "refused": len(plan.refused)},
    )  # fmt: skip
    return plan


def record_pool_export(*, pool: Organisation, count: int, by: User) -> None:
    """That the pool was taken out is on record."""
    demand(is_officer_of(by, pool))
    audit.record("experts_exported", subject=pool, by=by, acting_for=pool, after={"count": count})
