"""Who reads what: have it proposed, look, change by hand with the effect shown, publish, undo, replace an expert."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.apps.calls import following
from jinguo.apps.clock import now
from jinguo.apps.jobs import waiting
from jinguo.apps.reviews import access, actions, drawing, permissions, plans, queries
from jinguo.apps.reviews.forms.assigning import AssigningForm
from jinguo.apps.reviews.forms.rounds import ReasonForm
from jinguo.apps.reviews.models import AssignmentPlan, PlanPair, Round
from jinguo.errors import Refused
from jinguo.reasons import Reason

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def assigning(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The plan in hand, else the published one, else the settings; POST saves the settings and has a plan made."""
    round_ = access.round_for_officer(request.user, uid)
    form = AssigningForm(request.POST or None, round_=round_)
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_assigning(
                round_=round_,
                assigning=form.assigning,
                reviews_each=form.cleaned_data["reviews_each"],
                by=request.user,
            )
            actions.propose_plan(round_=round_, by=request.user)
        except Refused as refused:
            problems = refused.reasons
        else:
            return redirect("reviews:assigning", uid)
    return _page(request, round_, form, problems)


def _page(
    request: HttpRequest, round_: Round, form: AssigningForm, problems: tuple[Reason, ...] = ()
) -> HttpResponse:
    plan = queries.plan_in_hand(round_)
    if waiting.asks_for_piece(request):
        return waiting.answer_piece(request, _work(request, plan))
    shown = plan or queries.published_plan(round_)
    context: dict[str, Any] = {
        "call": round_.call,
        "round": round_,
        "form": form,
        "plan": shown,
        "open": permissions.round_is_open(round_, now()),
        "progress": queries.progress_of(round_),
        "reasons": problems,
        "tabs": following.tabs(round_.call, "reviews:board"),
    }
    if shown is not None and shown.state == AssignmentPlan.WORKING:
        context["work"] = _work(request, shown)
    elif shown is not None:
        context |= _looked_at(request, shown, round_)
    status = 409 if problems else 422 if form.errors else 200
    return render(request, "reviews/officer/assigning.html", context, status=status)


def _work(request: HttpRequest, plan: AssignmentPlan | None) -> waiting.UnderWay | None:
    if plan is None or plan.state != AssignmentPlan.WORKING:
        return None
    return waiting.under_way(plan.job, request.path, request.user)


def _looked_at(request: HttpRequest, plan: AssignmentPlan, round_: Round) -> dict[str, Any]:
    lang = get_language() or "zh-hans"
    rows = list(queries.pairs_of(plan))
    experts = list(queries.experts_in_plan(plan))
    look = plans.look(plan, rows, experts, lang, queries.entrants(round_) if not rows else ())
    given = list(plan.assignments.select_related("review")) if plan.state == AssignmentPlan.PUBLISHED else []
    return {
        "look": look,
        "page": Paginator(_wanted(request, look), PER_PAGE).get_page(request.GET.get("page")),
        "only": request.GET.get("only", ""),
        "picture": drawing.of(look),
        "may_undo": permissions.may_undo(plan, given) if given else None,
        "infeasible": plan.result.get("status") == "infeasible",
        "in_the_way": plans.in_the_way(plan, look.names),
    }


def _wanted(request: HttpRequest, look: plans.Look) -> list[plans.Panel]:
    """The panels, or those that break a rule, or those changed by hand."""
    only = request.GET.get("only", "")
    if only == "broken":
        return [panel for panel in look.panels if panel.broken]
    if only == "changed":
        return [panel for panel in look.panels if any(row.by_hand for row in panel.mains)]
    return list(look.panels)


@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest, uid: UUID, nomination: UUID) -> HttpResponse:
    """One nomination of a plan: who has it and why, who could come in and what that would do; POST changes it."""
    plan = access.plan_for_officer(request.user, uid)
    rows = list(queries.pairs_of(plan))
    here = [row for row in rows if row.nomination.uid == nomination]
    if not here:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    one = here[0].nomination
    one.call = plan.round.call
    experts = list(queries.experts_in_plan(plan))
    problems: tuple[Reason, ...] = ()
    if request.method == "POST":
        by_uid = {str(expert.uid): expert for expert in experts}
        out, into = by_uid.get(request.POST.get("out", "")), by_uid.get(request.POST.get("into", ""))
        try:
            actions.change_plan(plan=plan, nomination=one, out=out, into=into, by=request.user)
        except Refused as refused:
            problems = refused.reasons
        else:
            messages.success(request, _("The plan is changed."))
            return redirect("reviews:plan_panel", uid, nomination)
    return _panel_page(request, plan, rows, here, experts, problems)


