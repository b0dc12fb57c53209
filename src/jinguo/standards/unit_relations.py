"""Are two names of units one unit? What the names show, and how far it goes.

``same``: one first-level unit, whatever the parts. ``renamed``: one unit by the register of former and short names.
``likely_same``: everything distinctive agrees, but a region or a legal form is missing or differs. ``affiliated``: a
legal person of its own that bears the other's name (北京大学第三医院). ``guessed``: the name may be a short form of the
other, or something general is all that they share.

>>> from jinguo.standards.units import parse_unit
>>> relate(parse_unit("北京大学化学学院"), parse_unit("北大")).kind
'renamed'
>>> relate(parse_unit("北京大学"), parse_unit("北京大学第三医院")).kind
'affiliated'
>>> relate(parse_unit("北京大学"), parse_unit("北京师范大学")) is None
True
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from jinguo.standards.units import UnitName

__all__ = ["RELATIONS", "Relation", "UnitRelation", "blocking_keys", "relate"]

Relation = Literal["same", "renamed", "likely_same", "affiliated", "guessed"]

RELATIONS: tuple[Relation, ...] = ("same", "renamed", "likely_same", "affiliated", "guessed")
"""The strongest first."""

_GENERAL = re.compile(
    "(?:第?[一二三四五六七八九十百\\d]+|人民|中心|中医|中西医结合|妇幼保健|妇女|儿童|口腔|肿瘤|师范|科技|科学技术|教育|"
    "农业|林业|工业|理工|医科|医学|交通|财经|职业技术|实验|附属|总|卫生健康|化学|物理|数学|生物|材料|信息|技术|工程|中国|国家|全国)+"
)


@dataclass(frozen=True, slots=True)
class UnitRelation:
    """``same_part``: both names give the same second-level part."""

    kind: Relation
    same_part: bool = False


def relate(one: UnitName, other: UnitName) -> UnitRelation | None:
    """The strongest relation between two units over all their names, or None. Symmetric."""
    found: list[Relation] = []
    for a in (one, *one.others):
        for b in (other, *other.others):
            kind = _first(a, b)
            if kind:
                found.append(kind)
    if not found:
        return None
    same_part = bool(one.part) and one.part == other.part
    return UnitRelation(min(found, key=RELATIONS.index), same_part)


def blocking_keys(unit: UnitName) -> frozenset[str]:
    """Two units that are related in any way share one of these: for joins without comparing all with all."""
    keys: set[str] = set()
    for name in (unit, *unit.others):
        keys.update({name.head[:2], name.core[:2], name.umbrella[:2], f"~{name.head[:1]}"})
        if name.own:
            keys.add(_proper(name.part)[:2])
    return frozenset(keys - {"", "~"})


def _first(a: UnitName, b: UnitName) -> Relation | None:
    for rule in _RULES:
        kinds = [kind for kind in (rule(a, b), rule(b, a)) if kind]
        if kinds:
            return min(kinds, key=RELATIONS.index)
    return None


def _one_unit(a: UnitName, b: UnitName) -> Relation | None:
    if not a.core or _without_campus(a) != _without_campus(b) or not _regions_agree(a, b):
        return None
    if a.own or b.own:
        if _proper(a.part) == _proper(b.part):
            return _certain(a, b)
        return "affiliated"
    if a.campus != b.campus:
        return "likely_same"
    if a.kind == "company" and _form(a) != _form(b):
        return "likely_same"
    return _certain(a, b)


def _under_an_umbrella(a: UnitName, b: UnitName) -> Relation | None:
    if a.umbrella and b.head == a.umbrella:
        return "affiliated"
    if a.umbrella and not b.umbrella and (a.plain, a.ending) == (b.plain, b.ending):
        if a.own != b.own:
            return "affiliated"
        if a.kind == "university":
            return _certain(a, b)
        return "likely_same" if a.region or not _general(a.core) else "guessed"
    return None


def _region_left_out(a: UnitName, b: UnitName) -> Relation | None:
    """One name has a region and the other has none, or theirs differ, and the rest agrees."""
    if (a.core, a.kind, a.ending, a.umbrella) != (b.core, b.kind, b.ending, b.umbrella) or not a.core:
        return None
    if a.kind in {"", "university", "college", "society"} or a.own or b.own:
        return None
    if a.region and not b.region:
        return "guessed" if _general(a.core) else "likely_same"
    if a.region != b.region and a.kind == "company" and len(a.core) > 2 and not _general(a.core):
        return "guessed"
    return None


def _bears_the_name(a: UnitName, b: UnitName) -> Relation | None:
    """北京大学医院 and 北京大学; 湘雅医院 and 中南大学湘雅医院."""
    if (
        b.kind == "university"
        and re.match(f"{re.escape(b.head)}(?!城(?!市)|[路街生道])", a.head)
        and a.head != b.head
    ):
        return "affiliated"
    if a.own and _proper(a.part) == b.head and not b.part:
        return "guessed" if _general(b.core) else "likely_same"
    return None


def _shortened(a: UnitName, b: UnitName) -> Relation | None:
    """``a`` may be a short form of ``b``."""
    if a.part or a.umbrella or not a.core or a.key == b.key:
        return None
    if b.kind == a.kind == "university" and b.core.startswith(f"{a.core}（"):
        return "guessed"
    if b.kind == "company" and a.kind in {"", "company"} and not a.form and not _general(a.core):
        if b.core == a.core and (not a.region or _regions_agree(a, b)):
            return "likely_same"
        if len(a.core) > 1 and b.core.startswith(a.core):
            return "guessed"
    return "guessed" if _initials(a.text, b) else None


def _initials(short: str, b: UnitName) -> bool:
    """华科大 for 华中科技大学, 中石油 for 中国石油天然气集团: the characters in their order from the first."""
    if not 2 <= len(short) <= 5 or not b.head.startswith(short[:1]) or len(b.head) <= len(short) + 1:
        return False
    if short.endswith("大"):
        fits = b.kind == "university" and (len(short) > 2 or len(b.head) == 4)
    elif short.endswith("所"):
        fits = b.kind == "institute" and len(short) > 2
    else:
        fits = b.kind == "company" and len(short) > 2 and not re.search("[院校会心厅局]$", short)
    rest = iter(b.head)
    return fits and all(character in rest for character in short)


_RULES: tuple[Callable[[UnitName, UnitName], Relation | None], ...] = (
    _one_unit,
    _under_an_umbrella,
    _bears_the_name,
    _region_left_out,
    _shortened,
)


def _certain(a: UnitName, b: UnitName) -> Relation:
    return "renamed" if a.renamed != b.renamed else "same"


def _without_campus(unit: UnitName) -> tuple[str, str, str, str]:
    return unit.umbrella, unit.plain.casefold(), unit.kind, unit.ending


def _regions_agree(a: UnitName, b: UnitName) -> bool:
    """朝阳区 of Beijing is not 朝阳区 of Changchun; a region more or less does not matter."""
    above, too = a.region[:-1], b.region[:-1]
    return not above or not too or bool(set(above) & set(too)) or len(above) != len(too)


def _form(unit: UnitName) -> str:
    return unit.form.replace("有限责任", "有限")


def _proper(part: str) -> str:
    return part.replace("附属", "")


def _general(core: str) -> bool:
    return len(core) < 2 or bool(_GENERAL.fullmatch(core))
