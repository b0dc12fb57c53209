"""The officer's board of a review: begin it, give out, follow, remind, take back, export."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.calls import following, outcome
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.states import CallState
from jinguo.apps.clock import now
from jinguo.apps.files import delivery
from jinguo.apps.reviews import access, actions, boards, permissions, queries, tables
from jinguo.apps.reviews.forms.assigning import AssignForm
from jinguo.apps.reviews.forms.rounds import ReasonForm, RoundForm
from jinguo.apps.reviews.models import Round
from jinguo.errors import Refused
from jinguo.reasons import Reason


@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Before the review what it lacks and the form that begins it; then how far it is."""
    call = access.call_to_review(request.user, uid)
    rounds = queries.rounds_of(call)
    if queries.current(rounds) is None:
        return _begin(request, call)
    round_ = access.asked_for(rounds, request.GET.get("round", ""))
    round_.call = call
    tab = request.GET.get("tab", "")
    show = {"experts": _experts, "conflicts": _conflicts}.get(tab, _nominations)
    context = {
        "call": call,
        "round": round_,
        "tabs": following.tabs(call, "reviews:board"),
        "tab": tab if tab in ("experts", "conflicts") else "nominations",
        "progress": queries.progress_of(round_),
        "open": permissions.round_is_open(round_, now()),
        "decidable": call.state in (CallState.REVIEWING, CallState.DECIDED)
        and permissions.may_decide_now(rounds).ok,
        "rounds": boards.round_steps(call, rounds, round_),
        "planned": [one for one in rounds if one.is_planned],
        "round_line": rounds,
        "is_present": round_ == queries.current(rounds),
        "may_pass_on": permissions.may_pass_on(call, rounds),
        "may_open_next": permissions.may_open_next(call, rounds),
        "may_plan": permissions.may_plan_round(call),
        "asked": request.GET.get("round", ""),
    }
    context |= _notice_between(request, call, rounds, context)
    context["conflicts"] = queries.conflicts_of(call).count()
    context["panes"] = _panes(call, context)
    return show(request, round_, context)


def _notice_between(
    request: HttpRequest, call: Call, rounds: list[Round], context: dict
) -> dict[str, object]:
    """The public notice of those who went on, where a round follows: to be posted, running, or over."""
    before = queries.current(rounds)
    if not (context["is_present"] and context["may_open_next"].ok) or before is None:
        return {}
    before.call = call
    notice = (
        outcome.notices_with_objections(call).filter(withdrawn_at=None, after_round=before.position).first()
    )
    waiting = notice.open_count if notice else 0
    return {
        "notice": notice,
        "waits": permissions.notice_is_over(before, notice, waiting, now()),
        "may_post_notice": permissions.may_post_round_notice(call, rounds, notice).ok,
        "notice_wanted": before.notice_stage,
    }


def _begin(request: HttpRequest, call: Call) -> HttpResponse:
    form = RoundForm(request.POST or None, blind=call.blind_review)
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            actions.open_round(call=call, by=request.user, **form.cleaned_data)
        except Refused as refused:
            problems = refused.reasons
        else:
            messages.success(request, _("The review has begun. Give out the nominations next."))
            return redirect("reviews:assigning", call.uid)
    context = {
        "call": call,
        "tabs": following.tabs(call, "reviews:board"),
        "needs": boards.needs(call),
        "ready": queries.ready_for_review(call),
        "may_begin": call.state == CallState.OPEN,
        "form": form,
        "reasons": problems,
        "setup": following.address("calls:setup", call),
    }
    status = 409 if problems else 422 if form.errors else 200
    return render(request, "reviews/officer/begin.html", context, status=status)


def _nominations(request: HttpRequest, round_: Round, context: dict) -> HttpResponse:
    wish = boards.BoardFilter(request.GET, round_)
    page = Paginator(wish.rows(), boards.PER_PAGE).get_page(request.GET.get("page"))
    boards.with_given(page.object_list, round_)
    return render(request, "reviews/officer/board.html", context | {"filter": wish, "page": page})


