"""What the demo shows on the first page: how far its registry is, until it stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from jinguo.apps.jobs.models import Job
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.demo.registry import plan
from jinguo.demo.registry.lists import LISTS


def registry(request: HttpRequest) -> dict[str, Any] | None:
    """To officers: which of the lists is being taken in, and what comes then."""
    if not request.user.is_authenticated or not organisations_with(request.user, kinds.OFFICER):
        return None
    known = plan.read()
    step = known.next_step if known else None
    if known is None or step is None:
        return None
    keys = [spec.key for spec in LISTS]
    context = {
        "step": step,
        "persons": known.persons,
        "number": keys.index(step) + 1 if step in keys else 0,
        "lists": len(keys),
        "file": next((spec.file_name for spec in LISTS if spec.key == step), ""),
        "done": len(known.done),
        "steps": len(plan.STEPS),
        "job": Job.objects.filter(name="demo.build_registry").first(),
    }
    return {"template": "demo/_registry.html", "context": context, "order": 1, "wide": True}
