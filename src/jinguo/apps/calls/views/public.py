"""What anyone may see: calls, notices, results; and where anyone may object."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jinguo.apps.calls import access, outcome, permissions
from jinguo.apps.calls.actions import objections as actions
from jinguo.apps.calls.forms.public import ObjectionForm
from jinguo.apps.calls.forms.results import refuse
from jinguo.apps.calls.models import Quota
from jinguo.apps.calls.states import CallState
from jinguo.apps.calls.views.results.objections import kept
from jinguo.apps.clock import now
from jinguo.errors import Refused, demand

PER_PAGE = 20
KINDS = ("", "open", "notice", "result")
_RECEIVED = "objections_received"


@login_not_required
@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    """Calls, notices and results of all organisers."""
    text, kind = request.GET.get("q", "").strip()[:100], request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    page = Paginator(outcome.public_rows(text=text, kind=kind), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "text": text, "kind": kind, "kinds": KINDS, "now": now()}
    return render(request, "calls/public/list.html", context)


@login_not_required
@require_safe
def call(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What is called for, who may nominate, what is wanted, until when."""
    found = access.public_call(uid)
    notice = found.notices.filter(withdrawn_at=None).first() if found.state != CallState.OPEN else None
    if notice and not permissions.notice_has_begun(notice, now()):
        notice = None
    context = {
        "call": found,
        "categories": found.categories.all(),
        "quotas": found.quotas.exclude(scope=Quota.TOTAL).select_related("organisation", "category"),
        "wishes": found.material_specs(),
        "notice": notice,
        "is_open": found.state == CallState.OPEN and found.closes_at is not None and now() < found.closes_at,
        "is_final": found.state == CallState.FINAL,
    }
    return render(request, "calls/public/call.html", context)


@login_not_required
@require_safe
def notice(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The public notice."""
    found = access.public_notice(uid)
    context = {
        "notice": found,
        "call": found.call,
        "sheet": outcome.sheet_of(found),
        "may_object": permissions.may_object(found, now()).ok,
        "is_final": found.call.state == CallState.FINAL,
    }
    return render(request, "calls/public/notice.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def objection(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Object to a name, or to the notice as a whole."""
    found = access.public_notice(uid)
    allowed = permissions.may_object(found, now())
    entries = list(found.entries.filter(removed_at=None).select_related("nomination"))
    form = ObjectionForm(
        request.POST or None,
        request.FILES or None,
        entries=entries,
        anonymous=found.call.safeguards_read.anonymous_objections,
        initial={"about": request.GET.get("about", "")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            demand(allowed)
            demand(actions.not_too_many_from_here())
            received = actions.receive_objection(
                notice=found,
                nomination=form.nomination,
                objector=given["objector"],
                contact=given["contact"],
                content=given["content"],
                is_unit=given["is_unit"] == "unit",
                evidence=kept(given["evidence"], None),
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            request.session[_RECEIVED] = [*request.session.get(_RECEIVED, []), f"{uid}:{received.number}"]
            return redirect("calls:public_received", uid, received.number)
    context = {"notice": found, "call": found.call, "form": form, "allowed": allowed}
    return render(request, "calls/public/objection.html", context)


@login_not_required
@require_safe
def received(request: HttpRequest, uid: UUID, number: int) -> HttpResponse:
    """The confirmation number, for who sent the objection and nobody else."""
    if f"{uid}:{number}" not in request.session.get(_RECEIVED, []):
        raise Http404(_("There is nothing here."))
    found = access.public_notice(uid)
    code = f"{found.call.year}-{found.call_id:03d}-{found.pk:03d}-{number:03d}"
    return render(request, "calls/public/received.html", {"notice": found, "call": found.call, "code": code})


@login_not_required
@require_safe
def result(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The final list."""
    found = access.final_notice(uid)
    rows = outcome.result_rows(found)
    context = {
        "notice": found,
        "call": found.call,
        "rows": rows,
        "by_category": any(row.category_name for row in rows),
    }
    return render(request, "calls/public/result.html", context)