def _experts(request: HttpRequest, round_: Round, context: dict) -> HttpResponse:
    rows = queries.experts_with_load(round_, everyone=True).filter(given__gt=0).order_by("pinyin_key", "pk")
    page = Paginator(rows, boards.PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reviews/officer/board.html", context | {"page": page})


def _conflicts(request: HttpRequest, round_: Round, context: dict) -> HttpResponse:
    page = Paginator(queries.conflicts_of(round_.call), boards.PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reviews/officer/board.html", context | {"page": page})


def _panes(call: Call, context: dict) -> list[dict[str, object]]:
    here = reverse("reviews:board", args=[call.uid])
    tab, progress, conflicts = context["tab"], context["progress"], context["conflicts"]
    asked = f"&round={context['asked']}" if context["asked"] else ""
    listed = [
        ("nominations", _("Nominations"), progress.nominations, "list-numbers"),
        ("experts", _("Experts"), progress.experts, "users"),
        ("conflicts", _("Conflicts of interest"), conflicts, "hand-stop"),
    ]
    return [
        {
            "label": label,
            "url": f"{here}?tab={name}{asked}",
            "count": count,
            "icon": icon,
            "current": name == tab,
        }
        for name, label, count, icon in listed
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def remind(request: HttpRequest, uid: UUID) -> HttpResponse:
    """First who is reminded, who is not and why; then, confirmed, the reminder."""
    round_ = access.round_for_officer(request.user, uid)
    experts = list(queries.experts_with_load(round_).order_by("pinyin_key", "pk").select_related("user"))
    problems: tuple[Reason, ...] = ()
    if request.method == "POST":
        try:
            going = actions.remind_experts(round_=round_, experts=experts, by=request.user)
        except Refused as refused:
            problems = refused.reasons
        else:
            count = len(going)
            said = ngettext("%(count)s expert was reminded.", "%(count)s experts were reminded.", count)
            messages.success(request, said % {"count": count})
            return redirect(f"{reverse('reviews:board', args=[uid])}?tab=experts")
    plan = actions.plan_reminder([expert for expert in experts if expert.given])
    for expert in plan.going_to:
        expert.left = expert.given - expert.done
    context = {
        "call": round_.call,
        "round": round_,
        "plan": plan,
        "reasons": problems,
        "tabs": following.tabs(round_.call, "reviews:board"),
    }
    return render(request, "reviews/officer/remind.html", context, status=409 if problems else 200)


@require_safe
def nomination(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One nomination's reviews with marks and opinions; give it to somebody, take it back, give a review back."""
    return _nomination_page(request, uid)


@require_POST
def assign(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give this nomination to one more expert."""
    one, round_ = access.nomination_to_review(request.user, uid)
    form = AssignForm(request.POST, experts=queries.experts_free_for(round_, one))
    if not form.is_valid():
        return _nomination_page(request, uid, form=form)
    expert = form.cleaned_data["expert"]
    try:
        actions.assign(round_=round_, pairs=[(one, expert)], by=request.user)
    except Refused as refused:
        return _nomination_page(request, uid, problems=refused.reasons)
    messages.success(request, _("Given to %(name)s.") % {"name": expert.name})
    return redirect("reviews:nomination", uid)


def _nomination_page(
    request: HttpRequest, uid: UUID, *, form: AssignForm | None = None, problems: tuple[Reason, ...] = ()
) -> HttpResponse:
    one, round_ = access.nomination_to_review(request.user, uid, request.GET.get("round", ""))
    given = boards.reviews_with_marks(round_, queries.reviews_of(round_, one))
    free = queries.experts_free_for(round_, one)
    context = {
        "call": one.call,
        "round": round_,
        "nomination": one,
        "given": given,
        "conflicts": queries.conflicts_of(one.call).filter(nomination=one),
        "standing": queries.standing_of(round_, one),
        "form": form or AssignForm(experts=free),
        "may_change": permissions.round_is_open(round_, now()),
        "reasons": problems,
    }
    status = 409 if problems else 422 if form else 200
    return render(request, "reviews/officer/nomination.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def release(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a nomination back from an expert, with a reason."""
    said = _("Taken back. What she handed in no longer counts.")
    return _with_reason(request, uid, actions.release, "release", said)


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a review back to its expert, with a reason."""
    said = _("Given back to the expert, and she has been told.")
    return _with_reason(request, uid, actions.reopen_review, "reopen", said)


@require_http_methods(["GET", "HEAD", "POST"])
def lift_conflict(request: HttpRequest, uid: UUID, expert: UUID) -> HttpResponse:
    """Take back a conflict that was declared by mistake, with a reason."""
    conflict = access.conflict_for_officer(request.user, uid, expert)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.lift_conflict(conflict=conflict, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Lifted. You can give her the nomination again."))
        return redirect("reviews:nomination", conflict.nomination.uid)
    context = {"call": conflict.nomination.call, "conflict": conflict, "form": form}
    return render(request, "reviews/officer/lift_conflict.html", context, status=422 if form.errors else 200)


def _with_reason(request: HttpRequest, uid: UUID, action, what: str, said: str) -> HttpResponse:
    assignment = access.assignment_for_officer(request.user, uid)
    form = ReasonForm(request.POST or None)
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            action(assignment=assignment, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refused:
            problems = refused.reasons
        else:
            messages.success(request, said)
            return redirect("reviews:nomination", assignment.nomination.uid)
    context = {
        "call": assignment.round.call,
        "assignment": assignment,
        "form": form,
        "what": what,
        "reasons": problems,
    }
    status = 409 if problems else 422 if form.errors else 200
    return render(request, "reviews/officer/reason.html", context, status=status)


@require_safe
def export(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The scores as an .xlsx: figures as numbers, experts under codes."""
    round_ = access.round_for_officer(request.user, uid, request.GET.get("round", ""))
    content = tables.scores(round_)
    actions.record_export(round_=round_, by=request.user)
    name = _("%(call)s scores.xlsx") % {"call": round_.call.title}
    return delivery.made(content, name, delivery.XLSX)
