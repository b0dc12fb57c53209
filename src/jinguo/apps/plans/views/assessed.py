"""A unit of an assessment for the officers: its own score beside the marks, cases, appeals, mergers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.apps.organisations.queries import units_in_use
from jinguo.apps.plans import access, permissions
from jinguo.apps.plans.actions import appealing, assessing, marking
from jinguo.apps.plans.actions.self_scoring import asked
from jinguo.apps.plans.assessment_sheet import FOR_READERS, sheet_of
from jinguo.apps.plans.forms.assessments import CaseForm, DecideForm, MarkForm, PassOnForm
from jinguo.apps.plans.forms.wording import language, shown
from jinguo.apps.plans.models import AssessedUnit
from jinguo.apps.plans.queries import assessments as queries
from jinguo.apps.plans.views.asking import ask
from jinguo.apps.plans.views.measures import ANY
from jinguo.engines.assessment import label
from jinguo.errors import Refused
from jinguo.reasons import Reason


def page_of(unit: AssessedUnit) -> str:
    return reverse("plans:assessed", args=[unit.uid])


@require_http_methods(ANY)
def assessed(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the unit says of itself, what the records say, and the reviewer's marks; POST marks."""
    unit = access.assessed_to_read(request.user, uid)
    may = permissions.may_mark(request.user, unit)
    items = asked(unit)
    seen = queries.seen(unit)
    marks = seen.marks_by(request.user)
    start: dict[str, object] = {f"points_{code}": shown(one.points) for code, one in marks.items()}
    start |= {f"note_{code}": one.text for code, one in marks.items()}
    form = MarkForm(request.POST or None, items=items, initial=start)
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            marking.mark_unit(
                unit=unit, points=form.given("points"), notes=form.given("note"), by=request.user
            )
        except Refused as refused:
            problems = refused.reasons
        else:
            messages.success(request, _("Your marks are kept."))
            return redirect(_after(request, unit))
    return _page(request, unit, seen, form, problems, may_mark=may.ok and bool(items), may=may)


def _after(request: HttpRequest, unit: AssessedUnit) -> str:
    """The next unit that waits for marks, or back to all."""
    if "next" in request.POST and (waiting := queries.next_to_mark(unit)) is not None:
        return page_of(waiting)
    return reverse("plans:assessment", args=[unit.assessment.uid])


def _page(
    request: HttpRequest,
    unit: AssessedUnit,
    seen: queries.Seen,
    form: MarkForm,
    problems: tuple[Reason, ...],
    **more: object,
) -> HttpResponse:
    scheme = unit.assessment.scheme
    placed = seen.placed
    files = queries.files_by_item(unit)
    parts = (
        sheet_of(scheme, placed, language(), pages=FOR_READERS, own=seen.own, files=files)
        if placed is not None
        else []
    )
    grade = label(scheme.grade(placed.grade), language()) if placed else ""
    context = {
        "plan": unit.assessment.plan,
        "assessment": unit.assessment,
        "unit": unit,
        "placed": placed,
        "settled": unit.assessment.state in queries.SETTLED,
        "grade": grade,
        "parts": parts,
        "form": form,
        "reasons": problems,
        "cases": seen.cases,
        "appeals": seen.appeals,
        "keeps": permissions.is_officer_of_plan(request.user, unit.assessment.plan).ok,
        **more,
    }
    status = 409 if problems else 422 if form.errors else 200
    return render(request, "plans/assessments/assessed.html", context, status=status)


@require_http_methods(ANY)
def case_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    unit = access.assessed_to_mark(request.user, uid)
    return ask(
        request,
        CaseForm(request.POST or None, scheme=unit.assessment.scheme),
        lambda data: marking.write_case(unit=unit, by=request.user, **data),
        title=_("Deduction, addition or veto"),
        submit=_("Write it down"),
        back=page_of(unit),
        about=unit.name_then,
        done=_("Written down; the result says it."),
    )


@require_POST
def case_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    unit = access.assessed_to_mark(request.user, uid)
    marking.remove_case(case=access.case_of(unit, request.POST.get("case", "")), by=request.user)
    messages.success(request, _("Taken back."))
    return redirect(page_of(unit))


@require_http_methods(ANY)
def pass_on(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The unit was merged or closed."""
    unit = access.assessed_to_mark(request.user, uid)
    units = units_in_use().exclude(pk=unit.organisation_id)
    return ask(
        request,
        PassOnForm(request.POST or None, units=units),
        lambda data: assessing.pass_on_unit(unit=unit, by=request.user, **data),
        title=_("The unit was merged or closed"),
        submit=_("It is assessed no more"),
        back=reverse("plans:assessment", args=[unit.assessment.uid]),
        about=unit.name_then,
        done=_("Kept. What it wrote stays readable."),
    )


@require_http_methods(ANY)
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Answer an appeal."""
    appeal = access.appeal_to_decide(request.user, uid)
    form = DecideForm(request.POST or None, unit=appeal.unit)
    return ask(
        request,
        form,
        lambda data: appealing.decide_appeal(
            appeal=appeal, decision=data["decision"], points=form.points(), by=request.user
        ),
        title=_("Decide the appeal"),
        submit=_("Decide it and tell the unit"),
        back=page_of(appeal.unit),
        about=appeal.unit.name_then,
        quote=appeal.text,
        done=_("Decided. The unit was told."),
    )
