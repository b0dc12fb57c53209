"""What other rules would decide, and what the marks are worth: for the officer's eye, nothing is decided here."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jinguo.apps.calls import following
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.decisions import access, actions, drawing, figures, quality, queries, ranking, stages, whatif
from jinguo.apps.decisions.forms import VariantForm
from jinguo.apps.decisions.models import Assessment
from jinguo.apps.decisions.proposing import propose
from jinguo.apps.jobs import waiting
from jinguo.apps.reviews import queries as reviews
from jinguo.apps.reviews.models import Round
from jinguo.errors import Refused

VARIANTS = ("a", "b")


@require_safe
def what_if(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The call's policy beside variants of it, on the same candidates. All is in the address, nothing is kept."""
    call, round_ = _round(request, uid)
    context: dict[str, Any] = {"call": call, "tabs": following.tabs(call, "reviews:board")}
    assessment = queries.assessment_of(round_) if round_ else None
    try:
        proposal = propose(call, round_)
    except Refused as refused:
        context["refused"] = refused.reasons
        return render(request, "decisions/what_if.html", context)
    settings = {
        "categories": [(category.name, category.seats) for category in call.categories.all()],
        "total": proposal.policy.seats,
        "calibrated": bool(assessment and assessment.scores),
    }
    asked = request.GET or None
    forms = [VariantForm(asked, prefix=prefix, **settings) for prefix in VARIANTS]
    labels = [_("Variant %(n)s") % {"n": prefix.upper()} for prefix in VARIANTS]
    variants = []
    if asked and all(form.is_valid() for form in forms):
        variants = [form.variant(label) for form, label in zip(forms, labels, strict=True)]
    answers = whatif.answers(proposal, variants, assessment)
    names = proposal.nominations
    context |= {
        "forms": list(zip(labels, forms, strict=True)),
        "answers": [_told(call, answer, names) for answer in answers],
        "categories": _rows(answers, "by_category"),
        "channels": _rows(answers, "by_channel"),
        "compared": len(answers) > 1,
    }
    status = 422 if any(form.errors for form in forms) else 200
    return render(request, "decisions/what_if.html", context, status=status)


def _told(call: Call, answer: whatif.Answer, names: dict[str, Any]) -> dict[str, Any]:
    labels, said = ranking.labels_of(call), ranking.names_of(names.values())
    return {
        "answer": answer,
        "enters": [names[one] for one in answer.enters],
        "leaves": [names[one] for one in answer.leaves],
        "problem": [ranking.with_names(reason, said, labels) for reason in answer.problem],
    }


def _rows(answers: list[whatif.Answer], by: str) -> list[tuple[str, list[int]]]:
    """Every value with how many of it each answer has."""
    names = dict.fromkeys(name for answer in answers for name in getattr(answer, by))
    return [(name, [getattr(answer, by).get(name, 0) for answer in answers]) for name in names]


@require_http_methods(["GET", "HEAD", "POST"])
def marks(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the marks are worth; POST has it worked out in the background."""
    call, round_ = _round(request, uid)
    if round_ is None:
        return redirect("reviews:board", uid)
    if request.method == "POST":
        actions.ask_assessment(round_=round_, by=request.user)
        return redirect("decisions:marks", uid)
    assessment = queries.assessment_of(round_)
    work = waiting.under_way(assessment and assessment.job, request.path, request.user)
    if waiting.asks_for_piece(request):
        return waiting.answer_piece(request, work)
    sheet = quality.marks_of(round_)
    nominations = list(reviews.entrants(round_))
    context: dict[str, Any] = {
        "call": call,
        "round": round_,
        "tabs": following.tabs(call, "reviews:board"),
        "given": len(sheet),
        "work": work,
        "voted": _voted_on(nominations),
        **_pictures(call, round_),
    }
    if assessment is not None and assessment.fingerprint:
        context |= _assessed(
            call, nominations, assessment, stale=assessment.fingerprint != quality.fingerprint_of(sheet)
        )
    return render(request, "decisions/marks.html", context)


def _pictures(call: Call, round_: Round) -> dict[str, Any]:
    rows = drawing.spreads(figures.totals_by_expert(round_))
    women = stages.stages_of(call)
    row = drawing.ROW
    placed = [
        {"stage": stage, "y": n * row + row // 2, "top": n * row + row // 2 - 8}
        for n, stage in enumerate(women)
    ]
    return {
        "spreads": rows,
        "spreads_height": len(rows) * row,
        "stages": placed,
        "stages_height": len(women) * row,
    }


def _voted_on(nominations: list[Nomination]) -> list[Nomination]:
    """Those on whom a vote of the panel was announced: who passed first, then by votes for."""
    rows = [one for one in nominations if one.standing.was_voted_on]
    return sorted(rows, key=lambda one: (not one.standing.voted_in, -one.standing.approve, one.number or 0))


def _assessed(
    call: Call, entrants: list[Nomination], assessment: Assessment, *, stale: bool
) -> dict[str, Any]:
    result = assessment.result
    nominations = {str(n.uid): n for n in entrants}
    experts = queries.names_of_experts(row["expert"] for row in result["reviewers"])
    names = {uid: nomination.name for uid, nomination in nominations.items()}
    items = [
        {**row, "nomination": nominations[row["item"]], "moved": row["rank_by_mean"] - row["rank"]}
        for row in sorted(result["items"], key=lambda row: (row["rank_by_mean"], row["item"]))
        if row["item"] in nominations
    ]
    apart = [reason for row in result["reviewers"] for reason in row["findings"]]
    return {
        "assessment": assessment,
        "result": result,
        "stale": stale,
        "items": items,
        "slopes": drawing.slopes(items, names),
        "slope_height": drawing.SLOPE_HEIGHT,
        "apart": [quality.named(reason, experts, names) for reason in apart],
        "disputed": [
            {**row, "nomination": nominations[row["item"]]}
            for row in result["disputed"]
            if row["item"] in nominations
        ],
        "about": [quality.named(reason, experts, names) for reason in result["reasons"]],
        "counts_calibrated": call.policy.get("column") == "calibrated",
    }


def _round(request: HttpRequest, uid: UUID) -> tuple[Call, Round | None]:
    call = access.call_to_decide(request.user, uid)
    prefetch_related_objects([call], "categories")
    round_ = reviews.current_round(call)
    if round_ is not None:
        round_.call = call
    return call, round_
