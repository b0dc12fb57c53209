"""Indicators: made, changed, confirmed; and where a number comes from, down to the single record."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.plans import access, actions, permissions, queries
from jinguo.apps.plans.forms import IndicatorForm, indicator_initial
from jinguo.apps.plans.queries import disaggregating, figures
from jinguo.apps.plans.queries.due import milestones_of
from jinguo.apps.plans.views.asking import ask
from jinguo.apps.plans.views.measures import ANY, page_of


@require_http_methods(ANY)
def new(request: HttpRequest, uid: UUID) -> HttpResponse:
    measure = access.measure_to_keep(request.user, uid)
    form = IndicatorForm(request.POST or None, plan=measure.plan)

    def act(data: object) -> object:
        targets = {year: value for year, value in form.targets().items() if value is not None}
        told = form.told()
        told["broken_down_by"] = told.pop("by")
        made = actions.add_indicator(measure=measure, targets=targets, by=request.user, **told)
        return actions.settle_indicator(indicator=made, wanted=True, by=request.user)

    return ask(
        request,
        form,
        act,
        title=_("Add an indicator"),
        submit=_("Add it"),
        back=page_of(measure) + "#figures",
        about=str(measure),
    )


@require_http_methods(ANY)
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.indicator_to_keep(request.user, uid)
    start = indicator_initial(found)
    form = IndicatorForm(request.POST or None, plan=found.measure.plan, where=found.where, initial=start)
    return ask(
        request,
        form,
        lambda data: actions.change_indicator(
            indicator=found, changes=form.told(), targets=form.targets(), seen=data["seen"], by=request.user
        ),
        title=_("Change the indicator"),
        submit=_("Save"),
        back=page_of(found.measure) + "#figures",
        about=str(found.measure),
    )


@require_POST
def settle(request: HttpRequest, uid: UUID) -> HttpResponse:
    found = access.indicator_to_keep(request.user, uid)
    actions.settle_indicator(indicator=found, wanted=request.POST.get("wanted") == "yes", by=request.user)
    messages.success(request, _("Saved."))
    return redirect(page_of(found.measure) + "#figures")


@require_safe
def indicator(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The figures of an indicator by period, broken down, with every version and what stands behind each."""
    found = access.indicator_to_read(request.user, uid)
    plan = found.measure.plan
    period = access.period_in(plan, request.GET["period"]) if request.GET.get("period") else None
    line = figures.over_time(found)
    context = {
        "plan": plan,
        "measure": found.measure,
        "indicator": found,
        "may_edit": permissions.may_edit(request.user, plan).ok,
        "line": line,
        "chart": [(point.name, point.value) for point in line],
        "targets": found.targets.all(),
        "milestones": milestones_of(found),
        "only": disaggregating.narrowed(found),
        "ways": disaggregating.ways(found),
        "parts": disaggregating.broken_down(found, request.GET.get("by", ""), period),
        "units": figures.by_unit(found),
        "versions": queries.superseded_figures(found),
        "period": period,
        "behind": figures.behind(found, period, request.user) if period else None,
    }
    return render(request, "plans/indicator.html", context)
