"""A person's facts as the rules of tiers read them, from her entries, what was said later, and her honours on record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from jinguo.apps.registry.models import Honour, PersonEntry, Statement, TierHolding
from jinguo.apps.registry.persons.profile import (
    Fact,
    Profile,
    fact_of_statement,
    facts_of_entry,
    profile_of,
)
from jinguo.engines.tiers import Entry, Facts, Held, facts_of, level_of_honour
from jinguo.standards.codes import label
from jinguo.standards.dates import parse_date

_LISTS = {
    "projects": "project",
    "publications": "publication",
    "patents": "patent",
    "trainings": "training",
    "mentoring": "mentoring",
    "services": "service",
    "council_posts": "council_post",
}


def tier_facts(
    entries: Sequence[PersonEntry],
    statements: Iterable[Statement],
    honours: Iterable[Honour],
    on: date,
    *,
    stated_since: date | None = None,
) -> Facts:
    """Everything that rules can ask for. A tier that a list states counts only where the list came after
    ``stated_since``: the day on which an officer last decided.
    """
    facts = [fact for entry in entries for fact in facts_of_entry(entry)]
    facts += [fact_of_statement(one) for one in statements if one.state == Statement.STANDING]
    profile = profile_of(facts, on)
    lists = {key: _list(profile, attribute) for key, attribute in _LISTS.items()}
    return facts_of(
        honours=_honours(profile, honours),
        degree=profile.value("degree"),
        education=label("education", profile.value("education")) if profile.value("education") else "",
        title=profile.value("title"),
        sex=profile.value("sex"),
        birth_date=profile.value("birth_date"),
        segments=tuple(profile.values("segments")),
        disciplines=tuple(label("disciplines", code) for code in profile.values("disciplines")),
        unit=profile.value("unit"),
        post=profile.value("post"),
        region=profile.value("region"),
        in_post_since=_in_post_since(profile),
        stated_tier=stated_tier(profile, stated_since),
        **lists,
    )


def stated_tier(profile: Profile, after: date | None = None) -> str:
    """The tier that lists state, where one of them came after a day."""
    found = profile.resolved.get("tier")
    if found is None:
        return ""
    standing = [
        fact for fact in found.facts if after is None or (fact.recorded_on and fact.recorded_on > after)
    ]
    return standing[0].value if standing else ""


def held_of(holdings: Iterable[TierHolding], rank: dict[str, int]) -> TierHolding | None:
    """Of the tiers that she holds (several after a merge) the highest by the scheme."""
    current = [one for one in holdings if one.is_current]
    return min(current, key=lambda one: (rank.get(one.tier, len(rank)), -one.pk), default=None)


def as_held(holding: TierHolding | None) -> Held | None:
    return Held(holding.tier, holding.since, holding.until) if holding else None


def past_tiers(holdings: Iterable[TierHolding]) -> frozenset[str]:
    """The tiers that ended for her, beside those that a higher one or another term took the place of."""
    went_on = (TierHolding.PROMOTED, TierHolding.RENEWED)
    return frozenset(one.tier for one in holdings if one.ended_on and one.ended_why not in went_on)


def last_ended(holdings: Iterable[TierHolding]) -> date | None:
    """The day on which a tier of hers last ended: what lists said before it no longer counts."""
    return max((one.ended_on for one in holdings if one.ended_on), default=None)


def _honours(profile: Profile, honours: Iterable[Honour]) -> list[str | Entry] | None:
    """Those on record first, so that one taken back stays so when a list names it too; None where nothing is known."""
    kept: list[str | Entry] = [
        Entry(
            one.title,
            one.granted_on,
            level_of_honour(one.title, one.granted_by),
            revoked=one.revoked_on is not None,
        )
        for one in honours
    ]
    kept += profile.values("honours")
    return kept or None


def _list(profile: Profile, attribute: str) -> tuple[Entry, ...] | int | None:
    """Projects, patents … as entries; a list that said only how many gives the number."""
    found = profile.resolved.get(attribute)
    if found is None:
        return None
    if len(found.facts) == 1 and found.fact.value.isdigit():
        return int(found.fact.value)
    return tuple(Entry(fact.shown, _day(fact.since)) for fact in found.facts)


def _in_post_since(profile: Profile) -> date | None:
    """Since when she has been in the post that has no end."""
    found = profile.resolved.get("employment")
    standing: list[Fact] = [fact for fact in found.facts if fact.since and not fact.until] if found else []
    return max((day for fact in standing if (day := _day(fact.since))), default=None)


def _day(text: str) -> date | None:
    return parse_date(text) if text else None


def tier_shown(
    profile: Profile, holdings: Sequence[TierHolding], organisation: int
) -> tuple[str, TierHolding | None]:
    """(the tier that counts in a registry, the holding that confirms it): its own word, else the latest of another
    registry that keeps her, else what lists state since the last word of its own, which nobody confirmed.
    """
    current = [one for one in holdings if one.is_current]
    own = [one for one in current if one.organisation_id == organisation]
    if found := max(own or current, key=lambda one: (one.since, one.pk), default=None):
        return found.tier_name, found
    ended = last_ended(one for one in holdings if one.organisation_id == organisation)
    return stated_tier(profile, ended), None
