"""From a round to the problem that the assignment engine solves, and back from what a plan keeps.

Who is possible for what: experts in use with an account, without a conflict of interest and not of the nominee's unit.
How well they fit: the expertise engine, from disciplines and texts. What was given out before stays.

This module loads the solvers: import it where it is needed, not at the top, so that a web process stays small.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Any

import numpy as np

from jinguo.apps.calls import queries as call_queries
from jinguo.apps.calls.models import Nomination
from jinguo.apps.organisations.queries import by_names, squeezed
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.composition import Assigning
from jinguo.apps.reviews.models import Expert, Round
from jinguo.engines.assignment import Problem
from jinguo.engines.expertise import Affinities, Profile, affinities, discipline_code
from jinguo.errors import Refused

ALL_PAIRS = 250_000
"""Up to so many possible pairs each is offered to the solver, those without affinity too."""
TOLD_BY = ("discipline", "disciplines", "research_field", "subject")
"""Fields of a form that name disciplines, in this order."""
_WORDS = ("long_text", "text", "choice")
_GAPS = re.compile(r"[,，、;；/\s]+")

Tell = Callable[[int, int], None]


@dataclass(frozen=True)
class Gathered:
    """The problem as a plan keeps it (plain values), what fits whom, and the people by their ids."""

    made_from: dict[str, Any]
    affinities: Affinities
    nominations: Mapping[str, Nomination]
    experts: Mapping[str, Expert]
    stood: frozenset[tuple[str, str]]


def gather(round_: Round, settings: Assigning, tell: Tell | None = None) -> Gathered:
    """Read a round into a problem.

    Raises:
        Refused: nobody takes part, or there is no expert with an account.
    """
    nominations = list(queries.entrants(round_).order_by("number", "pk"))
    experts = list(queries.experts_to_assign(round_))
    if not nominations:
        raise Refused.because("nothing_to_review")
    if not experts:
        raise Refused.because("no_expert_to_assign")
    profiles, first = nomination_profiles(round_, nominations)
    fits = affinities(profiles, [expert_profile(expert) for expert in experts], progress=tell)
    barred = _barred(round_, nominations, experts)
    stood = _stood(round_)
    made_from = _written(round_, settings, nominations, experts, fits, barred, stood, first)
    return Gathered(
        made_from,
        fits,
        {str(one.uid): one for one in nominations},
        {str(one.uid): one for one in experts},
        frozenset((row[0], row[1]) for row in stood),
    )


def problem_of(made_from: Mapping[str, Any]) -> Problem:
    """The problem that a plan keeps, for the engine."""
    items = [row["item"] for row in made_from["items"]]
    reviewers = [row["reviewer"] for row in made_from["reviewers"]]

    def named(pairs: Sequence[Sequence[int]]) -> list[tuple[str, str]]:
        return [(items[pair[0]], reviewers[pair[1]]) for pair in pairs]

    return Problem.of(
        items=made_from["items"],
        reviewers=made_from["reviewers"],
        pairs=[(items[i], reviewers[r], affinity) for i, r, affinity in made_from["pairs"]],
        conflicts=named(made_from["conflicts"]),
        fixed=named(made_from["fixed"]),
        rules=made_from["rules"],
    )


def expert_profile(expert: Expert) -> Profile:
    """What is known of an expert's field: the codes and words of her disciplines, her keywords, her title."""
    words = tuple(filter(None, _GAPS.split(f"{expert.disciplines}；{expert.keywords}；{expert.keywords_en}")))
    codes = tuple(row.code for row in expert.codes.all()) or tuple(
        code for word in words if (code := discipline_code(word))
    )
    text = f"{expert.disciplines} {expert.keywords} {expert.keywords_en} {expert.title}"
    return Profile(str(expert.uid), codes, words, text)


def nomination_profiles(
    round_: Round, nominations: Sequence[Nomination]
) -> tuple[list[Profile], dict[str, str]]:
    """What is known of each nomination's field, and its first discipline. One query; sealed values stay sealed."""
    specs = {kind: round_.call.form_spec(kind) for kind in {one.nominee_kind for one in nominations}}
    wanted = {
        field.key
        for spec in specs.values()
        for field in spec.fields
        if field.kind in _WORDS and field.personal != "sensitive" and field.key not in spec.encrypted_keys
    }
    values: dict[int, dict[str, str]] = {}
    for row in call_queries.field_values(nominations, wanted).filter(sealed=""):
        values.setdefault(row.nomination_id, {})[row.key] = str(row.value or "")
    profiles, first = [], {}
    for one in nominations:
        said = values.get(one.pk, {})
        stated = [word for key in TOLD_BY for word in _GAPS.split(said.get(key, "")) if word]
        codes = tuple(dict.fromkeys(code for word in stated if (code := discipline_code(word))))
        keywords = tuple(filter(None, _GAPS.split(said.get("keywords", ""))))
        text = " ".join([one.category.name, *(said[key] for key in sorted(said))])
        profiles.append(Profile(str(one.uid), codes, keywords, text))
        if codes:
            first[str(one.uid)] = codes[0][:3]
    return profiles, first


