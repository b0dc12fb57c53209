"""Doormen of tiers: everybody weighed when asked for and every night, drafts tried out, terms that run out told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from jinguo.apps import jobs
from jinguo.apps.clock import today
from jinguo.apps.registry import queries
from jinguo.apps.registry.actions import tiers
from jinguo.apps.registry.models import TierScheme


@jobs.job("registry.weigh_tiers")
def weigh_tiers(progress: Callable[..., None], *, scheme: int) -> dict[str, int]:
    """Weigh everybody by a scheme in force."""
    one = TierScheme.objects.select_related("organisation").get(pk=scheme)
    if one.state != TierScheme.IN_FORCE:
        return {}
    return tiers.weigh(scheme=one, progress=progress)


@jobs.job("registry.try_tier_scheme")
def try_tier_scheme(progress: Callable[..., None], *, scheme: int) -> dict[str, int]:
    """What a draft would do."""
    draft = TierScheme.objects.select_related("organisation").get(pk=scheme)
    return tiers.try_out(draft=draft, progress=progress)


@jobs.periodic("registry.tiers_of_the_day", every=timedelta(hours=24))
def tiers_of_the_day() -> dict[str, int]:
    """Weigh every registry that has a scheme, and remind of the terms that run out."""
    proposed = reminded = 0
    for scheme in queries.tiers.schemes_to_weigh(today()):
        proposed += sum(tiers.weigh(scheme=scheme).values())
        reminded += tiers.remind(scheme=scheme)
    return {"proposed": proposed, "reminded": reminded}
