"""Why somebody is no longer in a dynamic list: which of its conditions she does not meet, or what became of her data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from jinguo.apps.registry.models import Card, PersonEntry, SavedSearch
from jinguo.apps.registry.queries.people import names_in, reach_of
from jinguo.apps.registry.queries.rights import refusing
from jinguo.apps.registry.rights.consent_texts import FOUND
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.asking import Asked
from jinguo.reasons import Reason
from jinguo.standards.codes import label

NOT_A_CONDITION = "sort"


def why_they_left(search: SavedSearch, identities: Sequence[int]) -> dict[int, list[Reason]]:
    """identity → the reasons that can be told. One query for each condition of the list, however many left."""
    if not identities:
        return {}
    registry = search.organisation
    asked = Asked.read(finding.parts_of(search.query))
    cards = names_in(registry, identities)
    found: dict[int, list[Reason]] = {one: [] for one in identities}
    for part in (one.name for one in fields(Asked) if one.name != NOT_A_CONDITION):
        value = getattr(asked, part)
        if value in ("", None):
            continue
        rows = finding.found(registry, Asked(**{part: value})).filter(identity__in=identities)
        still = set(rows.values_list("identity_id", flat=True))
        for identity, card in cards.items():
            if identity not in still:
                found[identity].append(_unmet(part, value, card))
    gone = [one for one in identities if one not in cards]
    for identity, reason in _without_card(registry, gone).items():
        found[identity].append(reason)
    return found


def _unmet(part: str, value: object, card: Card) -> Reason:
    """The condition that she does not meet, and what is known of her instead."""
    what = "list_part_age" if part in ("older", "younger") else f"list_part_{part}"
    if part in ("older", "younger"):
        code = "left_list_too_young" if part == "older" else "left_list_too_old"
        return Reason.info(code, age=card.age if card.age is not None else "—", limit=value)
    if part in ("tier", "title"):
        return Reason.info("left_list_by", what=what, now=getattr(card, part) or "—", asked=str(value))
    if part == "unit":
        return Reason.info("left_list_unit", now=card.unit or "—")
    if part == "education":
        now = label("education", card.education) if card.education else "—"
        return Reason.info("left_list_by", what=what, now=now, asked=label("education", str(value)))
    if part == "state":
        return Reason.info("left_list_state", state=f"search_{value}")
    lists = {"discipline": "disciplines", "region": "divisions"}
    shown = label(lists[part], str(value)) if part in lists else str(value)
    return Reason.info("left_list_not", what=what, asked=shown)


def _without_card(registry, identities: Sequence[int]) -> dict[int, Reason]:
    """What became of persons whom this registry no longer finds."""
    if not identities:
        return {}
    reach, unwilling = reach_of(registry), refusing(identities, FOUND)
    entries: dict[int, list[PersonEntry]] = {}
    for entry in PersonEntry.objects.filter(identity__in=identities):
        entries.setdefault(entry.identity_id, []).append(entry)
    merged = set(
        PersonEntry.objects.filter(home__in=identities, withdrawn_at=None)
        .exclude(identity__in=identities)
        .values_list("home_id", flat=True)
    )
    found = {}
    for identity in identities:
        hers = entries.get(identity, [])
        kept = [one for one in hers if one.withdrawn_at is None]
        if identity in unwilling:
            code = "left_list_unwilling"
        elif not kept and identity in merged:
            code = "left_list_merged"
        elif kept and not any(one.organisation_id in reach for one in kept):
            code = "left_list_other_registry"
        elif hers and not kept and not any(one.name for one in hers):
            code = "left_list_erased"
        else:
            code = "left_list_withdrawn"
        found[identity] = Reason.info(code)
    return found
