"""An assessment for the officer: the scheme, the life of it, the units by rank, its papers."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.clock import today
from jinguo.apps.files import delivery
from jinguo.apps.plans import access, assessment_papers, following, permissions
from jinguo.apps.plans.actions import assessing
from jinguo.apps.plans.assessment_sheet import sheet_of_scheme
from jinguo.apps.plans.forms.assessments import (
    NewAssessmentForm,
    OpenAssessmentForm,
)
from jinguo.apps.plans.forms.plan import ReasonForm
from jinguo.apps.plans.forms.schemes import SchemeForm, scheme_initial
from jinguo.apps.plans.forms.wording import language
from jinguo.apps.plans.models import PlanAssessment
from jinguo.apps.plans.queries import assessments as queries
from jinguo.apps.plans.states import AssessmentState
from jinguo.apps.plans.views.asking import ask
from jinguo.apps.plans.views.measures import ANY


def page_of(assessment: PlanAssessment) -> str:
    return reverse("plans:assessment", args=[assessment.uid])


@require_safe
def assessments(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The assessments of a plan, one a year."""
    plan = access.plan_to_read(request.user, uid)
    context = {
        "plan": plan,
        "keeps": permissions.is_officer_of_plan(request.user, plan).ok,
        "rows": queries.assessments_of(plan),
        "tabs": following.tabs(plan, "plans:assessments"),
    }
    return render(request, "plans/assessments/list.html", context)


@require_http_methods(ANY)
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    plan = access.plan_to_keep(request.user, uid)
    taken = queries.assessments_of(plan).values_list("year", flat=True)
    return ask(
        request,
        NewAssessmentForm(request.POST or None, plan=plan, taken=taken, initial={"year": today().year}),
        lambda data: assessing.create_assessment(plan=plan, by=request.user, **data),
        title=_("New assessment"),
        submit=_("Go on to the scheme"),
        back=reverse("plans:assessments", args=[uid]),
        about=plan.title,
        to=lambda made: reverse("plans:scheme_edit", args=[made.uid]),
    )


@require_safe
def assessment(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Units by rank with the next step on top."""
    found = access.assessment_to_read(request.user, uid)
    keeps = permissions.is_officer_of_plan(request.user, found.plan).ok
    early = found.state in (AssessmentState.DRAFT, AssessmentState.PUBLISHED)
    board = queries.Board([], []) if early else queries.board_of(found)
    rows = board.rows
    grade = request.GET.get("grade", "")
    scheme = found.scheme
    context = {
        "plan": found.plan,
        "assessment": found,
        "scheme": scheme,
        "scheme_rows": sheet_of_scheme(scheme, language()) if early else [],
        "keeps": keeps,
        "step": following.assessment_step(found, rows, today()) if keeps else None,
        "rows": [following.unit_line(scheme, row) for row in rows if not grade or row.placed.grade == grade],
        "counts": following.grade_counts(scheme, rows),
        "grade": grade,
        "left": board.left,
        "announcements": found.announcements.defer("snapshot", "facts") if found.announced_at else (),
        "settled": found.state in queries.SETTLED,
        "tabs": following.tabs(found.plan, "plans:assessments"),
    }
    return render(request, "plans/assessments/board.html", context)


@require_safe
def scheme(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The scheme as units read it, with the versions before it."""
    found = access.scheme_to_read(request.user, uid)
    context = {
        "plan": found.plan,
        "assessment": found,
        "scheme": found.scheme,
        "scheme_rows": sheet_of_scheme(found.scheme, language()),
        "versions": found.schemes.all(),
        "reads": permissions.reads_plan(request.user, found.plan).ok,
    }
    return render(request, "plans/assessments/scheme.html", context)


@require_http_methods(ANY)
def scheme_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.assessment_to_keep(request.user, uid)
    start = scheme_initial(found.scheme, found.version)
    form = SchemeForm(request.POST or None, scheme=found.scheme, initial=start)
    return ask(
        request,
        form,
        lambda data: assessing.write_scheme(
            assessment=found, scheme=form.changed(), seen=data["seen"], why=data["why"], by=request.user
        ),
        title=_("The scheme"),
        submit=_("Save the scheme"),
        back=page_of(found),
        about=str(found),
        done=_("Saved."),
        template="plans/assessments/scheme_edit.html",
        published=found.state == AssessmentState.PUBLISHED,
    )


@require_POST
def publish(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.assessment_to_keep(request.user, uid)
    assessing.publish_scheme(assessment=found, by=request.user)
    messages.success(request, _("Published. The units were told and can read it."))
    return redirect(page_of(found))


@require_http_methods(ANY)
def open_(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.assessment_to_keep(request.user, uid)
    return ask(
        request,
        OpenAssessmentForm(request.POST or None, initial={"self_due_on": today() + timedelta(days=14)}),
        lambda data: assessing.open_assessment(assessment=found, by=request.user, **data),
        title=_("Open own scores"),
        submit=_("Open it and tell the units"),
        back=page_of(found),
        about=str(found),
        done=_("Open. Every unit with a part was told."),
    )


@require_POST
def begin_marking(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.assessment_to_keep(request.user, uid)
    assessing.begin_marking(assessment=found, by=request.user)
    messages.success(request, _("Own scores are closed. Now the reviewers mark."))
    return redirect(page_of(found))


@require_POST
def announce(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.assessment_to_keep(request.user, uid)
    assessing.announce_results(assessment=found, by=request.user)
    messages.success(request, _("Announced. Each unit sees its own result with every point explained."))
    return redirect(page_of(found))


@require_POST
def close(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.assessment_to_keep(request.user, uid)
    assessing.close_assessment(assessment=found, by=request.user)
    messages.success(request, _("Closed. The result is final."))
    return redirect(page_of(found))


@require_http_methods(ANY)
def reopen(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.assessment_to_keep(request.user, uid)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda data: assessing.reopen_assessment(assessment=found, why=data["why"], by=request.user),
        title=_("Reopen the assessment"),
        submit=_("Reopen it and tell the units"),
        back=page_of(found),
        about=str(found),
    )


@require_safe
def announcement(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """Results as they were announced once, whatever came afterwards."""
    found = access.assessment_to_read(request.user, uid)
    kept = access.announcement_of(found, number)
    context = {
        "plan": found.plan,
        "assessment": found,
        "announcement": kept,
        "rows": following.kept_lines(kept),
    }
    return render(request, "plans/assessments/announcement.html", context)


@require_safe
def notice_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """考核结果通报 as a Word document."""
    found = access.assessment_to_keep(request.user, uid)
    content = assessment_papers.notice(found)
    assessing.record_paper(assessment=found, paper="paper_assessment_notice", by=request.user)
    return delivery.made(content, f"{found}考核结果通报.docx", delivery.DOCX)


@require_safe
def table_file(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Every unit with every item as a table."""
    found = access.assessment_to_keep(request.user, uid)
    content = assessment_papers.table(found)
    assessing.record_paper(assessment=found, paper="paper_assessment_table", by=request.user)
    return delivery.made(content, f"{found}考核结果汇总表.xlsx", delivery.XLSX)
