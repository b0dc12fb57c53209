"""All papers of a call, each a button."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.calls import access, following, outcome, paperwork, queries
from jinguo.apps.calls.actions import documents as actions
from jinguo.apps.calls.actions import printing
from jinguo.apps.calls.actions import strokes as counting
from jinguo.apps.calls.forms.results import PaperForm, StrokesForm, refuse
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.states import CallState
from jinguo.apps.files import delivery
from jinguo.errors import Refused

_MOST_JOBS = 5


@require_safe
def documents(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    return _page(request, call, PaperForm(request.GET or None, initial=_usual(call)))


@require_POST
def take(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make the paper whose button was pressed: a file at once, or a job to follow."""
    call = access.call_for_officer(request.user, uid)
    form = PaperForm(request.POST)
    if not form.is_valid():
        return _page(request, call, form, status=422)
    chosen = {"group": form.cleaned_data["group"], "order": form.cleaned_data["order"]}
    paper = request.POST.get("paper", "")
    try:
        if paper in actions.IN_BACKGROUND:
            return redirect(actions.ask_for(paper=paper, call=call, by=request.user, **chosen))
        made = _taken(paper, call, chosen, form.cleaned_data["addressee"], request.user)
        return delivery.made(made.content, made.name, made.mime)
    except Refused as refused:
        refuse(form, refused)
        return _page(request, call, form, status=422)


@require_safe
def form_paper(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One filled form."""
    nomination = access.nomination_for_officer(request.user, uid)
    content, name = printing.take_form(nomination=nomination, by=request.user)
    return delivery.made(content, name, delivery.DOCX)


@require_http_methods(["GET", "HEAD", "POST"])
def strokes(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Enter the strokes of rare characters."""
    call = access.call_for_officer(request.user, uid)
    asked = counting.characters_to_count(queries.handed_in(call))
    form = StrokesForm(request.POST or None, asked=asked)
    if request.method == "POST" and form.is_valid():
        try:
            counting.enter_stroke_counts(call=call, counts=form.counts, by=request.user)
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("Kept. The names now stand in their place in the order of strokes."))
            return redirect("calls:documents", call.uid)
    context = {"call": call, "tabs": following.tabs(call, "calls:documents"), "form": form, "asked": asked}
    return render(request, "calls/results/strokes.html", context)


def _taken(paper: str, call: Call, chosen: dict[str, str], addressee: str, by: object) -> actions.Paper:
    match paper:
        case "paper_summary_table":
            return actions.take_summary_table(call=call, by=by, **chosen)
        case "paper_notice":
            return actions.take_notice(call=call, by=by)
        case "paper_recommendation":
            return actions.take_recommendation(call=call, addressee=addressee, by=by, **chosen)
        case "paper_receipts":
            return actions.take_receipts(call=call, by=by)
    raise Refused.because("no_such_paper")


def _usual(call: Call) -> dict[str, str]:
    """What an officer mostly wants at this stage; the letter goes to the organiser above."""
    decided = call.state in (CallState.DECIDED, CallState.ON_NOTICE, CallState.FINAL)
    parent = call.parent_call
    above = parent.organiser if parent else call.organiser.parent
    return {
        "group": paperwork.CHOSEN if decided else paperwork.HANDED_IN,
        "order": "surname_strokes",
        "addressee": above.name if above else "",
    }


def _page(request: HttpRequest, call: Call, form: PaperForm, *, status: int = 200) -> HttpResponse:
    usual = _usual(call)
    group = form["group"].value() or usual["group"]
    order = form["order"].value() or usual["order"]
    try:
        people = paperwork.nominations_for(call, group, order)
    except Refused:
        people = []
    context = {
        "call": call,
        "tabs": following.tabs(call, "calls:documents"),
        "form": form,
        "people": people,
        "uncounted": counting.characters_to_count(people),
        "notice": queries.standing_notice(call),
        "jobs": outcome.papers_made(request.user, call)[:_MOST_JOBS],
    }
    return render(request, "calls/results/documents.html", context, status=status)
