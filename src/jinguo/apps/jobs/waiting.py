"""The piece of a page that shows work under way, and asks for itself again until the work is over.

A page that began a job puts ``work`` into its context and includes ``jobs/_under_way.html``. The piece asks
the same address for ``?part=work``; the page answers that with ``answer_piece``::

    work = under_way(plan.job, address, user)
    if asks_for_piece(request):
        return answer_piece(request, work)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jinguo.apps.jobs.models import Job
from jinguo.apps.jobs.permissions import asked_for
from jinguo.apps.jobs.queries import a_worker_is_there
from jinguo.apps.jobs.states import State


@dataclass(frozen=True)
class UnderWay:
    """An open job as a page shows it: ``address`` is the page's own, ``query`` what the piece asks it for."""

    job: Job
    address: str
    query: str
    may_cancel: bool
    no_worker: bool


def under_way(
    job: Job | None, address: str, user: Any, *, query: str = "part=work", may_be_cancelled: bool = True
) -> UnderWay | None:
    """What to show of a job; nothing where there is none or it is over."""
    if job is None or not job.is_open:
        return None
    return UnderWay(
        job=job,
        address=address,
        query=query,
        may_cancel=may_be_cancelled and not job.cancel_asked_at and bool(asked_for(user, job)),
        no_worker=job.state == State.QUEUED and not a_worker_is_there(),
    )


def asks_for_piece(request: HttpRequest) -> bool:
    """Whether the page asks for the piece alone."""
    return request.GET.get("part") == "work"


def answer_piece(request: HttpRequest, work: UnderWay | None) -> HttpResponse:
    """The piece as the work stands now; when it is over, the whole page is to be fetched anew."""
    if work is None:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "jobs/_under_way.html", {"work": work})
