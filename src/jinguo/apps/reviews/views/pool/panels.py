"""For a call: ask experts for the panel of a round, conflicts looked for first; settle what was found."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.calls import following
from jinguo.apps.calls.models import Call
from jinguo.apps.clock import today
from jinguo.apps.jobs import waiting
from jinguo.apps.jobs.states import State
from jinguo.apps.reviews import access, actions, permissions, queries
from jinguo.apps.reviews.forms.pool import SettleForm
from jinguo.apps.reviews.models import Conflict, ConflictSearch
from jinguo.apps.reviews.pool import figures as pool_figures
from jinguo.apps.reviews.states import CONFLICT_STATES, PanelState
from jinguo.apps.reviews.views.pool.listing import asked_in

PER_PAGE = 50
MOST_AT_ONCE = 200


@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who could review, with availability, load and conflicts; ticked ones are asked, after a look."""
    call = access.call_to_review(request.user, uid)
    position = _position(call, request.POST.get("round") or request.GET.get("round", ""))
    if request.method == "POST":
        return _ask(request, call, position)
    asked = asked_in(request)
    rows = queries.found_in(call.organiser, asked)
    rows = rows.annotate(given_this_year=queries.given_in_year(today().year)).order_by("pinyin_key", "pk")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    invited = list(queries.panel_of(call, position))
    _say_of_each(call, page.object_list, {one.expert_id: one for one in invited})
    search = queries.last_search(call)
    in_panel = [one.expert for one in invited if one.state in (PanelState.INVITED, PanelState.ACCEPTED)]
    context = {
        "call": call,
        "tabs": following.tabs(call, "reviews:board"),
        "page": page,
        "asked": asked,
        "facets": queries.facets(call.organiser, asked),
        "rounds": list(enumerate(call.procedure_read.rounds, 1)),
        "position": position,
        "invited": invited,
        "accepted": sum(one.state == PanelState.ACCEPTED for one in invited),
        "share": pool_figures.panel_share(in_panel),
        "search": search,
        "newer": queries.newer_than(search),
        "waiting": queries.conflicts_found(call).to_settle().count(),
        "may": permissions.may_invite_experts(call),
    }
    return render(request, "reviews/pool/panel.html", context)


def _ask(request: HttpRequest, call: Call, position: int) -> HttpResponse:
    """First what would be done, with the conflicts of those ticked; then done."""
    chosen = request.POST.getlist("chosen")[:MOST_AT_ONCE]
    experts = list(access.experts_for_panel(call, chosen))
    if not experts:
        messages.warning(request, _("Tick the experts first."))
        return redirect(_to(call, position))
    if request.POST.get("confirmed"):
        rows = actions.invite_to_panel(call=call, position=position, experts=experts, by=request.user)
        said = ngettext("%(n)s expert is asked.", "%(n)s experts are asked.", len(rows)) % {"n": len(rows)}
        messages.success(request, said)
        return redirect(_to(call, position))
    plan = actions.plan_panel(call, position, experts)
    if plan.inviting:
        actions.find_conflicts(call=call, experts=plan.inviting, by=request.user)
    _say_of_each(call, plan.inviting, {})
    present = [
        one.expert
        for one in queries.panel_of(call, position)
        if one.state in (PanelState.INVITED, PanelState.ACCEPTED)
    ]
    context = {
        "call": call,
        "tabs": following.tabs(call, "reviews:board"),
        "position": position,
        "plan": plan,
        "before": pool_figures.panel_share(present),
        "after": pool_figures.panel_share([*present, *plan.inviting]),
        "nominations": queries.nominations_to_check(call).count(),
    }
    return render(request, "reviews/pool/panel_plan.html", context)


def _say_of_each(call: Call, experts, invited) -> None:
    """Beside each expert: her invitation, her breaks and what speaks against her."""
    found = queries.conflicts_by_expert(call, list(experts))
    away = queries.on_a_break(experts, today())
    for expert in experts:
        expert.asked_for = invited.get(expert.pk)
        expert.is_away = expert.pk in away
        expert.all_conflicts = found.get(expert.pk, [])
        expert.blocked = sum(one.blocks for one in expert.all_conflicts)
        expert.to_settle = sum(
            one.state == "conflict_found" and one.effect != Conflict.NOTES for one in expert.all_conflicts
        )


