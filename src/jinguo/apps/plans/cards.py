"""What plans show on the first page, on a selection's page, and to whom they are offered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from jinguo.apps.clock import today
from jinguo.apps.organisations.kinds import LIAISON
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.plans import queries
from jinguo.apps.plans.permissions import READERS
from jinguo.apps.plans.queries import assessments_due, glance
from jinguo.apps.plans.states import BOUND


def reads_plans(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(organisations_with(request.user, *READERS))


def answers_for_a_unit(request: HttpRequest) -> bool:
    """Whom the menu leads to the measures of her unit: it is on every page and asks nothing of the database."""
    return request.user.is_authenticated and bool(organisations_with(request.user, LIAISON))


def has_a_part(request: HttpRequest) -> bool:
    """Whether she answers for a unit with a part in some plan. At most one query a request."""
    if not request.user.is_authenticated or not queries.units_answered_by(request.user):
        return False
    if not hasattr(request, "_has_a_part"):
        request._has_a_part = queries.duties_answered_by(request.user).filter(state__in=BOUND).exists()
    return request._has_a_part


def owed(request: HttpRequest) -> dict[str, Any] | None:
    """Measures that wait for her unit's word, and reports that are due."""
    if not has_a_part(request):
        return None
    rows = [row for row in queries.my_parts(request.user, today()) if row.unanswered or row.owed][:5]
    return {"template": "plans/_owed_card.html", "context": {"rows": rows}, "order": 6} if rows else None


def to_check(request: HttpRequest) -> dict[str, Any] | None:
    """Reports that wait for the officer."""
    if not reads_plans(request):
        return None
    rows = list(queries.reports_to_check(request.user)[:5])
    return {"template": "plans/_check_card.html", "context": {"rows": rows}, "order": 7} if rows else None


def standings(request: HttpRequest) -> dict[str, Any] | None:
    """How the numbers of the plans stand that she keeps or leads."""
    if not reads_plans(request):
        return None
    rows = glance.plans_at_a_glance(request.user, today())
    return {"template": "plans/_glance_card.html", "context": {"rows": rows}, "order": 8} if rows else None


def own_scores(request: HttpRequest) -> dict[str, Any] | None:
    """Assessments in which her unit has not scored itself yet."""
    if not request.user.is_authenticated or not queries.units_answered_by(request.user):
        return None
    rows = list(assessments_due.own_scores_due(request.user)[:5])
    card = {"template": "plans/assessments/_due_card.html", "context": {"rows": rows}, "order": 6}
    return card if rows else None


def assessments_waiting(request: HttpRequest) -> dict[str, Any] | None:
    """Units to mark and appeals to decide, for the officer."""
    if not reads_plans(request):
        return None
    rows = assessments_due.waiting_for_officer(request.user)[:5]
    card = {"template": "plans/assessments/_waiting_card.html", "context": {"rows": rows}, "order": 7}
    return card if rows else None
