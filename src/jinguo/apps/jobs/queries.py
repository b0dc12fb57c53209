"""Reads of jobs and workers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from jinguo.apps.clock import now
from jinguo.apps.jobs.models import Job, Worker

SEEN_WITHIN = timedelta(seconds=60)


def jobs_of(user: Any) -> QuerySet[Job]:
    return Job.objects.filter(by=user).select_related("result_file")


def a_worker_is_there() -> bool:
    """Whether some worker has shown itself within the last minute; always where work is done at once."""
    if settings.TASKS["default"]["BACKEND"].endswith("ImmediateBackend"):
        return True
    return Worker.objects.filter(stopped_at__isnull=True, seen_at__gt=now() - SEEN_WITHIN).exists()