def _barred(
    round_: Round, nominations: Sequence[Nomination], experts: Sequence[Expert]
) -> set[tuple[int, int]]:
    """(nomination, expert) positions that may not be: a conflict of interest, or one unit."""
    declared = queries.conflicted_pairs(round_.call)
    return {
        (i, r)
        for i, nomination in enumerate(nominations)
        for r, expert in enumerate(experts)
        if (nomination.pk, expert.pk) in declared or not permissions.outside_the_unit(expert, nomination).ok
    }


def _stood(round_: Round) -> list[tuple[str, str]]:
    """What is given out already."""
    rows = round_.assignments.filter(released_at=None).values_list("nomination__uid", "expert__uid")
    return [(str(nomination), str(expert)) for nomination, expert in rows]


def _written(
    round_: Round,
    settings: Assigning,
    nominations: Sequence[Nomination],
    experts: Sequence[Expert],
    fits: Affinities,
    barred: set[tuple[int, int]],
    stood: Sequence[tuple[str, str]],
    first: Mapping[str, str],
) -> dict[str, Any]:
    items = {str(one.uid): place for place, one in enumerate(nominations)}
    reviewers = {str(one.uid): place for place, one in enumerate(experts)}
    held = [(items[i], reviewers[r]) for i, r in stood if i in items and r in reviewers]
    affinity = {(items[pair.item], reviewers[pair.reviewer]): str(pair.affinity) for pair in fits.pairs}
    if len(items) * len(reviewers) <= ALL_PAIRS:
        offered = {(i, r) for i in range(len(items)) for r in range(len(reviewers))}
    else:
        offered = set(affinity)
    offered = (offered - barred) | set(held)
    demand = _demand(round_, nominations, held)
    even = sum(demand) / len(experts)
    limits = queries.limits_of(round_.call, round_.position)
    most = settings.max_load or _most(sum(demand), [limits.get(one.pk) for one in experts])
    least = floor(even) if settings.min_load is None else settings.min_load
    possible = Counter(r for _i, r in offered)
    loads = Counter(r for _i, r in held)
    takes = [min(most, limits.get(one.pk, most)) for one in experts]
    regions = _regions(experts)
    return {
        "items": [
            {
                "item": uid,
                "demand": demand[place],
                "discipline": first.get(uid, ""),
                "region": nominations[place].unit.region,
            }
            for uid, place in items.items()
        ],
        "reviewers": [
            {
                "reviewer": uid,
                "min_load": min(least, takes[place], possible[place]),
                "max_load": max(takes[place], loads[place]),
                "sex": experts[place].sex,
                "unit": experts[place].unit_name,
                "discipline": next(iter(expert_profile(experts[place]).codes), "")[:3],
                "region": regions[place],
            }
            for uid, place in reviewers.items()
        ],
        "pairs": [[i, r, affinity.get((i, r), "0")] for i, r in sorted(offered)],
        "conflicts": sorted([i, r] for i, r in barred if (i, r) not in held),
        "fixed": sorted([i, r] for i, r in held),
        "rules": [_scoped(rule, nominations, first) for rule in settings.rules],
    }


def _most(demand: int, wanted: Sequence[int | None]) -> int:
    """How many each reads at most where nobody says it: one more than an even share, after those who take fewer."""
    share = demand / len(wanted)
    fewer = [limit for limit in wanted if limit is not None and limit < share]
    others = len(wanted) - len(fewer)
    return ceil((demand - sum(fewer)) / others if others else share) + 1


def _demand(round_: Round, nominations: Sequence[Nomination], held: Sequence[tuple[int, int]]) -> list[int]:
    """As many as the round asks for; more where more were given out already."""
    given = Counter(i for i, _r in held)
    return [max(round_.reviews_each, given[place]) for place in range(len(nominations))]


def _regions(experts: Sequence[Expert]) -> list[str]:
    """The region of each expert's unit, where the unit is known by its name."""
    units = by_names([expert.unit_name for expert in experts if expert.unit_name]).found
    found = (units.get(squeezed(expert.unit_name)) for expert in experts)
    return [unit.region if unit else "" for unit in found]


def _scoped(
    rule: Mapping[str, Any], nominations: Sequence[Nomination], first: Mapping[str, str]
) -> dict[str, Any]:
    """A rule that reads a column of the nomination concerns those that state one."""
    column = rule.get("value_of")
    if column == "discipline":
        return {**rule, "items": sorted(first)}
    if column == "region":
        return {**rule, "items": sorted(str(one.uid) for one in nominations if one.unit.region)}
    return dict(rule)


def positions(problem: Problem, pairs: Sequence[tuple[str, str]]) -> Any:
    """Positions of pairs in the problem; pairs that are not possible are left out."""
    items = {one: n for n, one in enumerate(problem.items)}
    reviewers = {one: n for n, one in enumerate(problem.reviewers)}
    found = (problem.pair_of(items[i], reviewers[r]) for i, r in pairs if i in items and r in reviewers)
    return np.array(sorted(place for place in found if place >= 0), np.int64)
