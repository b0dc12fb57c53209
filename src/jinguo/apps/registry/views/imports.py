"""Lists on their way in: uploaded, columns corrected, checked, confirmed, taken back."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.files import actions as files
from jinguo.apps.files import blobs, delivery, kinds
from jinguo.apps.files.forms import received
from jinguo.apps.jobs import waiting
from jinguo.apps.organisations.forms import sentence
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import access, actions, queries, staging
from jinguo.apps.registry.forms.imports import ColumnsForm
from jinguo.apps.registry.models import ListImport
from jinguo.apps.registry.persons.sealed import masked
from jinguo.errors import Refused
from jinguo.phrases import say
from jinguo.reasons import Reason

LIST = "list"
PAGE = 50
SAMPLE = 8
MIME = {"xlsx": delivery.XLSX, "csv": "text/csv; charset=utf-8"}


@require_http_methods(["GET", "HEAD", "POST"])
def lists(request: HttpRequest) -> HttpResponse:
    """The lists so far, and the next one."""
    keeper = access.imports.keeper_for_officer(request)
    errors: list[str] = []
    if request.method == "POST":
        try:
            run = _begun(request, keeper)
            return redirect("lists:columns", run.uid)
        except Refused as refused:
            errors = [sentence(reason) for reason in refused.reasons]
    page = Paginator(queries.imports.imports_of(keeper), PAGE).get_page(request.GET.get("page"))
    context = {
        "keeper": keeper,
        "errors": errors,
        "page": page,
        "accept": ".xlsx,.xls,.csv,.txt",
        "limit": kinds.find(LIST).max_bytes,
    }
    return render(request, "lists/lists.html", context, status=422 if errors else 200)


def _begun(request: HttpRequest, keeper: Organisation) -> ListImport:
    """The list of an upload, as a piece by piece one or in the form itself. What cannot be read is not kept."""
    stored = next(iter(received(request, field="file", kind=LIST)), None)
    if stored is None:
        raise Refused.because("import_no_file")
    try:
        with blobs.on_disk(stored.path) as path:
            return actions.begin_import(
                organisation=keeper, path=path, file_name=stored.original_name, sha256=stored.sha256,
                by=request.user, stored=stored,
            )  # fmt: skip
    except Refused as refused:
        files.discard(stored)
        raise Refused(*(_named(reason, stored.original_name) for reason in refused.reasons)) from None


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the columns hold, as guessed; corrected, and then every row is checked."""
    run = access.imports.import_for_officer(request.user, uid)
    if run.state not in (ListImport.OPEN, ListImport.STAGED) or run.file is None:
        return redirect("lists:one", run.uid)
    form = ColumnsForm(request.POST if request.method == "POST" else None, run=run)
    if request.method == "POST" and form.is_valid():
        with blobs.on_disk(run.file.path) as path:
            actions.correct_import(
                run=run,
                path=path,
                columns=form.chosen(),
                women_only=form.cleaned_data["women_only"],
                as_of=form.cleaned_data["as_of"],
                by=request.user,
            )
        actions.ask_to_stage(run=run, by=request.user)
        return redirect("lists:one", run.uid)
    context = {"run": run, "form": form, "notes": _notes(run)}
    return render(request, "lists/columns.html", context, status=422 if form.errors else 200)


@require_safe
def one(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Where a list stands: being read, to be confirmed, in the registry, taken back."""
    run = access.imports.import_for_officer(request.user, uid)
    work = waiting.under_way(
        run.job,
        request.path,
        request.user,
        query=f"part=work&state={run.state}",
        may_be_cancelled=not run.is_indexing,
    )
    if waiting.asks_for_piece(request):
        return waiting.answer_piece(request, work if request.GET.get("state") == run.state else None)
    if run.state == ListImport.OPEN and run.job is None:
        return redirect("lists:columns", run.uid)
    which = request.GET.get("which", "")
    rows = run.found.all()
    if which in ("refused", "noted"):
        rows = rows.filter(refused=which == "refused")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "run": run,
        "work": work,
        "job": run.job,
        "page": page,
        "which": which,
        "lines": [(row, queries.imports.reasons_of(row)) for row in page],
        "sample": _sample(run),
        "likely": queries.imports.likely_known(run),
        "notes": _notes(run),
        "matched": queries.imports.matching_of(run) if run.state == ListImport.COMMITTED else None,
    }
    return render(request, "lists/one.html", context)


@require_POST
def check(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Go on with a reading that was stopped."""
    run = access.imports.import_for_officer(request.user, uid)
    actions.ask_to_stage(run=run, by=request.user)
    return redirect("lists:one", run.uid)


@require_POST
def confirm(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Write the accepted rows to the registry."""
    run = access.imports.import_for_officer(request.user, uid)
    actions.ask_to_commit(run=run, by=request.user)
    return redirect("lists:one", run.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take the whole list out of the registry, after a question."""
    run = access.imports.import_for_officer(request.user, uid)
    if request.method != "POST":
        return render(request, "lists/take_back.html", {"run": run})
    count = actions.take_back_import(run=run, by=request.user)
    messages.success(request, _("%(n)s persons of this list were taken out of the registry.") % {"n": count})
    return redirect("lists:one", run.uid)


@require_POST
def drop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a list up that was not written."""
    run = access.imports.import_for_officer(request.user, uid)
    actions.drop_import(run=run, by=request.user)
    messages.success(request, _("The list was dropped; nothing of it was kept."))
    return redirect("lists:lists")


@require_safe
def refused(request: HttpRequest, uid: UUID, form: str) -> HttpResponse:
    """The refused rows as the same table, with a column that says why."""
    from jinguo.engines.rosters import open_book, write_refused  # slow import: it brings NumPy

    run = access.imports.import_for_officer(request.user, uid)
    if run.file is None:
        raise Refused.because("import_is_closed")
    lang = get_language() or "zh-hans"
    why = {
        key: "；".join(f"{reason.params['column']}：{say(reason, lang)}" for reason in reasons)
        for key, reasons in queries.imports.reasons_of_refused(run).items()
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        blobs.on_disk(run.file.path) as path,
        open_book(path) as book,
    ):
        out = Path(folder) / f"refused.{form}"
        write_refused(book, actions.plan_of_import(run, book), why, out)
        data = out.read_bytes()
    return delivery.made(data, f"{Path(run.file_name).stem}-未导入.{form}", MIME[form])


def _named(reason: Reason, name: str) -> Reason:
    """Files are kept under numbers: say the name that she knows."""
    params = {**reason.params, "file": name} if "file" in reason.params else reason.params
    return Reason(reason.code, params, reason.severity)


def _notes(run: ListImport) -> list[Reason]:
    return [Reason.from_json(stored) for stored in run.notes]


def _sample(run: ListImport) -> list[dict[str, str]]:
    """The first accepted rows as they will be written, what is sensitive masked."""
    chunk = run.chunks.first() if run.state == ListImport.STAGED else None
    if chunk is None:
        return []
    persons = staging.persons_of(chunk, {(sheet, number) for sheet, number in run.late})
    return [
        {
            "row": str(one.row),
            "name": one.name,
            "sex": one.sex,
            "birth_date": one.birth_date,
            "id_number": masked("id_number", one.id_number) if one.id_number else "",
            "unit": one.unit,
            "title": one.title,
            "phone": masked("phone", one.phone) if one.phone else "",
        }
        for one, _ in zip(persons, range(SAMPLE), strict=False)
    ]
