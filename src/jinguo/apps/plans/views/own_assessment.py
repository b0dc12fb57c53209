"""The unit's side of an assessment: its own scores, its result with every point explained, its appeal."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.apps.clock import today
from jinguo.apps.plans import access, permissions
from jinguo.apps.plans.actions import appealing, self_scoring
from jinguo.apps.plans.actions.self_scoring import Given
from jinguo.apps.plans.assessment_sheet import FOR_THE_UNIT, sheet_of
from jinguo.apps.plans.forms.assessments import AppealForm, SelfScoreForm
from jinguo.apps.plans.forms.wording import language, shown
from jinguo.apps.plans.models import AssessedUnit
from jinguo.apps.plans.queries import assessments as queries
from jinguo.apps.plans.states import AppealState, SelfScoreState
from jinguo.apps.plans.views import evidence
from jinguo.apps.plans.views.asking import ask
from jinguo.apps.plans.views.measures import ANY
from jinguo.engines.assessment import label
from jinguo.errors import Refused
from jinguo.reasons import Reason


def page_of(unit: AssessedUnit) -> str:
    return reverse("plans:own_assessment", args=[unit.uid])


@require_http_methods(ANY)
def own(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Own scores while they are open; afterwards the result."""
    unit = access.assessed_of_unit(request.user, uid)
    items = self_scoring.asked(unit)
    seen = queries.seen(unit)
    form = SelfScoreForm(request.POST or None, items=items, initial=_start(unit, seen))
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, unit, form)
        except Refused as refused:
            problems, seen = refused.reasons, queries.seen(unit)
        else:
            return redirect(page_of(unit))
    if problems:
        unit.refresh_from_db()
        form.data = form.data.copy()
        form.data["seen"] = unit.version
    return _page(request, unit, seen, form, problems)


def _start(unit: AssessedUnit, seen: queries.Seen) -> dict[str, object]:
    said = seen.own.values()
    start: dict[str, object] = {"summary": unit.summary, "seen": unit.version}
    start |= {f"points_{one.code}": shown(one.points) for one in said}
    return start | {f"text_{one.code}": one.text for one in said}


def _save(request: HttpRequest, unit: AssessedUnit, form: SelfScoreForm) -> None:
    data = form.cleaned_data
    given = {item.code: Given(data[f"points_{item.code}"], data[f"text_{item.code}"]) for item in form.items}
    self_scoring.save_self_score(
        unit=unit, given=given, summary=data["summary"], seen=data["seen"], by=request.user
    )
    for item in form.items:
        evidence.take(
            request,
            f"file_{item.code}",
            "plans.self_score",
            lambda file, item=item: self_scoring.add_evidence(
                unit=unit, item=item.code, file=file, by=request.user
            ),
        )
    if pk := request.POST.get(evidence.REMOVE):
        self_scoring.remove_evidence(file=access.self_evidence_of(unit, pk), by=request.user)
        messages.success(request, _("The file was taken off."))
    if "hand_in" in request.POST:
        self_scoring.hand_in_self_score(unit=unit, by=request.user)
        messages.success(request, _("Handed in. You will be told when results are announced."))
    elif not evidence.asked_for_files_alone(request):
        messages.success(request, _("Saved. Hand it in when it is whole."))


def _page(
    request: HttpRequest,
    unit: AssessedUnit,
    seen: queries.Seen,
    form: SelfScoreForm,
    problems: tuple[Reason, ...],
) -> HttpResponse:
    assessment = unit.assessment
    scheme = assessment.scheme
    settled = assessment.state in queries.SETTLED
    placed = seen.placed
    parts = (
        sheet_of(
            scheme, placed, language(), pages=FOR_THE_UNIT, own=seen.own, files=queries.files_by_item(unit)
        )
        if placed is not None
        else []
    )
    may = permissions.may_self_score(request.user, unit)
    context = {
        "plan": assessment.plan,
        "assessment": assessment,
        "unit": unit,
        "scheme": scheme,
        "settled": settled,
        "placed": placed if settled else None,
        "grade": label(scheme.grade(placed.grade), language()) if placed else "",
        "parts": parts if settled else [part for part in parts if part.most is not None],
        "form": form,
        "writable": may.ok and unit.state == SelfScoreState.DRAFT,
        "may": may,
        "reasons": problems,
        "appeals": seen.appeals,
        "may_appeal": permissions.may_appeal(request.user, unit, today()).ok
        and not any(one.state == AppealState.LODGED for one in seen.appeals),
    }
    status = 409 if problems else 422 if form.errors else 200
    return render(request, "plans/assessments/own.html", context, status=status)


@require_POST
def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    unit = access.assessed_of_unit(request.user, uid)
    self_scoring.take_back_self_score(unit=unit, by=request.user)
    messages.success(request, _("Taken back. You can write on."))
    return redirect(page_of(unit))


@require_http_methods(ANY)
def appeal(request: HttpRequest, uid: UUID) -> HttpResponse:
    unit = access.assessed_of_unit(request.user, uid)
    return ask(
        request,
        AppealForm(request.POST or None),
        lambda data: appealing.lodge_appeal(unit=unit, by=request.user, **data),
        title=_("Appeal against the result"),
        submit=_("Send it to the organiser"),
        back=page_of(unit),
        about=str(unit.assessment),
        done=_("Sent. The organiser was told and will answer."),
    )
