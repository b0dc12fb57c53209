"""From one round of a call to the next: who goes on, the next round opened, rounds planned and taken off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from jinguo.apps.calls import following
from jinguo.apps.calls.forms.setup import CriterionRows, rearranged
from jinguo.apps.calls.models import Call
from jinguo.apps.reviews import access, actions, boards, permissions, queries
from jinguo.apps.reviews.forms.rounds import PlanRoundForm, RoundForm, RoundSettingsForm, SeatsForm
from jinguo.apps.reviews.models import Round
from jinguo.errors import Refused
from jinguo.reasons import Reason

IN, OUT = "in", "out"


@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who goes on: the proposal with its cut, places and changes by hand; POST `do=close` closes the round."""
    round_ = access.round_for_officer(request.user, uid)
    call, rounds = round_.call, queries.rounds_of(round_.call)
    may = permissions.may_pass_on(call, rounds)
    if not may.ok:
        return redirect("reviews:board", uid)
    seats_form = SeatsForm(request.POST if request.method == "POST" else None, call=call, round_=round_)
    seats = seats_form.asked if seats_form.is_bound and seats_form.is_valid() else round_.seats
    by_hand = _by_hand(request)
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and request.POST.get("do") == "close" and not seats_form.errors:
        try:
            actions.close_and_pass_on(
                round_=round_,
                by=request.user,
                seats=seats,
                by_hand=by_hand,
                seen=request.POST.get("digest", ""),
            )
        except Refused as refused:
            problems = refused.reasons
        else:
            count = round_.standings.filter(passed=True).count()
            said = ngettext("%(n)s nomination goes on.", "%(n)s nominations go on.", count) % {"n": count}
            messages.success(request, said)
            return redirect("reviews:next_round", uid)
    proposal = actions.propose_passing(round_, seats)
    context = {
        "call": call,
        "round": round_,
        "next": queries.next_planned(call),
        "progress": queries.progress_of(round_),
        "proposal": proposal,
        "rows": boards.passing_rows(proposal, by_hand),
        "seats_form": seats_form,
        "reasons": problems,
        "tabs": following.tabs(call, "reviews:board"),
    }
    status = 409 if problems else 422 if seats_form.errors else 200
    return render(request, "reviews/officer/pass_on.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def next_round(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Open the next planned round for those who went on."""
    call = access.call_to_review(request.user, uid)
    rounds = queries.rounds_of(call)
    may = permissions.may_open_next(call, rounds)
    before, planned = queries.current(rounds), next((one for one in rounds if one.is_planned), None)
    if before is None or planned is None or not may.ok:
        return redirect("reviews:board", uid)
    before.call = call
    waits = actions.next_round_waits(before)
    form = RoundForm(request.POST or None, blind=planned.blind, despite=not waits.ok)
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_next_round(call=call, by=request.user, **form.cleaned_data)
        except Refused as refused:
            problems = refused.reasons
        else:
            messages.success(request, _("The round has begun. Give out the nominations next."))
            return redirect("reviews:assigning", uid)
    context = {
        "call": call,
        "round": planned,
        "before": before,
        "entering": queries.going_on(before).count(),
        "waits": waits,
        "form": form,
        "reasons": problems,
        "tabs": following.tabs(call, "reviews:board"),
    }
    status = 409 if problems else 422 if form.errors else 200
    return render(request, "reviews/officer/next_round.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_round(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Plan one more round behind those that the call has."""
    call = access.call_to_review(request.user, uid)
    if not permissions.may_plan_round(call).ok:
        return redirect("reviews:board", uid)
    form = PlanRoundForm(request.POST or None, initial={"blind": call.blind_review})
    if request.method == "POST" and form.is_valid():
        planned = actions.plan_next_round(call=call, by=request.user, **form.cleaned_data)
        messages.success(request, _("“%(round)s” is planned.") % {"round": str(planned)})
        return redirect("reviews:board", uid)
    context = {"call": call, "form": form, "rounds": queries.rounds_of(call)}
    return render(request, "reviews/officer/plan_round.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest, uid: UUID, position: int) -> HttpResponse:
    """One round's own criteria and sight; `from` fills the page from the call or from another round, unkept."""
    round_ = access.round_of_call(request.user, uid, position)
    call = round_.call
    may = permissions.may_set_round(round_, queries.reviews_begun(round_))
    others = queries.rounds_to_copy_from(round_)
    source = _source(call, others, request.GET.get("from", "")) or round_
    data = request.POST if request.method == "POST" and may.ok else None
    form = RoundSettingsForm(data, initial=_said(source, round_))
    criteria = CriterionRows(data, initial=source.criteria or [{}], prefix="criteria")
    problems: tuple[Reason, ...] = () if may.ok or request.method != "POST" else may.reasons
    if data is not None and "row" in data:
        criteria = rearranged(criteria, data["row"].partition("/")[2])
    elif data is not None and all([form.is_valid(), criteria.is_valid()]):
        try:
            changes = {**form.changes(), "criteria": criteria.criteria}
            actions.set_round(round_=round_, changes=changes, by=request.user)
        except Refused as refused:
            problems = refused.reasons
        else:
            messages.success(request, _("What this round looks for is kept."))
            return redirect("reviews:board", uid)
    wrong = data is not None and "row" not in data and (form.errors or not criteria.is_valid())
    context = {
        "call": call,
        "round": round_,
        "form": form,
        "criteria": criteria,
        "others": others,
        "source": None if source is round_ else source,
        "asked_from": request.GET.get("from", ""),
        "may": may,
        "reasons": problems,
        "differs": round_.criteria != call.criteria,
        "tabs": following.tabs(call, "reviews:board"),
    }
    status = 409 if problems else 422 if wrong else 200
    return render(request, "reviews/officer/round_settings.html", context, status=status)


def _source(call: Call, others: list[Round], asked: str) -> Call | Round | None:
    if asked == "call":
        return call
    return next((one for one in others if str(one.uid) == asked), None)


def _said(source: Call | Round, round_: Round) -> dict[str, Any]:
    """What the form begins with: the name stays the round's own; a call says only whether names are hidden."""
    if isinstance(source, Round):
        names = ("instructions", "others_scores", "blind", "blind_shows_media")
        return {"name": round_.name, **{name: getattr(source, name) for name in names}}
    return {**_said(round_, round_), "blind": source.blind_review}


@require_POST
def drop_round(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a planned round off again."""
    call = access.call_to_review(request.user, uid)
    round_ = _planned(call, request.POST.get("round", ""))
    actions.drop_planned_round(round_=round_, by=request.user)
    messages.success(request, _("“%(round)s” is taken off.") % {"round": str(round_)})
    return redirect("reviews:board", uid)


def _planned(call: Call, position: str) -> Round:
    for one in queries.rounds_of(call):
        if one.is_planned and str(one.position) == position:
            one.call = call
            return one
    raise Http404(_("There is nothing here, or it is not yours to see."))


def _by_hand(request: HttpRequest) -> dict[str, Any]:
    """`change-UID` in or out with `reason-UID`; what stays as proposed is not in it."""
    found = {}
    for key, value in request.POST.items():
        if key.startswith("change-") and value in (IN, OUT):
            uid = key.removeprefix("change-")
            found[uid] = (value == IN, request.POST.get(f"reason-{uid}", "").strip()[:500])
    return found
