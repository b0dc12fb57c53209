"""A person as a package tells of her: the fields that were agreed, in words, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from jinguo.apps.clock import today
from jinguo.apps.exchange.purposes import SENSITIVE_FIELDS
from jinguo.apps.registry.models import PersonEntry, Statement
from jinguo.apps.registry.persons.personal_page import sensitive_of
from jinguo.apps.registry.persons.profile import (
    Fact,
    Profile,
    fact_of_statement,
    facts_of_entry,
    profile_of,
    words,
)
from jinguo.engines.exchange.keys import canonical
from jinguo.engines.exchange.record import LISTS, MOST_OF_A_LIST, MOST_OF_A_TEXT, SPELLS


def record_of(
    entries: Sequence[PersonEntry],
    statements: Sequence[Statement],
    fields: Collection[str],
    *,
    sensitive: bool,
) -> dict[str, Any]:
    """Her record without ``ref``. Sensitive fields are there only where she agreed to that too."""
    facts = [fact for entry in entries for fact in facts_of_entry(entry)]
    facts += [fact_of_statement(one) for one in statements if one.state == Statement.STANDING]
    profile = profile_of(facts, today())
    said = dict(_plain(profile, [key for key in fields if key not in SENSITIVE_FIELDS]))
    wanted = [key for key in fields if key in SENSITIVE_FIELDS]
    if sensitive and wanted:
        opened = sensitive_of(entries, statements)
        said |= {key: opened[key][:MOST_OF_A_TEXT] for key in wanted if opened.get(key)}
    days = [fact.recorded_on for fact in facts if fact.recorded_on]
    return {**said, "name": entries[-1].name, "as_of": max(days, default=today()).isoformat()}


def digest_of(record: Mapping[str, Any]) -> str:
    """Equal for records that say the same, whenever they were made."""
    said = {key: value for key, value in record.items() if key not in ("ref", "as_of")}
    return hashlib.sha256(canonical(said)).hexdigest()


def _plain(profile: Profile, fields: Collection[str]) -> Iterator[tuple[str, Any]]:
    for key in fields:
        found = profile.resolved.get(key)
        if found is None:
            continue
        if key in SPELLS:
            yield key, [_step(fact) for fact in found.facts[:MOST_OF_A_LIST]]
        elif key in LISTS:
            yield key, [words(key, one)[:MOST_OF_A_TEXT] for one in profile.values(key)[:MOST_OF_A_LIST]]
        elif value := words(key, profile.value(key)):
            yield key, value[:MOST_OF_A_TEXT]


def _step(fact: Fact) -> dict[str, str]:
    said = {"value": fact.shown, "place": fact.place, "since": fact.since, "until": fact.until}
    return {key: value for key, value in said.items() if value or key == "value"}