def _panel_page(
    request: HttpRequest,
    plan: AssignmentPlan,
    rows: list[PlanPair],
    here: list[PlanPair],
    experts: list,
    problems: tuple[Reason, ...],
) -> HttpResponse:
    lang = get_language() or "zh-hans"
    look = plans.look(plan, rows, experts, lang)
    mains = [row for row in here if row.role == PlanPair.MAIN]
    asked = request.GET.get("out", "")
    out = next((row for row in mains if str(row.expert.uid) == asked), None)
    may_change = plan.state == AssignmentPlan.DRAFT and permissions.round_is_open(plan.round, now()).ok
    one = here[0].nomination
    for row in mains:
        row.why = plans.explained(plan, rows, row, look.names)
        row.speaks = [Reason.from_json(said) for said in row.evidence]
    context = {
        "call": plan.round.call,
        "round": plan.round,
        "plan": plan,
        "nomination": one,
        "panel": next(panel for panel in look.panels if panel.nomination.pk == one.pk),
        "mains": mains,
        "out": out,
        "adding": asked == "none",
        "choices": plans.choices(plan, rows, one, out, experts, look.names)
        if may_change and (out or asked == "none")
        else [],
        "may_change": may_change,
        "reasons": problems,
    }
    return render(request, "reviews/officer/plan_panel.html", context, status=409 if problems else 200)


@require_POST
def publish(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give out what the plan says."""
    plan = access.plan_for_officer(request.user, uid)
    try:
        given = actions.publish_plan(plan=plan, by=request.user, note=request.POST.get("note", ""))
    except Refused as refused:
        return _page(request, plan.round, AssigningForm(round_=plan.round), refused.reasons)
    count = len(given)
    said = ngettext("%(count)s review was given out.", "%(count)s reviews were given out.", count)
    messages.success(request, said % {"count": count})
    return redirect("reviews:assigning", plan.round.call.uid)


@require_POST
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a published plan back."""
    plan = access.plan_for_officer(request.user, uid)
    try:
        actions.undo_plan(plan=plan, by=request.user)
    except Refused as refused:
        return _page(request, plan.round, AssigningForm(round_=plan.round), refused.reasons)
    messages.success(request, _("Taken back: it is a draft again, and the experts are told."))
    return redirect("reviews:assigning", plan.round.call.uid)


@require_POST
def drop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let a draft go."""
    plan = access.plan_for_officer(request.user, uid)
    actions.drop_plan(plan=plan, by=request.user)
    messages.success(request, _("The draft is let go; nothing of it was given out."))
    return redirect("reviews:assigning", plan.round.call.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, uid: UUID, expert: UUID) -> HttpResponse:
    """An expert drops out: first who would take what she leaves, then, with a reason, they get it."""
    round_ = access.round_for_officer(request.user, uid)
    one = access.expert_in_round(round_, expert)
    stands = actions.plan_replacement(round_, one)
    form = ReasonForm(request.POST or None)
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        by_uid = {str(e.uid): e for stand in stands for e in (*stand.reserve, *stand.others)}
        into = {
            str(stand.assignment.uid): by_uid[said]
            for stand in stands
            if (said := request.POST.get(f"into-{stand.assignment.uid}", "")) in by_uid
        }
        try:
            given = actions.replace_expert(
                round_=round_, expert=one, into=into, reason=form.cleaned_data["reason"], by=request.user
            )
        except Refused as refused:
            problems = refused.reasons
        else:
            said = ngettext(
                "%(count)s nomination goes to another expert.", "%(count)s nominations go to other experts.",
                len(given),
            )  # fmt: skip
            messages.success(request, said % {"count": len(given)})
            return redirect("reviews:board", uid)
    context = {
        "call": round_.call,
        "round": round_,
        "expert": one,
        "stands": stands,
        "form": form,
        "reasons": problems,
    }
    status = 409 if problems else 422 if form.errors else 200
    return render(request, "reviews/officer/replace.html", context, status=status)
