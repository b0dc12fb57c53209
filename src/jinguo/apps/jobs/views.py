"""How far a job is, and the list of one's own."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.jobs import access, actions, queries
from jinguo.apps.jobs.states import State


@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.jobs_of(request.user), 30).get_page(request.GET.get("page"))
    return render(request, "jobs/list.html", {"page": page})


@require_safe
def status(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The page, or the piece of it that the page asks for again and again."""
    job = access.job_for(request.user, uid)
    fragment = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    context = {
        "job": job,
        "no_worker": job.state == State.QUEUED and not queries.a_worker_is_there(),
    }
    response = render(request, "jobs/_progress.html" if fragment else "jobs/status.html", context)
    patch_vary_headers(response, ["HX-Request"])
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    job = access.job_for(request.user, uid)
    if job.is_open:
        actions.cancel(job, by=request.user)
    return redirect(job)
