"""What pages show of tiers: a scheme in words, one person's tier with its history and what is missing for the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import queries
from jinguo.apps.registry.models import (
    Honour,
    PersonEntry,
    Statement,
    TierHolding,
    TierProposal,
    TierScheme,
)
from jinguo.apps.registry.persons.profile import (
    Profile,
    fact_of_statement,
    facts_of_entry,
    profile_of,
)
from jinguo.apps.registry.persons.tier_facts import (
    as_held,
    held_of,
    last_ended,
    past_tiers,
    tier_facts,
    tier_shown,
)
from jinguo.engines.tiers import Proposal, Scheme, Tier, propose, words_of
from jinguo.reasons import Reason


@dataclass(frozen=True, slots=True)
class TierWords:
    """A tier as a page prints it: each condition in words, with its source."""

    tier: Tier
    name: str
    needs: tuple[tuple[Reason, str], ...]
    some: tuple[tuple[Reason, str], ...]
    renew: tuple[tuple[Reason, str], ...]
    ends: tuple[tuple[Reason, str], ...]
    after: tuple[str, ...]
    held: int = 0


def in_words(scheme: Scheme, lang: str, counts: dict[str, int] | None = None) -> list[TierWords]:
    """Every tier of a scheme, the highest first."""

    def said(rules: Iterable) -> tuple[tuple[Reason, str], ...]:
        return tuple((words_of(rule), rule.source) for rule in rules)

    return [
        TierWords(
            tier,
            tier.label(lang),
            said(tier.needs),
            said(tier.some),
            said(tier.renew),
            said(tier.ends),
            tuple(one.label(lang) for code in tier.after if (one := scheme.tier(code))),
            (counts or {}).get(tier.code, 0),
        )
        for tier in scheme.tiers
    ]


@dataclass(frozen=True, slots=True)
class TierPanel:
    """One person's tier in one registry."""

    shown: str
    holding: TierHolding | None
    history: tuple[TierHolding, ...]
    scheme: TierScheme | None
    proposal: TierProposal | None
    due: Proposal | None
    next_name: str

    @property
    def confirmed(self) -> bool:
        return self.holding is not None

    @property
    def missing(self) -> tuple[Reason, ...]:
        return self.due.missing if self.due else ()

    @property
    def to_renew(self) -> tuple[Reason, ...]:
        return self.due.to_renew if self.due else ()


@dataclass(frozen=True, slots=True)
class MyTier:
    """What a person sees of her tier in one registry."""

    registry: str
    panel: TierPanel


def panels_of(
    entries: Sequence[PersonEntry],
    statements: Sequence[Statement],
    honours: Sequence[Honour],
    on: date,
    lang: str,
) -> list[MyTier]:
    """Her tier in every registry that weighs her, with a number of queries that does not grow with them."""
    found: list[MyTier] = []
    schemes = queries.tiers.schemes_over(entries)
    history = queries.tiers.tiers_of(entries) if schemes else []
    for scheme, keys in schemes:
        hers = [one for one in entries if one.pk in keys]
        said = [one for one in statements if one.entry_id in keys]
        granted = [one for one in honours if one.entry_id in keys]
        panel = _panel(scheme, None, history, hers, said, granted, on, lang)
        found.append(MyTier(scheme.organisation.name, panel))
    return found


def panel_of(
    registry: Organisation,
    entries: Sequence[PersonEntry],
    statements: Sequence[Statement],
    honours: Sequence[Honour],
    on: date,
    lang: str,
) -> TierPanel:
    """What a keeper's page says of a person's tier. ``honours`` with those taken back."""
    history = queries.tiers.tiers_of(entries)
    scheme = queries.tiers.scheme_that_counts(registry)
    if scheme is None:
        shown, holding = tier_shown(_profile(entries, statements, on), history, registry.pk)
        return TierPanel(shown, holding, tuple(history), None, None, None, "")
    waiting = queries.tiers.proposal_on(entries, scheme.organisation)
    return _panel(scheme, waiting, history, entries, statements, honours, on, lang)


def _profile(entries: Sequence[PersonEntry], statements: Sequence[Statement], on: date) -> Profile:
    facts = [fact for entry in entries for fact in facts_of_entry(entry)]
    facts += [fact_of_statement(one) for one in statements if one.state == Statement.STANDING]
    return profile_of(facts, on)


def _panel(
    scheme: TierScheme,
    waiting: TierProposal | None,
    history: Sequence[TierHolding],
    entries: Sequence[PersonEntry],
    statements: Sequence[Statement],
    honours: Sequence[Honour],
    on: date,
    lang: str,
) -> TierPanel:
    owner = scheme.organisation
    shown, holding = tier_shown(_profile(entries, statements, on), history, owner.pk)
    own = [one for one in history if one.organisation_id == owner.pk]
    rules = scheme.scheme
    if holding is None and (meant := rules.named(shown)):
        shown = meant.label(lang)
    facts = tier_facts(entries, statements, honours, on, stated_since=last_ended(own))
    held = held_of(own, {tier.code: place for place, tier in enumerate(rules.tiers)})
    due = propose(rules, facts, as_held(held), on, past=past_tiers(own))
    above = rules.tier(due.next_tier)
    return TierPanel(shown, holding, tuple(history), scheme, waiting, due, above.label(lang) if above else "")
