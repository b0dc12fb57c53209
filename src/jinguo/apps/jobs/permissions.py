"""Whose job it is."""

from __future__ import annotations

from typing import Any

from jinguo.apps.jobs.models import Job
from jinguo.reasons import Verdict


def asked_for(user: Any, job: Job) -> Verdict:
    """Only who asked for a job sees it, cancels it and takes its result."""
    return Verdict.of(user.is_authenticated and job.by_id == user.pk, "job_of_another")
