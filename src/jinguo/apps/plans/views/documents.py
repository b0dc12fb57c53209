"""The documents of a plan: made here, kept here; and a unit's own table."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.clock import today
from jinguo.apps.files import delivery
from jinguo.apps.jobs.waiting import answer_piece, asks_for_piece, under_way
from jinguo.apps.plans import access, actions, following, paperwork, permissions, queries
from jinguo.apps.plans.forms import BulletinForm, TableForm, YearlyForm
from jinguo.apps.plans.models import PaperWords, Period, Plan
from jinguo.apps.plans.queries import documents as made
from jinguo.apps.plans.queries.account import account_of
from jinguo.apps.plans.views.measures import ANY
from jinguo.errors import Refused

MOST = 50


@require_safe
def documents(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What can be made of the plan, and what was made of it, by whom and when."""
    plan = access.plan_to_read(request.user, uid)
    keeps = permissions.is_officer_of_plan(request.user, plan).ok
    jobs = list(made.being_made(request.user, plan)[:5])
    work = under_way(next(iter(jobs), None), request.path, request.user)
    if asks_for_piece(request):
        return answer_piece(request, work)
    context = {
        "plan": plan,
        "keeps": keeps,
        "tabs": following.tabs(plan, "plans:documents"),
        "form": TableForm(units=queries.units_of(plan)) if keeps else None,
        "periods": made.periods_to_tell_of(plan) if keeps else [],
        "years": made.years_to_tell_of(plan, today()) if keeps else [],
        "papers": made.papers_of(plan)[:MOST],
        "work": work,
        "failed": [job for job in jobs if not job.is_open],
    }
    return render(request, "plans/documents.html", context)


@require_POST
def make(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Have the table made whose button was pressed; the page of documents tells how far it is."""
    plan = access.plan_to_keep(request.user, uid)
    pk = request.POST.get("unit", "")
    unit = access.unit_of(plan, pk) if pk else None
    actions.ask_for_paper(plan=plan, kind=request.POST.get("paper", ""), unit=unit, by=request.user)
    return redirect("plans:documents", uid)


@require_http_methods(ANY)
def bulletin(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A period's bulletin: the numbers as they will stand in it, and the officer's words around them."""
    period = access.period_to_keep(request.user, uid)
    words = paperwork.bulletin_words(period)
    form = BulletinForm(request.POST or None, instance=paperwork.bulletin_words(period))
    return _worded(request, period.plan, words, form, "plans/bulletin.html", period=period)


@require_http_methods(ANY)
def yearly(request: HttpRequest, uid: UUID, year: int) -> HttpResponse:
    """A year's report: what will stand in it, and the officer's words around it."""
    plan = access.plan_to_keep(request.user, uid)
    access.year_in(plan, year)
    words = paperwork.yearly_words(plan, year)
    form = YearlyForm(request.POST or None, instance=paperwork.yearly_words(plan, year))
    return _worded(request, plan, words, form, "plans/yearly.html", year=year)


def _worded(
    request: HttpRequest,
    plan: Plan,
    words: PaperWords,
    form: YearlyForm,
    template: str,
    period: Period | None = None,
    year: int | None = None,
) -> HttpResponse:
    """Keep the words; make the document where that button was pressed."""
    problems: tuple = ()
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("seen", "0")
        try:
            actions.save_words(
                words=words,
                changes=form.cleaned_data,
                seen=int(seen) if seen.isdigit() else 0,
                by=request.user,
            )
            if "make" in request.POST:
                actions.ask_for_paper(plan=plan, kind=words.kind, period=period, year=year, by=request.user)
        except Refused as refused:
            problems = refused.reasons
        else:
            if "make" in request.POST:
                return redirect("plans:documents", plan.uid)
            messages.success(request, _("Saved."))
            return redirect(request.path)
    context = {
        "plan": plan,
        "form": form,
        "reasons": problems,
        "seen": words.version,
        "back": reverse("plans:documents", args=[plan.uid]),
        "period": period,
        "year": year,
        "name": following.period_name(period) if period else str(year),
        "account": account_of(period, today()) if period else None,
        "told": paperwork.year_of(plan, year, today()) if year else None,
    }
    return render(request, template, context, status=409 if problems else 422 if form.errors else 200)


@require_POST
def own_table(request: HttpRequest, uid: UUID, unit: UUID) -> HttpResponse:
    """The lines of the table that are her unit's, at once."""
    part = access.own_part(request.user, uid, unit)
    taken = actions.take_own_table(
        plan=part.measure.plan, unit=part.organisation, kind=request.POST.get("paper", ""), by=request.user
    )
    return delivery.made(taken.content, taken.name, taken.mime)