@require_POST
def find(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Have conflicts between the whole pool and all nominations of a call looked for, in the background."""
    call = access.call_to_review(request.user, uid)
    actions.ask_search(call=call, by=request.user)
    return redirect("reviews:conflicts", uid)


def _search_under_way(request: HttpRequest, call: Call, search: ConflictSearch | None) -> dict[str, Any]:
    """How the background search stands: under way, or stopped before it came to an end."""
    job = queries.search_asked_for(call)
    if job is None:
        return {}
    if job.is_open:
        return {"work": waiting.under_way(job, request.path, request.user)}
    newer = search is None or job.created_at > search.at
    return {"stopped": job} if newer and job.state in (State.CANCELLED, State.FAILED) else {}


@require_POST
def withdraw(request: HttpRequest, uid: UUID) -> HttpResponse:
    asked = access.panel_invitation_for_officer(request.user, uid)
    actions.withdraw_from_panel(invitation=asked, by=request.user)
    messages.success(request, _("The invitation is taken back."))
    return redirect(_to(asked.call, asked.position))


@require_http_methods(["GET", "HEAD", "POST"])
def conflicts(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What was found, to be confirmed or ignored: ticked ones at once, after a look."""
    call = access.call_to_review(request.user, uid)
    shown = request.GET.get("state", CONFLICT_STATES[0])
    shown = shown if shown in CONFLICT_STATES else CONFLICT_STATES[0]
    if waiting.asks_for_piece(request):
        return waiting.answer_piece(request, _search_under_way(request, call, None).get("work"))
    form, chosen = SettleForm(), []
    if request.method == "POST":
        form = SettleForm(request.POST)
        chosen = [int(pk) for pk in request.POST.getlist("chosen")[:MOST_AT_ONCE] if pk.isdecimal()]
        if not chosen:
            messages.warning(request, _("Tick the findings first."))
            return redirect("reviews:conflicts", uid)
        look = list(queries.conflicts_found(call).filter(pk__in=chosen))
        if request.POST.get("confirmed") and form.is_valid():
            said = form.cleaned_data
            rows = actions.settle_conflicts(
                call=call,
                chosen=chosen,
                confirm=said["what"] == SettleForm.CONFIRM,
                reason=said["reason"],
                by=request.user,
            )
            text = ngettext("%(n)s is settled.", "%(n)s are settled.", len(rows)) % {"n": len(rows)}
            messages.success(request, text)
            return redirect("reviews:conflicts", uid)
        what = request.POST.get("what", "")
        context = {
            "call": call,
            "tabs": following.tabs(call, "reviews:board"),
            "rows": look,
            "form": form if request.POST.get("confirmed") else SettleForm(initial={"what": what}),
            "what": what if what in (SettleForm.CONFIRM, SettleForm.IGNORE) else SettleForm.CONFIRM,
            "given": queries.given_out(look),
        }
        wrong = bool(request.POST.get("confirmed"))
        return render(request, "reviews/pool/settle.html", context, status=422 if wrong else 200)
    rows = queries.conflicts_found(call)
    counts = queries.conflict_counts(call)
    search = queries.last_search(call)
    page = Paginator(rows.filter(state=shown), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "call": call,
        "tabs": following.tabs(call, "reviews:board"),
        "page": page,
        "shown": shown,
        "states": [
            {
                "label": state,
                "url": f"?state={state}",
                "current": state == shown,
                "count": counts.get(state, 0),
            }
            for state in CONFLICT_STATES
        ],
        "search": search,
        "newer": queries.newer_than(search),
        **_search_under_way(request, call, search),
    }
    return render(request, "reviews/pool/conflicts.html", context)


def _position(call: Call, asked: str) -> int:
    most = len(call.procedure_read.rounds)
    return int(asked) if asked.isdecimal() and 1 <= int(asked) <= most else 1


def _to(call: Call, position: int) -> str:
    return f"{reverse('reviews:panel', args=[call.uid])}?round={position}"


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What she was asked for: an expert's invitations that she may still answer."""
    rows = queries.panels_asked_of(request.user)
    return render(request, "reviews/pool/asked.html", {"rows": rows})
