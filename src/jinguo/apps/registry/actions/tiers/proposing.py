"""Weigh everybody of a registry by its scheme. A batch is a transaction: killed in between, the next run does the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.jobs.actions import enqueue
from jinguo.apps.registry import queries
from jinguo.apps.registry.actions.tiers.settling import apply
from jinguo.apps.registry.models import Card, PersonEntry, TierHolding, TierProposal, TierScheme
from jinguo.apps.registry.permissions.tiers import settles_tiers
from jinguo.apps.registry.persons.tier_facts import as_held, held_of, last_ended, past_tiers, tier_facts
from jinguo.apps.registry.search import indexing
from jinguo.engines.tiers import Proposal, Scheme, propose
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation

BATCH = 200
NAMED = 200
Progress = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One person: the entry that a proposal hangs on, the tier she holds, what waits or was refused, what is due."""

    entry: PersonEntry
    holding: TierHolding | None
    earlier: list[TierProposal]
    proposal: Proposal


def ask_to_weigh(*, organisation: Organisation, by: User) -> TierScheme:
    """Ask a worker to weigh everybody now.

    Raises:
        Refused: not an officer, or no scheme is in force.
    """
    demand(settles_tiers(by, organisation))
    scheme = queries.tiers.scheme_in_force(organisation)
    if scheme is None:
        raise Refused.because("tier_scheme_missing")
    scheme.job = enqueue("registry.weigh_tiers", by=by, scheme=scheme.pk)
    scheme.save(update_fields=["job"])
    return scheme


def weigh(*, scheme: TierScheme, progress: Progress = lambda *_: None) -> dict[str, int]:
    """Propose what is due, take back what no longer is, and do what the scheme confirms by itself. Counts by kind."""
    rules, on = scheme.scheme, today()
    if scheme.weighed_on is None:
        _call_by_its_names(scheme)
    people = queries.tiers.identities_to_weigh(scheme.organisation)
    done: Counter[str] = Counter()
    for start in range(0, len(people), BATCH):
        progress(start, len(people), "weighing_tiers")
        with transaction.atomic():
            for one in _weighed(scheme.organisation, rules, people[start : start + BATCH], on):
                done[_propose(scheme, one, on)] += 1
    TierScheme.objects.filter(pk=scheme.pk).update(weighed_on=on)
    done.pop("", None)
    if done:
        _tell(scheme, done)
    return dict(done)


def _call_by_its_names(scheme: TierScheme) -> None:
    """A scheme that came into force calls tiers by other names than lists do: the search learns of them."""
    called = [tier.name for tier in scheme.scheme.tiers]
    cards = Card.objects.filter(
        organisation__in=queries.people.below(scheme.organisation), tier_confirmed=False
    ).exclude(tier__in=["", *called])
    found = list(cards.order_by("identity").values_list("identity_id", flat=True).distinct())
    for start in range(0, len(found), BATCH):
        with transaction.atomic():
            indexing.refresh(found[start : start + BATCH])


def try_out(*, draft: TierScheme, progress: Progress = lambda *_: None) -> dict[str, int]:
    """What the draft would propose, written down with the draft and nowhere else. Counts by kind."""
    rules, on, seen = draft.scheme, today(), draft.changed_at
    people = queries.tiers.identities_to_weigh(draft.organisation)
    counts: Counter[tuple[str, str]] = Counter()
    named: dict[str, list[list[Any]]] = {}
    for start in range(0, len(people), BATCH):
        progress(start, len(people), "weighing_tiers")
        for one in _weighed(draft.organisation, rules, people[start : start + BATCH], on):
            kind = one.proposal.kind
            if kind == "nothing":
                continue
            counts[kind, one.proposal.tier] += 1
            if len(rows := named.setdefault(kind, [])) < NAMED:
                rows.append([one.entry.pk, one.proposal.tier, one.proposal.before])
    outlook = {
        "counts": {f"{kind}:{tier}": n for (kind, tier), n in sorted(counts.items())},
        "named": named,
        "people": len(people),
    }
    TierScheme.objects.filter(pk=draft.pk, state=TierScheme.DRAFT, changed_at=seen).update(
        outlook=outlook, outlook_at=now()
    )
    total: Counter[str] = Counter()
    for (kind, _), n in counts.items():
        total[kind] += n
    return dict(total)


def _weighed(organisation: Organisation, rules: Scheme, identities: list[int], on: date) -> Iterator[Weighed]:
    """Each of these persons, weighed."""
    batch = queries.tiers.Batch(organisation, identities)
    rank = {tier.code: place for place, tier in enumerate(rules.tiers)}
    for identity in identities:
        entries, holdings = batch.entries.get(identity), batch.holdings[identity]
        if not entries:
            continue
        holding = held_of(holdings, rank)
        facts = tier_facts(
            entries,
            batch.statements[identity],
            batch.honours[identity],
            on,
            stated_since=last_ended(holdings),
        )
        proposal = propose(rules, facts, as_held(holding), on, past=past_tiers(holdings))
        yield Weighed(entries[-1], holding, batch.proposals[identity], proposal)


def _propose(scheme: TierScheme, one: Weighed, on: date) -> str:
    """Write down what is due about one person; answers its kind where that is new."""
    due = one.proposal
    waiting = [row for row in one.earlier if row.waits]
    reasons = [reason.as_json() for reason in due.reasons]
    same = next(
        (
            row
            for row in waiting
            if (row.kind, row.tier, row.scheme_id, row.reasons) == (due.kind, due.tier, scheme.pk, reasons)
        ),
        None,
    )
    if any(row.by_hand for row in waiting):
        return ""
    overtaken = [row.pk for row in waiting if row is not same]
    if overtaken:
        TierProposal.objects.filter(pk__in=overtaken).update(state=TierProposal.OVERTAKEN, decided_at=now())
    if same or due.kind == "nothing" or _refused_before(one, reasons):
        return ""
    made = TierProposal.objects.create(
        organisation=scheme.organisation,
        entry=one.holding.entry if one.holding else one.entry,
        scheme=scheme,
        holding=one.holding,
        kind=due.kind,
        tier=due.tier,
        before=due.before,
        until=due.until,
        needs=due.confirm,
        reasons=reasons,
        ask=list(due.ask),
        proposed_on=on,
    )
    if due.confirm == "automatic" and not due.ask:
        apply([made], by=None)
    return due.kind


def _refused_before(one: Weighed, reasons: list[dict[str, Any]]) -> bool:
    """An officer refused just this, for just these facts: it is not proposed again every night."""
    return any(
        row.state == TierProposal.REFUSED
        and (row.kind, row.tier, row.reasons) == (one.proposal.kind, one.proposal.tier, reasons)
        for row in one.earlier
    )


def _tell(scheme: TierScheme, done: Counter[str]) -> None:
    audit.record(
        "tiers_weighed",
        subject=scheme,
        by=None,
        acting_for=scheme.organisation,
        within=scheme.organisation,
        after={"count": sum(done.values())},
    )
