"""Somebody is about to be written down: who in a registry may be she already? The loose rules, over those few whom her name,
its sound, her numbers, or her unit and year bring up; each with why, so that a person sees at a glance.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from jinguo.apps import vault
from jinguo.apps.registry.models import Card, PersonEntry
from jinguo.apps.registry.persons.profile import coded, words
from jinguo.apps.registry.queries.matching import model_for
from jinguo.apps.registry.queries.people import cards_of, entries_in, names_in
from jinguo.apps.registry.same_person.evidence import reason_of
from jinguo.apps.registry.same_person.linking import evidence_of
from jinguo.apps.registry.same_person.records import corrections_of, index_text, record_of, values_of
from jinguo.apps.registry.same_person.rules import LOOSE, NORMAL, shipped
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.asking import Asked
from jinguo.reasons import Reason
from jinguo.standards.names import pinyin
from jinguo.standards.units import normalise_unit

if TYPE_CHECKING:
    from jinguo.apps.organisations.models import Organisation
    from jinguo.engines.linkage import Model, Population

OF_A_NAME, OF_A_UNIT, MOST = 200, 100, 5
"""So many of one name or sound, and of one unit and year, are compared; so many are shown."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A person of a registry who may be meant. ``certain``: an ID number says so. ``entry`` is the one that was compared."""

    card: Card
    entry: int
    probability: float
    reasons: tuple[Reason, ...]
    certain: bool = False

    @property
    def percent(self) -> int:
        """Its likelihood, never shown as sure or as nothing."""
        return min(max(round(self.probability * 100), 1), 99)


