"""A reading taken apart into single values that a person can take or leave, and put together again from what she took."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from jinguo.engines.notices import Draft, entitlements_in

if TYPE_CHECKING:
    from jinguo.apps.policies.models import ReadItem

Place = tuple[int, int, float]

SINGLE = {"title": "title", "inner_title": "inner_title", "doc_number": "doc_number", "issue_date": "date"}
LISTS = {
    "issuers": "issuer",
    "addressees": "addressee",
    "sections": "section",
    "measures": "measure",
    "targets": "target",
    "rules": "rule",
    "categories": "category",
    "quotas": "quota",
    "eligibility": "eligibility",
    "materials": "material",
    "deadlines": "deadline",
    "periods": "period",
    "amounts": "amount",
    "form_fields": "field",
    "tables": "table",
    "attachments": "attachment",
    "cites": "citation",
}
OF_MEASURE = {"units": "unit", "targets": "target", "tasks": "task"}
CONTACTS = ("persons", "phones", "emails", "addresses")
KINDS = (*SINGLE.values(), *LISTS.values(), "unit", "task", "contact", "entitlement")
"""Every kind of value, in the order in which a page shows them."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value to propose: its kind, its pointer, what was read, where, and how sure."""

    kind: str
    pointer: str
    value: Any
    place: Place | None
    audiences: tuple[str, ...] = field(default=())


def values_of(draft: Draft, text: str) -> Iterator[Value]:
    """Every value of a reading by itself. A measure comes without its units, targets and tasks, which follow it."""
    document, spans = draft.document, draft.spans
    for key, kind in SINGLE.items():
        if document.get(key):
            yield Value(kind, f"/{key}", document[key], spans.get(f"/{key}"))
    for key, kind in LISTS.items():
        for n, value in enumerate(document.get(key) or ()):
            pointer = f"/{key}/{n}"
            if key == "measures":
                yield from _measure(value, pointer, spans, text)
            else:
                yield Value(kind, pointer, value, spans.get(pointer))
    for what, values in (document.get("contacts") or {}).items():
        for n, value in enumerate(values):
            pointer = f"/contacts/{what}/{n}"
            yield Value("contact", pointer, {"what": what, "value": value}, spans.get(pointer))
    for n, one in enumerate(entitlements_in(draft, text)):
        said = {"what": one.what, "text": one.text, "condition": one.condition, "measure": one.measure}
        place = (*one.span, one.confidence)
        yield Value("entitlement", f"/entitlements/{n}", said, place, one.audiences)


def _measure(
    measure: Mapping[str, Any], pointer: str, spans: Mapping[str, Place], text: str
) -> Iterator[Value]:
    own = {key: value for key, value in measure.items() if key not in (*OF_MEASURE, *_ROLES)}
    place = spans.get(pointer)
    yield Value("measure", pointer, own, place)
    leads = set(measure.get("leads") or ([measure["lead"]] if measure.get("lead") else []))
    helping = set(measure.get("cooperating") or ())
    said = text[place[0] : place[1]] if place else ""
    takes_part = "参与单位" in said
    named = "participating" if takes_part and "责任单位" not in said else "responsible"
    helps = "participating" if takes_part and "配合单位" not in said else "cooperating"
    full = measure.get("units_full") or {}
    for n, name in enumerate(measure.get("units") or ()):
        role = "lead" if name in leads else helps if name in helping else named
        value = {"name": name, "role": role, "full_name": full.get(name) or ""}
        yield Value("unit", f"{pointer}/units/{n}", value, spans.get(f"{pointer}/units/{n}") or place)
    for n, target in enumerate(measure.get("targets") or ()):
        yield Value("target", f"{pointer}/targets/{n}", target, spans.get(f"{pointer}/targets/{n}") or place)
    for n, task in enumerate(measure.get("tasks") or ()):
        found = locate(str(task.get("text", "")), text, within=place[:2] if place else None)
        sure = place[2] if place else 0.8
        yield Value("task", f"{pointer}/tasks/{n}", task, (*found, sure) if found else place)


_ROLES = ("units_full", "lead", "leads", "cooperating")


def locate(words: str, text: str, within: tuple[int, int] | None = None) -> tuple[int, int] | None:
    """Where words stand in a text, white space apart; the first place inside ``within``.

    >>> locate("建立平台", "……\\n建 立\\n平台。")
    (3, 9)
    """
    letters = [re.escape(one) for one in words if not one.isspace()]
    if not letters:
        return None
    start, end = within or (0, len(text))
    found = re.compile(r"\s*".join(letters)).search(text, start, end)
    return (found.start(), found.end()) if found else None


