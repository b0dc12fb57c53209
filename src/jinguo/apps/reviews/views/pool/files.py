"""The pool as a file: given out, looked at before it is taken in, taken in; what was refused comes back."""

from __future__ import annotations

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.clock import today
from jinguo.apps.files import delivery
from jinguo.apps.organisations.forms import sentence
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.reviews import access, actions, queries
from jinguo.apps.reviews.forms.pool import ImportForm
from jinguo.apps.reviews.pool import files as pool_files
from jinguo.apps.reviews.pool.files import Line, Plan
from jinguo.apps.reviews.views.pool.listing import asked_in
from jinguo.errors import Refused
from jinguo.phrases import say

MIME = {"xlsx": delivery.XLSX, "csv": "text/csv; charset=utf-8"}
_SALT = "reviews.pool_import"
_GOOD_FOR = 24 * 3600
SHOWN = 200


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """The experts that the list shows, as a file."""
    pool = access.pool_for_officer(request)
    rows = list(queries.found_in(pool, asked_in(request)).prefetch_related("posts"))
    data = pool_files.export(rows, form)
    actions.record_pool_export(pool=pool, count=len(rows), by=request.user)
    return delivery.made(data, f"专家库-{today().isoformat()}.{form}", MIME[form])


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Choose a file; every row is looked at, and nothing is written."""
    pool = access.pool_for_officer(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            lines = pool_files.read(upload, upload.name)
            return _look(request, pool, lines, "csv" if upload.name.lower().endswith(".csv") else "xlsx")
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("file", sentence(reason))
    context = {"pool": pool, "form": form}
    return render(request, "reviews/pool/import.html", context, status=422 if form.errors else 200)


@require_POST
def take_in_confirmed(request: HttpRequest) -> HttpResponse:
    """Look at every row again, as the pool stands now, and write those that hold."""
    pool = access.pool_for_officer(request)
    lines, form = _unpacked(request, pool)
    plan = pool_files.plan(lines, queries.names_of(pool))
    done = actions.import_experts(pool=pool, plan=plan, by=request.user)
    context = {
        "pool": pool,
        "plan": done,
        "packed": _packed(pool, done.refused, form) if done.refused else "",
        "refused": done.refused[:SHOWN],
    }
    return render(request, "reviews/pool/import_done.html", context)


@require_POST
def refused(request: HttpRequest) -> HttpResponse:
    """The rows that were refused, as a file with a column of reasons."""
    pool = access.pool_for_officer(request)
    lines, form = _unpacked(request, pool)
    plan = pool_files.plan(lines, queries.names_of(pool))
    lang = get_language() or "zh-hans"
    data = pool_files.refused_file(plan.refused, form, lambda reason: say(reason, lang))
    return delivery.made(data, f"未导入的专家-{today().isoformat()}.{form}", MIME[form])


def _look(request: HttpRequest, pool: Organisation, lines: list[Line], form: str) -> HttpResponse:
    plan: Plan = pool_files.plan(lines, queries.names_of(pool))
    context = {
        "pool": pool,
        "plan": plan,
        "packed": _packed(pool, lines, form),
        "found": [line for line in plan.lines if line.findings][:SHOWN],
        "fine": [line for line in plan.lines if not line.refused][:SHOWN],
    }
    return render(request, "reviews/pool/import_look.html", context)


def _packed(pool: Organisation, lines: list[Line], form: str) -> str:
    """The rows as typed, signed: what is confirmed is what was looked at."""
    rows = [(line.number, line.cells) for line in lines]
    return signing.dumps({"pool": pool.pk, "form": form, "rows": rows}, salt=_SALT, compress=True)


def _unpacked(request: HttpRequest, pool: Organisation) -> tuple[list[Line], str]:
    try:
        said = signing.loads(request.POST.get("packed", ""), salt=_SALT, max_age=_GOOD_FOR)
    except signing.BadSignature:
        raise Refused.because("pool_file_unreadable") from None
    if said["pool"] != pool.pk or said["form"] not in MIME:
        raise Refused.because("pool_file_unreadable")
    return [Line(number, cells) for number, cells in said["rows"]], said["form"]
