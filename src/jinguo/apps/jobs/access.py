"""Fetch and authorise in one step."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from jinguo.apps.jobs.models import Job
from jinguo.apps.jobs.permissions import asked_for


def job_for(user: Any, uid: UUID) -> Job:
    """A job this user asked for.

    Raises:
        Http404: there is none, or it is another's.
    """
    job = Job.objects.filter(uid=uid).select_related("result_file").first()
    if job is None or not asked_for(user, job):
        raise Http404
    return job
