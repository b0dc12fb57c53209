"""Persons of a registry as a table file that every import understands; sensitive columns are left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jinguo.apps.clock import now, today, told
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.attributes import attributes
from jinguo.apps.registry.models import Card
from jinguo.apps.registry.paperwork.told import Told, told_of
from jinguo.apps.registry.persons.personal_page import sensitive_of
from jinguo.apps.registry.persons.profile import (
    Fact,
    Profile,
    fact_of_statement,
    facts_of_entry,
    profile_of,
    words,
)
from jinguo.engines.paperwork import Column, SummaryTable, summary_table
from jinguo.phrases import term
from jinguo.standards.spells import Spell, written_spell

CHUNK = 500
COLUMNS = (
    "name", "former_name", "latin_name", "sex", "birth_date", "ethnic_group", "political_affiliation", "education", "degree",
    "disciplines", "keywords", "title", "tier", "segments", "unit", "department", "post", "second_unit", "region", "honours",
    "employment", "council_post", "project", "publication_count", "publication", "patent", "training", "mentoring", "service",
    "link", "biography",
)  # fmt: skip
"""What a table of persons tells: what a list can say and is not kept sealed."""


def of_persons(
    registry: Organisation,
    cards: QuerySet[Card],
    lang: str,
    progress: Callable[..., None] | None = None,
    sensitive: Sequence[str] = (),
) -> bytes:
    """The persons of the cards in their order; headings are those that the import understands. ``sensitive`` columns are opened
    for it: whoever asks for them has recorded that."""
    columns = tuple(Column(term(f"attribute_{key}", lang), "text") for key in (*COLUMNS, *sensitive))
    below = _("As of %(at)s") % {"at": told(now()).strftime("%Y-%m-%d %H:%M")}
    table = SummaryTable(
        registry.name,
        columns,
        _rows(registry, cards, progress, sensitive),
        below_title=below,
        sheet_name=_("Persons"),
    )
    return summary_table(table)


def _rows(
    registry: Organisation,
    cards: QuerySet[Card],
    progress: Callable[..., None] | None,
    sensitive: Sequence[str],
) -> Iterator[tuple[str, ...]]:
    for done, one in enumerate(told_of(registry, cards.iterator(chunk_size=CHUNK), CHUNK), 1):
        if progress and done % CHUNK == 0:
            progress(done, 0)
        opened = sensitive_of(one.entries, one.statements) if sensitive else {}
        yield (*_row(one), *(opened.get(key, "") for key in sensitive))


def _row(one: Told) -> tuple[str, ...]:
    facts = [fact for entry in one.entries for fact in facts_of_entry(entry)]
    profile = profile_of([*facts, *map(fact_of_statement, one.statements)], today())
    own = {"tier": one.card.tier, "honours": _honours(one, profile)}
    return tuple(own[key] if key in own else _said(profile, key) for key in COLUMNS)


def _said(profile: Profile, key: str) -> str:
    """What counts of an attribute in words; several values with the mark at which every import divides them."""
    if not attributes()[key].many:
        return words(key, profile.value(key))
    if attributes()[key].kind == "spell" and key in profile.resolved:
        return "；".join(dict.fromkeys(_written(fact) for fact in profile.resolved[key].facts))
    return "；".join(dict.fromkeys(words(key, value) for value in profile.values(key)))


def _written(fact: Fact) -> str:
    """A step on her path as the import reads it again."""
    return written_spell(Spell(fact.value, fact.place, fact.since, fact.until))


def _honours(one: Told, profile: Profile) -> str:
    granted = [f"{honour.title}（{honour.year}）" for honour in one.honours]
    return "；".join(dict.fromkeys([*profile.values("honours"), *granted]))
