"""A tier that an officer gives on a ground of her own: a decision that no list tells of. The scheme says whether she may, who
has to agree, and how long it holds.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.clock import now, today
from jinguo.apps.registry import queries
from jinguo.apps.registry.actions.tiers.settling import confirm
from jinguo.apps.registry.models import Identity, TierProposal, TierScheme
from jinguo.apps.registry.permissions.tiers import settles_tiers
from jinguo.apps.registry.persons.tier_facts import held_of, last_ended, tier_facts
from jinguo.engines.tiers import last_day
from jinguo.errors import Refused, demand
from jinguo.reasons import Reason
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.registry.models import PersonEntry, TierHolding
    from jinguo.engines.tiers import Tier


@transaction.atomic
def give(
    *, person: Identity, scheme: TierScheme, tier: str, since: date, ground: str, by: User, document: str = ""
) -> TierProposal:
    """Give a person a tier from a day on. Where the scheme asks for two officers it waits for the other one's word, where it asks
    for a review board its document is named. What a rule proposed about her meanwhile is overtaken.

    Raises:
        Refused: not an officer of the scheme, no such tier or one that rules alone give, held already, not to be reached
            from where she stands, no ground, or a day on which it can't begin.
    """
    demand(settles_tiers(by, scheme.organisation))
    Identity.objects.select_for_update().get(pk=person.pk)
    known = queries.tiers.Batch(scheme.organisation, [person.pk])
    entries, holdings = known.entries[person.pk], known.holdings[person.pk]
    chosen = scheme.scheme.tier(tier)
    if not entries or chosen is None or chosen.confirm == "automatic" or scheme.state != TierScheme.IN_FORCE:
        raise Refused.because("tier_not_by_hand")
    if not ground.strip():
        raise Refused.because("reason_missing")
    held = held_of(holdings, {one.code: place for place, one in enumerate(scheme.scheme.tiers)})
    _demand_way(chosen, scheme, held, holdings)
    facts = tier_facts(
        entries,
        known.statements[person.pk],
        known.honours[person.pk],
        today(),
        stated_since=last_ended(holdings),
    )
    until = last_day(chosen, facts, since)
    _demand_days(since, until, held)
    _overtake(scheme, person)
    proposal = TierProposal.objects.create(
        organisation=scheme.organisation,
        entry=_entry(entries, held),
        scheme=scheme,
        holding=held,
        kind="promote" if held else "enter",
        tier=chosen.code,
        before=held.tier if held else "",
        since=since,
        until=until,
        by_hand=True,
        needs=chosen.confirm,
        reasons=[Reason.info("tier_by_hand", ground=clean_text(ground).strip()[:300]).as_json()],
        proposed_on=today(),
    )
    return confirm(proposal=proposal, by=by, document=document)


def _demand_way(
    chosen: Tier, scheme: TierScheme, held: TierHolding | None, all_of: list[TierHolding]
) -> None:
    """From where she stands the scheme leads to this tier."""
    if held and held.tier == chosen.code:
        raise Refused.because("tier_is_held", tier=chosen.name)
    if not chosen.direct and not {one.tier for one in all_of} & set(chosen.after):
        names = [one.name for code in chosen.after if (one := scheme.scheme.tier(code))]
        raise Refused.because("tier_reached_from", tier=chosen.name, tiers="、".join(names))


def _demand_days(since: date, until: date | None, held: TierHolding | None) -> None:
    if since > today():
        raise Refused.because("tier_begins_later")
    if until is not None and until < today():
        raise Refused.because("tier_would_be_over", until=until)
    if held and since < held.since:
        raise Refused.because("tier_begins_before_held", since=held.since)


def _overtake(scheme: TierScheme, person: Identity) -> None:
    waiting = TierProposal.objects.filter(
        organisation=scheme.organisation, entry__identity=person, state__in=TierProposal.WAITING
    )
    waiting.update(state=TierProposal.OVERTAKEN, decided_at=now())


def _entry(entries: list[PersonEntry], held: TierHolding | None) -> PersonEntry:
    """What she holds stays with one entry."""
    return next((one for one in entries if held and one.pk == held.entry_id), entries[-1])
