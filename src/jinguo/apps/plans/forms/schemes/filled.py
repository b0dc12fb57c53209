"""A scheme as it was filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from jinguo.engines.assessment import (
    Adjustment,
    Grade,
    Item,
    Scheme,
    Section,
    Veto,
)

HUNDRED = Decimal(100)


def scheme_of(scheme: Scheme, data: Mapping[str, Any]) -> Scheme:
    """The scheme as it was filled in; whether it is sound the action says."""
    sections = [_section(scheme, section, data) for section in scheme.sections]
    if data["new_name"] and data["new_weight"] and not data["new_section"]:
        new = _new_item(scheme, data)
        code = _fresh("section", (one.code for one in scheme.sections))
        sections.append(Section(code, data["new_section_name"], new.weight, (new,)))
    return replace(
        scheme,
        title=data["title"],
        appeal_days=data["appeal_days"],
        by_group=data["by_group"],
        additions_cap=data["additions_cap"],
        deductions_cap=data["deductions_cap"],
        sections=tuple(one for one in sections if one.items),
        adjustments=_adjustments(scheme, data),
        vetoes=_vetoes(scheme, data),
        grades=tuple(_graded(one, data) for one in scheme.grades),
    )


def _section(scheme: Scheme, section: Section, data: Mapping[str, Any]) -> Section:
    items = [_changed(item, data) for item in section.items if data.get(f"weight_{item.code}")]
    if data["new_name"] and data["new_weight"] and data["new_section"] == section.code:
        items.append(_new_item(scheme, data))
    weight = sum((item.weight for item in items), Decimal(0))
    return replace(
        section, items=tuple(items), weight=weight, **_renamed(section, data[f"section_{section.code}"])
    )


def _new_item(scheme: Scheme, data: Mapping[str, Any]) -> Item:
    code = _fresh("item", (one.code for one in scheme.items))
    return Item(code, data["new_name"], data["new_weight"], data["new_how"])


def _adjustments(scheme: Scheme, data: Mapping[str, Any]) -> tuple[Adjustment, ...]:
    found = [_adjusted(one, data) for one in scheme.adjustments if data.get(f"each_{one.code}")]
    if data["new_label"] and data["new_each"]:
        code = _fresh("case", (one.code for one in scheme.adjustments))
        found.append(
            Adjustment(
                code,
                data["new_label"],
                data["new_kind"],
                data["new_each"],
                data["new_cap"],
                data["new_counted"],
            )
        )
    return tuple(found)


def _vetoes(scheme: Scheme, data: Mapping[str, Any]) -> tuple[Veto, ...]:
    found = [
        replace(one, grade=data[f"best_{one.code}"], **_renamed(one, data[f"veto_{one.code}"]))
        for one in scheme.vetoes
        if data[f"veto_{one.code}"]
    ]
    if data["new_veto"]:
        code = _fresh("veto", (one.code for one in scheme.vetoes))
        found.append(Veto(code, data["new_veto"], data["new_best"]))
    return tuple(found)


def _fresh(kind: str, taken: Iterable[str]) -> str:
    """A code that no part of the kind has."""
    known = set(taken)
    return next(code for n in range(1, len(known) + 2) if (code := f"{kind}_{n}") not in known)


def _renamed(one: Section | Item | Adjustment | Veto | Grade, name: str) -> dict[str, str]:
    """Its name as it was filled in; a name that changed has no English any more."""
    return {"name": name, "name_en": one.name_en if name == one.name else ""}


def _changed(item: Item, data: Mapping[str, Any]) -> Item:
    code = item.code
    told: dict[str, Any] = {
        **_renamed(item, data[f"name_{code}"]),
        "weight": data[f"weight_{code}"],
        "guide": data[f"guide_{code}"],
    }
    for field, name, scale in (
        ("self", "self_share", HUNDRED),
        ("late", "late_share", HUNDRED),
        ("each", "each", 1),
    ):
        given = data.get(f"{field}_{code}")
        if f"{field}_{code}" in data:
            told[name] = (given or Decimal(0)) / scale
    if f"nothing_{code}" in data:
        told["nothing"] = data[f"nothing_{code}"]
    return replace(item, **told)


def _adjusted(one: Adjustment, data: Mapping[str, Any]) -> Adjustment:
    return replace(
        one,
        each=data[f"each_{one.code}"],
        cap=data[f"cap_{one.code}"],
        **_renamed(one, data[f"label_{one.code}"]),
    )


def _graded(one: Grade, data: Mapping[str, Any]) -> Grade:
    share = data[f"share_{one.code}"]
    return replace(
        one,
        at_least=data[f"from_{one.code}"],
        at_most_share=None if share is None else share / HUNDRED,
        **_renamed(one, data[f"called_{one.code}"]),
    )