def put_together(reading: Mapping[str, Any], items: Iterable[ReadItem]) -> Draft:
    """The reading with only what these items say, in the reader's schema: corrections in place, rejected values gone.

    Values without a place have the place (0, 0) with confidence 1: a person vouches for them.
    """
    document = {key: copy.deepcopy(value) for key, value in reading.items() if not key.startswith("_")}
    document |= dict.fromkeys(SINGLE)
    document |= {key: [] for key in LISTS}
    document["contacts"] = {what: [] for what in CONTACTS}
    spans: dict[str, Place] = {}
    moved: dict[str, str] = {}
    for item in sorted(items, key=_order):
        path = item.pointer.lstrip("+").split("/")[1:]
        new = _put(document, path, item.now_says, moved)
        if new:
            moved[item.pointer] = new
            spans[new] = (item.start or 0, item.end or 0, item.confidence)
    return Draft(document, spans)


def _order(item: ReadItem) -> tuple[int, bool, list[tuple[int, str]]]:
    """Measures before what belongs to them, the reader's values before those that were added, by their numbers."""
    parts = item.pointer.lstrip("+").split("/")
    return len(parts), item.is_added, [(int(one), "") if one.isdigit() else (-1, one) for one in parts]


def _put(document: dict[str, Any], path: Sequence[str], value: Any, moved: Mapping[str, str]) -> str:
    """Put a value where it belongs; answers its new pointer, or nothing where the measure it belongs to is gone."""
    key = path[0]
    if key in SINGLE:
        document[key] = value
        return f"/{key}"
    value = completed(OF_MEASURE.get(path[2], "") if len(path) > 2 else LISTS.get(key, ""), value)
    if key == "contacts":
        rows = document["contacts"][path[1]]
        rows.append(value["value"])
        return f"/contacts/{path[1]}/{len(rows) - 1}"
    if key not in LISTS:
        return ""
    if len(path) > 2:
        return _put_into_measure(document, path, value, moved)
    rows = document[key]
    rows.append({**value, "units": [], "targets": [], "tasks": []} if key == "measures" else value)
    return f"/{key}/{len(rows) - 1}"


_ALWAYS: Mapping[str, Mapping[str, Any]] = {
    "section": {"number": "", "level": 1, "heading": ""},
    "measure": {"number": "", "section": None, "heading": None, "role": "task"},
    "target": {"quantity": None, "unit": None, "comparator": "at_least", "period": None, "text": ""},
    "task": {"strength": "do", "text": ""},
    "rule": {"kind": "", "text": ""},
    "category": {"number": None, "name": ""},
    "quota": {"who": "", "per": None, "object": None, "count": None, "comparator": "=", "unit": "名"},
    "eligibility": {"type": "other", "value": None, "text": ""},
    "material": {"kind": "text", "name": "", "text": ""},
    "deadline": {"date": "", "time": None, "who": None, "action": None},
    "field": {"label": ""},
    "citation": {"title": "", "doc_number": None},
}


def completed(kind: str, value: Any) -> Any:
    """A value with every part that the reader always says: a person who adds or corrects one may leave parts out.

    >>> completed("task", {"text": "建立平台", "strength": None})
    {'strength': 'do', 'text': '建立平台'}
    """
    if not isinstance(value, dict):
        return value
    always = _ALWAYS.get(kind, {})
    said = {**always, **value}
    said |= {key: part for key, part in always.items() if said[key] is None}
    if kind == "eligibility" and said["type"] == "age" and not str(said["value"]).isdecimal():
        said["value"] = None
    return said


def _put_into_measure(
    document: dict[str, Any], path: Sequence[str], value: Any, moved: Mapping[str, str]
) -> str:
    above = moved.get(f"/measures/{path[1]}") or moved.get(f"+/measures/{path[1]}")
    if above is None:
        return ""
    measure = document["measures"][int(above.rsplit("/", 1)[1])]
    rows = measure[path[2]]
    if path[2] == "units":
        rows.append(value["name"])
        for role, key in (
            ("lead", "leads"),
            ("cooperating", "cooperating"),
            ("participating", "cooperating"),
        ):
            if value.get("role") == role:
                measure.setdefault(key, []).append(value["name"])
        if value.get("full_name"):
            measure.setdefault("units_full", {})[value["name"]] = value["full_name"]
    else:
        rows.append(value)
    return f"{above}/{path[2]}/{len(rows) - 1}"
