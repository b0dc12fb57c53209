"""What an expert does: her rounds, her desk, one nomination on one page."""

from __future__ import annotations

from copy import copy
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.clock import now
from jinguo.apps.files import delivery, showing
from jinguo.apps.reviews import access, actions, others, permissions, queries, reading
from jinguo.apps.reviews.criteria import criteria_of
from jinguo.apps.reviews.forms.desk import ConflictForm, ReviewForm
from jinguo.apps.reviews.models import Assignment, Review, Round
from jinguo.errors import Refused
from jinguo.reasons import Reason


@require_safe
def my_rounds(request: HttpRequest) -> HttpResponse:
    """Her rounds: how many given and done, until when, and one button to go on."""
    rounds = list(queries.rounds_of_expert(request.user))
    at = now()
    for round_ in rounds:
        round_.takes = permissions.round_is_open(round_, at).ok
        round_.left = round_.given - round_.done
    return render(request, "reviews/expert/my_rounds.html", {"rounds": rounds})


@require_safe
def desk(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What she was given in one round, and nothing else."""
    round_ = access.round_for_expert(request.user, uid)
    given = queries.laid_on_the_desk(request.user, round_)
    for place, assignment in enumerate(given, 1):
        assignment.place = place
        assignment.state = _state(assignment)
    done = sum(assignment.state == Review.SUBMITTED for assignment in given)
    promised = queries.has_promised(request.user, round_)
    context = {
        "round": round_,
        "given": given,
        "done": done,
        "next": next((one for one in given if one.state != Review.SUBMITTED), None),
        "conflicts": queries.declared_conflicts(request.user, round_),
        "promised": promised,
        "open": permissions.round_is_open(round_, now()),
    }
    return render(request, "reviews/expert/desk.html", context)


@require_safe
def go_on(request: HttpRequest, uid: UUID) -> HttpResponse:
    """To the next that is not handed in, by itself; to the desk when all are."""
    round_ = access.round_for_expert(request.user, uid)
    following = queries.next_undone(request.user, round_)
    return redirect("reviews:read", following.uid) if following else redirect("reviews:desk", uid)


@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Once for a round, before the first one is read: confidence, fairness, every conflict declared."""
    round_ = access.round_for_expert(request.user, uid)
    if queries.has_promised(request.user, round_):
        return redirect("reviews:go_on", uid)
    refused = request.method == "POST" and not request.POST.get("promised")
    if request.method != "POST" or refused:
        context = {"round": round_, "refused": refused}
        return render(request, "reviews/expert/promise.html", context, status=422 if refused else 200)
    expert = queries.expert_in(request.user, round_)
    if expert is None:
        raise Http404
    actions.promise(round_=round_, expert=expert, by=request.user)
    return redirect("reviews:go_on", uid)


@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Everything of one nomination on one page; marks, opinion, save, hand in, on to the next."""
    assignment = access.assignment_for_expert(request.user, uid)
    round_ = assignment.round
    if round_.closed_at is None and not queries.has_promised(request.user, round_):
        return redirect("reviews:promise", round_.uid)
    form = (
        ReviewForm(request.POST, criteria=criteria_of(round_.criteria)) if request.method == "POST" else None
    )
    problems: tuple[Reason, ...] = ()
    if form is not None and form.is_valid():
        try:
            return _save_or_submit(request, assignment, form)
        except Refused as refused:
            problems = refused.reasons
            _overwrite_knowingly(assignment, form)
    status = 200 if form is None else 409 if problems else 422
    return _page(request, assignment, form, problems, status)


@require_POST
def save(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Keeps the draft while she types: answers with a line that says so, or why not."""
    assignment = access.assignment_for_expert(request.user, uid)
    form = ReviewForm(request.POST, criteria=criteria_of(assignment.round.criteria))
    context: dict[str, object] = {"assignment": assignment}
    if form.is_valid():
        try:
            context["review"] = actions.save_review(assignment=assignment, by=request.user, **form.review())
        except Refused as refused:
            context["reasons"] = refused.reasons
    else:
        context["form"] = form
    return render(request, "reviews/expert/_kept.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def conflict(request: HttpRequest, uid: UUID) -> HttpResponse:
    """She declares a conflict of interest, and reads this one no more."""
    assignment = access.assignment_for_expert(request.user, uid)
    form = ConflictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.declare_conflict(assignment=assignment, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("Your conflict of interest is declared. The organiser gives it to others.")
        )
        return redirect("reviews:go_on", assignment.round.uid)
    context = {"assignment": assignment, "round": assignment.round, "form": form}
    return render(request, "reviews/expert/conflict.html", context, status=422 if form.errors else 200)


@require_safe
def file(request: HttpRequest, uid: UUID, material: UUID) -> HttpResponseBase:
    """A file of what she was given, under the name that this round shows."""
    shown = access.material_to_read(request.user, uid, material)
    if shown.kind == "photo":  # the original may say where and by whom it was taken
        return picture(request, uid, material)
    stored = copy(shown.material.file)
    stored.original_name = shown.name
    return delivery.answer(request, stored, download="download" in request.GET)


@require_safe
def picture(request: HttpRequest, uid: UUID, material: UUID) -> HttpResponseBase:
    """A photo, or a frame of a video, as a small JPEG: `?size=480` or `1280`."""
    stored = access.material_to_read(request.user, uid, material).material.file
    side = 480 if request.GET.get("size") == "480" else 1280
    try:
        jpeg = showing.small_picture(stored, side)
    except Refused:
        raise Http404 from None
    return delivery.picture(request, jpeg, f"{stored.sha256}-{side}")


def _save_or_submit(request: HttpRequest, assignment: Assignment, form: ReviewForm) -> HttpResponse:
    if request.POST.get("do") != "submit":
        actions.save_review(assignment=assignment, by=request.user, **form.review())
        messages.success(request, _("Saved as a draft."))
        return redirect("reviews:read", assignment.uid)
    actions.submit_review(assignment=assignment, by=request.user, **form.review())
    if assignment.round.is_meeting and hasattr(assignment.round, "meeting"):
        return redirect("meetings:seat", assignment.round.meeting.uid)  # she marks in the room, as it goes on
    following = queries.next_undone(request.user, assignment.round, after=assignment)
    if following is None:
        messages.success(request, _("Handed in. That was the last one: thank you for your work."))
        return redirect("reviews:desk", assignment.round.uid)
    messages.success(request, _("Handed in. Here is the next one."))
    return redirect("reviews:read", following.uid)


def _overwrite_knowingly(assignment: Assignment, form: ReviewForm) -> None:
    """Her text stays; what is stored stands beside it; saving once more puts hers in its place."""
    review = getattr(assignment, "review", None)
    if review is not None:
        form.data = form.data.copy()
        form.data["seen_version"] = str(review.version)


def _page(
    request: HttpRequest,
    assignment: Assignment,
    form: ReviewForm | None,
    problems: tuple[Reason, ...],
    status: int,
) -> HttpResponse:
    round_ = assignment.round
    review = getattr(assignment, "review", None)
    criteria = criteria_of(round_.criteria)
    marks = {mark.criterion: mark.value for mark in review.marks.all()} if review else {}
    verdict = permissions.round_is_open(round_, now())
    submitted = review is not None and review.state == Review.SUBMITTED
    is_read = permissions.round_is_read(round_).ok
    sheet = (
        reading.sheet_of(round_, _nomination(assignment), get_language() or "zh-hans") if is_read else None
    )
    if is_read and request.method == "GET":
        actions.open_reading(assignment)
    context = {
        "assignment": assignment,
        "round": round_,
        "review": review,
        "sheet": sheet,
        "form": form or _form(round_, review, marks),
        "marks": [(criterion, marks.get(criterion.key)) for criterion in criteria],
        "submitted": submitted,
        "verdict": verdict,
        "others": others.others_of(assignment, submitted=submitted),
        "may_write": verdict.ok and not submitted,
        "reasons": problems,
        "differs": any(reason.code == "review_changed_meanwhile" for reason in problems),
        "conflict_form": ConflictForm(auto_id="conflict_%s"),
        "full": sum(criterion.max * criterion.weight for criterion in criteria).normalize(),
        **_neighbours(request, assignment),
    }
    return render(request, "reviews/expert/read.html", context, status=status)


def _nomination(assignment: Assignment):
    nomination = assignment.nomination
    nomination.call = assignment.round.call
    return nomination


def _form(round_: Round, review: Review | None, marks: dict) -> ReviewForm:
    initial: dict[str, object] = {f"mark_{key}": _plain(value) for key, value in marks.items()}
    initial |= {"page": str(uuid4()), "seen_version": review.version if review else 0}
    initial["comment"] = review.comment if review else ""
    return ReviewForm(initial=initial, criteria=criteria_of(round_.criteria))


def _plain(value) -> str:
    """A mark without the zeros the database adds: 90, not 90.000."""
    return format(value.normalize(), "f")


def _neighbours(request: HttpRequest, assignment: Assignment) -> dict[str, object]:
    """Where she is in what she was given: one query for the whole row of it."""
    rows = list(queries.desk_states(request.user, assignment.round))
    uids = [uid for uid, _state in rows]
    here = uids.index(assignment.uid)
    return {
        "place": here + 1,
        "of": len(rows),
        "before": uids[here - 1] if here else None,
        "behind": uids[here + 1] if here + 1 < len(rows) else None,
        "done": sum(state == Review.SUBMITTED for _uid, state in rows),
    }


def _state(assignment: Assignment) -> str:
    review = getattr(assignment, "review", None)
    return review.state if review else "review_not_started"