class Looking:
    """One registry, asked about as many persons as one likes: what it learnt of itself is read once."""

    def __init__(self, registry: Organisation) -> None:
        self.registry = registry
        self.size = cards_of(registry).count()
        learnt = model_for(registry, 0)
        self._learnt = json.dumps(learnt) if learnt else ""

    def alike(self, said: Mapping[str, str], *, ask_from: float | None = None) -> list[Alike]:
        """Who may be meant by what is ``said`` (name, former_name, sex, birth_date, id_number, phone, unit, title, disciplines,
        region; absent ones ask for nothing), the likeliest first. ``ask_from``: from which probability on, by default
        that of the loose rules.
        """
        identities = self._brought_up(said)
        entries = list(entries_in(self.registry).filter(identity__in=identities).order_by("pk"))
        if not entries:
            return []
        cards = names_in(self.registry, identities)
        least = shipped()[LOOSE].ask_from if ask_from is None else ask_from
        return self._weighed(said, entries, corrections_of(entries), cards, least, LOOSE)

    def _weighed(
        self,
        said: Mapping[str, str],
        entries: Sequence[PersonEntry],
        known: Mapping[int, dict[str, str]],
        cards: Mapping[int, Card],
        least: float,
        rules: str,
    ) -> list[Alike]:
        """Of these entries the persons who may be meant."""
        from jinguo.engines import linkage  # slow import: it brings NumPy, Arrow and DuckDB

        asked = _asked(said)
        records = {entry.pk: record_of(values_of(entry), known.get(entry.pk, {})) for entry in entries}
        found = linkage.search(
            asked,
            list(records.values()),
            model=self._model(),
            rules=rules,
            limit=len(records),
            population=self._population(said, entries),
        )
        of = {entry.pk: entry.identity_id for entry in entries}
        best: dict[int, Alike] = {}
        for pair in found:
            key = int(pair.right if pair.left == "?" else pair.left)
            evidence = [one for one in evidence_of(pair) if one["field"] != "start"]
            certain = any((one["field"], one["level"]) == ("id_number", "same") for one in evidence)
            card = cards.get(of[key])
            if card is None or of[key] in best or (pair.probability < least and not certain):
                continue
            told = [reason_of(one, asked, records[key]) for one in sorted(evidence, key=_weightiest)]
            best[of[key]] = Alike(card, key, pair.probability, tuple(told), certain)
        return sorted(best.values(), key=lambda one: (not one.certain, -one.probability))[:MOST]

    def alike_many(
        self, said: Sequence[Mapping[str, str]], beside: Iterable[int] = ()
    ) -> tuple[list[list[Alike]], dict[int, Card]]:
        """The same for many at once, by the normal rules, with a number of queries that does not grow with them: only who has
        the name of one of them is compared; what sounds alike is found by the round that follows. With it the cards of these
        identities and of those ``beside`` them.
        """
        names = {name for one in said for key in ("name", "former_name") if (name := one.get(key, ""))}
        entries = list(entries_in(self.registry).filter(name__in=names).order_by("pk")) if names else []
        cards = names_in(self.registry, {*beside, *(one.identity_id for one in entries)})
        known = corrections_of(entries) if entries else {}
        by_name: dict[str, list[PersonEntry]] = {}
        for entry in entries:
            by_name.setdefault(entry.name, []).append(entry)
        least = shipped()[NORMAL].ask_from
        found = []
        for one in said:
            hers = [entry for key in ("name", "former_name") for entry in by_name.get(one.get(key, ""), ())]
            found.append(self._weighed(one, hers, known, cards, least, NORMAL) if hers else [])
        return found, cards

    def _brought_up(self, said: Mapping[str, str]) -> set[int]:
        """The identities worth comparing, by indexed columns and the words of cards."""
        found: set[int] = set()
        kept = entries_in(self.registry)
        for column, value in (("id_number", said.get("id_number", "")), ("phone", said.get("phone", ""))):
            if value:
                asked = {f"{column}_index__in": vault.blind_indices(column, value)}
                found.update(kept.filter(**asked).values_list("identity_id", flat=True)[:OF_A_NAME])
        for text in _texts(said):
            rows = finding.found(self.registry, Asked(text=text)).values_list("identity_id", flat=True)
            found.update(rows[:OF_A_NAME])
        unit, year = normalise_unit(said.get("unit", ""))[:200], said.get("birth_date", "")[:4]
        if unit and year.isdigit():
            rows = cards_of(self.registry).filter(unit_key=unit, birth_year=int(year))
            found.update(rows.values_list("identity_id", flat=True)[:OF_A_UNIT])
        return found

    def _model(self) -> Model | None:
        from jinguo.engines.linkage import Model  # slow import, as above

        return Model.from_json(self._learnt) if self._learnt else None

    def _population(self, said: Mapping[str, str], entries: Iterable[PersonEntry]) -> Population:
        from jinguo.engines.linkage import Population, clean  # slow import, as above

        named = clean([{"id": "?", "name": said.get("name", "")}]).table.column("name")[0].as_py()
        same = len({one.identity_id for one in entries if one.name == said.get("name")})
        share = {"name": {named: same / max(self.size, 1)}} if named else {}
        return Population(max(self.size, 3), share)


def _texts(said: Mapping[str, str]) -> list[str]:
    """What her names are looked for by: as they are written, and as they sound."""
    names = [name for key in ("name", "former_name") if (name := said.get(key, ""))]
    return list(dict.fromkeys([*names, *(pinyin(name).replace(" ", "") for name in names)]))


def _asked(said: Mapping[str, str]) -> dict[str, str]:
    """What is said, in the fields of the engine: numbers by their blind index."""
    first = next(islice((part for part in said.get("disciplines", "").split("；") if part), 1), "")
    asked = {key: said.get(key, "") for key in ("name", "former_name", "sex", "birth_date", "unit")}
    asked["title"] = words("title", coded("title", said["title"])) if said.get("title") else ""
    asked["discipline"] = words("disciplines", coded("disciplines", first)) if first else ""
    asked["region"] = words("region", said.get("region", ""))
    for key in ("id_number", "phone"):
        if value := said.get(key, ""):
            asked["id_index" if key == "id_number" else "phone_index"] = index_text(
                vault.blind_index(key, value)
            )
    return {key: value for key, value in asked.items() if value}


def _weightiest(one: Mapping[str, float | str]) -> tuple[float, str]:
    return -abs(float(one["weight"])), str(one["field"])
