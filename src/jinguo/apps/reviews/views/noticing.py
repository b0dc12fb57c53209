"""The public notice between two rounds: planned with its days before one's eyes, then posted."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.apps.calls import following
from jinguo.apps.calls.forms.results import NoticeForm, refuse
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.views.results.notice import planned
from jinguo.apps.clock import today
from jinguo.apps.reviews import access, actions, permissions, queries
from jinguo.apps.reviews.models import Round
from jinguo.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def round_notice(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The form with the live preview; posting is its one button."""
    call = access.call_to_review(request.user, uid)
    rounds = queries.rounds_of(call)
    before = _before(call, rounds)
    notice = actions.notice_after(before) if before else None
    if before is None or not permissions.may_post_round_notice(call, rounds, notice).ok:
        return redirect("reviews:board", uid)
    proposal = _proposal(call, before)
    form = NoticeForm(request.POST or None, initial=proposal)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        try:
            posted = actions.post_round_notice(call=call, by=request.user, **form.cleaned_data)
        except Refused as refused:
            refuse(form, refused)
        else:
            said = _("The notice is posted. Its last day is %(day)s.") % {"day": posted.last_day}
            messages.success(request, said)
            return redirect("reviews:board", uid)
    values = form.cleaned_data if form.is_bound and form.is_valid() else proposal
    context = {
        "call": call,
        "tabs": following.tabs(call, "reviews:board"),
        "form": form,
        "preview_url": reverse("reviews:round_notice_preview", args=[uid]),
        "back_url": reverse("reviews:board", args=[uid]),
    }
    found = planned(call, values, actions.going_on_from(before))
    return render(request, "calls/results/notice.html", context | found)


@require_http_methods(["GET", "HEAD", "POST"])
def round_notice_preview(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The piece of the page that follows what she types; nothing is written."""
    call = access.call_to_review(request.user, uid)
    before = _before(call, queries.rounds_of(call))
    if before is None:
        raise Refused.because("no_round_planned")
    form = NoticeForm(request.POST or request.GET)
    form.is_valid()
    values = _proposal(call, before) | form.cleaned_data
    found = planned(call, values, actions.going_on_from(before))
    return render(request, "calls/results/_plan.html", {"call": call} | found)


def _before(call: Call, rounds: list[Round]) -> Round | None:
    before = queries.current(rounds)
    if before is not None:
        before.call = call
    return before


def _proposal(call: Call, before: Round) -> dict[str, Any]:
    """Our own plain wording; the officer changes it as she likes. A notice is a Chinese document in any language."""
    stage = before.notice_stage or "公示"
    count = queries.going_on(before).count()
    basis = f"根据{call.basis}，" if call.basis else ""
    return {
        "title": f"{call.title}{stage}",
        "text": f"{basis}经组织推荐、形式审查和{before}，现将{call.title}拟进入下一轮评审的 {count} 名人选予以公示，"
        "广泛听取意见，接受社会监督。",
        "posted_on": today(call.organiser.time_zone),
        "order": "surname_strokes",
    }
