"""Doormen of matching: what a worker is asked for by name, and what comes round every night."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from jinguo.apps import jobs
from jinguo.apps.accounts.models import User
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import actions, same_person
from jinguo.apps.registry.actions import matching
from jinguo.apps.registry.models import MatchRun
from jinguo.apps.registry.queries import matching as of_matching


@jobs.job(matching.JOB)
def match(
    progress: Callable[..., None],
    *,
    organisation: int,
    scope: str,
    rules: str,
    source: str = "",
    by_id: int | None = None,
) -> dict[str, int]:
    """Compare entries of a registry; where nobody waits for the answer, tell those who keep it."""
    registry = Organisation.objects.get(pk=organisation)
    by = User.objects.get(pk=by_id) if by_id else None
    done = actions.match(
        organisation=registry, scope=scope, source=source, rules=rules, by=by, progress=progress
    )
    actions.report_matching(organisation=registry)
    return {"entries": done.entries, "compared": done.fresh, "queued": done.queued, "merged": done.merged}


@jobs.periodic("registry.match_nightly", every=timedelta(hours=24))
def match_nightly() -> dict[str, int]:
    """Have every registry compared in which something came or changed since."""
    asked = 0
    for registry in of_matching.registries_with_entries():
        if of_matching.has_news(registry) and not matching.is_asked(registry):
            actions.ask_to_match(
                organisation=registry, by=None, scope=MatchRun.CHANGED, rules=same_person.STRICT
            )
            asked += 1
    return {"registries": asked}
