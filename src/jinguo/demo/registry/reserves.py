"""Tiers by rules in the demo, and the lists of reserves: who was in them before, and who moved since tiers are confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from jinguo.apps.accounts.models import User
from jinguo.apps.clock import held_at, now
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import actions
from jinguo.apps.registry.actions import tiers
from jinguo.apps.registry.models import SavedSearch, TierProposal, TierScheme
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.finding import Asked
from jinguo.engines.tiers import standard_scheme

Progress = Callable[..., Any]
LISTS = (
    ("领军人才后备库", "tier=领军人才"),
    ("青年高级职称（40岁以下）", "level=副高级&to=40"),
    ("信息待更新", "state=stale"),
    ("市外和海外人才", "segment=市外"),
)
DOCUMENT = "云川市女性科技人才评审会议纪要〔2026〕3号"
MOST, WAITS = 250, 3
"""Of a tier at most so many are confirmed; every third proposal waits for whoever tries the demo."""


def keep(keeper: Organisation, officer: User) -> None:
    """The lists, counted for the first time five weeks ago: by what the units' lists said of tiers."""
    if SavedSearch.objects.filter(organisation=keeper, counted_on__isnull=False).exists():
        return
    with held_at(now() - timedelta(days=35)):
        for name, query in LISTS:
            actions.keep_search(organisation=keeper, name=name, query=query, by=officer)
        count(keeper)


def weigh(keeper: Organisation, officer: User, progress: Progress) -> None:
    """The scheme that ships is put in force after a look at what it would do."""
    scheme = TierScheme.objects.filter(organisation=keeper, state=TierScheme.IN_FORCE).first()
    if scheme is None:
        draft = TierScheme.objects.filter(organisation=keeper, state=TierScheme.DRAFT).first()
        draft = draft or tiers.draft_scheme(organisation=keeper, scheme=standard_scheme(), by=officer)
        tiers.try_out(draft=draft, progress=progress)
        draft.refresh_from_db()
        scheme = tiers.put_in_force(draft=draft, by=officer)
    if scheme.job is not None and scheme.job.is_open:  # what was asked for when it was put in force
        jobs.run(scheme.job.uid)
        scheme.refresh_from_db()
    if scheme.weighed_on is None:
        tiers.weigh(scheme=scheme, progress=progress)


def settle(keeper: Organisation, officer: User, second: User) -> None:
    """Two officers go through the proposals. Killed in between, the next run says the rest."""
    every = TierProposal.objects.filter(organisation=keeper).order_by("pk")
    for tier in every.order_by().values_list("tier", flat=True).distinct():
        rows = [one for place, one in enumerate(every.filter(tier=tier)) if place % WAITS != WAITS - 1][:MOST]
        for state, who in ((TierProposal.OPEN, officer), (TierProposal.HALF, second)):
            waiting = list(every.filter(pk__in=[one.pk for one in rows], state=state))
            tiers.confirm_all(proposals=waiting, by=who, document=_document)


def _document(proposal: TierProposal) -> str:
    return DOCUMENT if proposal.needs == "board" else ""


def count(keeper: Organisation) -> None:
    """Who is in the lists today."""
    for search in SavedSearch.objects.filter(organisation=keeper):
        members = finding.found(keeper, Asked.read(finding.parts_of(search.query)))
        actions.count_list(search=search, members=set(members.values_list("identity_id", flat=True)))
