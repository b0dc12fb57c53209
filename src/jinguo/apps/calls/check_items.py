"""The check list of the formal check (形式审查清单), made from the call's description, what the machine found, and what
the officer has said so far. Pure: no queries.

The form's short fields are one item, each long text and each table one of its own; each material wanted is an item;
then the stamped form, the nominee's own word, the quota, and whether she was nominated twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from jinguo.engines.forms import Field, FormSpec
from jinguo.engines.materials import MaterialSpec
from jinguo.reasons import Reason, Verdict

BASICS = "check_basics"
STAMPED = "check_stamped_form"
WORD = "check_confirmation"
QUOTA = "check_quota"
DOUBLES = "check_doubles"
ELIGIBILITY = "check_eligibility"

FORM, MATERIALS, CONDITIONS = "check_group_form", "check_group_materials", "check_group_conditions"
_LONG = ("long_text", "table")

PASS, FAIL, WAIVED = "check_pass", "check_fail", "check_waived"


class Mark(Protocol):
    item: str
    outcome: str
    note: str
    marked_at: datetime
    marked_by_name: str


class Found(Protocol):
    """What `readiness.of` answers with, as far as it is needed here."""

    @property
    def form(self) -> object: ...

    materials: Mapping[str, Sequence[Reason]]
    stamped_form: Sequence[Reason]
    confirmation: Sequence[Reason]
    quota: Sequence[Reason]
    rules: Sequence[object]

    @property
    def eligibility(self) -> Sequence[Reason]: ...


@dataclass(frozen=True)
class Item:
    """One thing to look at: its name (the notice's word, or a code with one), where it is shown, the machine's findings,
    and the officer's mark. A mark made before the nomination was handed in again is an ``earlier`` one and counts no more.
    """

    key: str
    group: str
    label: str
    shown_at: str
    findings: tuple[Reason, ...] = ()
    outcome: str = ""
    note: str = ""
    by: str = ""
    earlier: str = ""

    @property
    def errors(self) -> tuple[Reason, ...]:
        return tuple(reason for reason in self.findings if reason.severity == "error")

    @property
    def suggested(self) -> bool:
        """Whether the machine found nothing wrong: an officer may confirm it with the others at one stroke."""
        return not self.outcome and not self.errors and self.earlier != FAIL


def check_items(
    spec: FormSpec,
    materials: Iterable[MaterialSpec],
    found: Found,
    marks: Iterable[Mark],
    *,
    handed_in_at: datetime | None,
    consent_required: bool,
    stamped_form_required: bool,
    doubles: Sequence[Reason] = (),
) -> list[Item]:
    """The whole list in the order of the page."""
    items = [
        *_of_form(spec, found.form.findings),
        *(
            Item(
                f"material:{m.key}"[:60],
                MATERIALS,
                m.label or m.key,
                f"material-{m.key}",
                _t(found.materials.get(m.key)),
            )
            for m in materials
        ),
    ]
    if stamped_form_required or found.stamped_form:
        items.append(
            Item("stamped_form", MATERIALS, STAMPED, "material-stamped_form", _t(found.stamped_form))
        )
    if consent_required or found.confirmation:
        items.append(Item("confirmation", CONDITIONS, WORD, "confirmation", _t(found.confirmation)))
    items.append(Item("quota", CONDITIONS, QUOTA, "about", _t(found.quota)))
    items.append(Item("doubles", CONDITIONS, DOUBLES, "elsewhere", _t(doubles)))
    if found.rules:
        items.append(Item("eligibility", CONDITIONS, ELIGIBILITY, "eligibility", _t(found.eligibility)))
    said = {mark.item: mark for mark in marks}
    return [_marked(item, said.get(item.key), handed_in_at) for item in items]


def labels(spec: FormSpec, materials: Iterable[MaterialSpec]) -> dict[str, str]:
    """key → name of every item that a check list of this call can have."""
    fixed = {
        "stamped_form": STAMPED,
        "confirmation": WORD,
        "quota": QUOTA,
        "doubles": DOUBLES,
        "eligibility": ELIGIBILITY,
    }
    of_form = {item.key: item.label for item in _of_form(spec, {})}
    return {**of_form, **{f"material:{m.key}"[:60]: m.label or m.key for m in materials}, **fixed}


def may_accept_with_the_rest(items: Iterable[Item]) -> Verdict:
    """Whether it can be passed by confirming everything unmarked at once: the machine found nothing wrong in it."""
    listed = list(items)
    wrong = sum(item.outcome == FAIL for item in listed)
    open_errors = sum(not item.outcome and not item.suggested for item in listed)
    return Verdict.of(not wrong, "items_marked_wrong", count=wrong) & Verdict.of(
        not open_errors, "items_need_your_mark", count=open_errors
    )


def to_mend(items: Iterable[Item]) -> list[tuple[Item, tuple[Reason, ...], str]]:
    """What a return would list: items marked wrong with their note, and unmarked ones in which the machine found errors."""
    return [
        (item, item.errors, item.note if item.outcome == FAIL else "")
        for item in items
        if item.outcome == FAIL or (not item.outcome and item.errors)
    ]


def _of_form(spec: FormSpec, findings: Mapping[str, Sequence[Reason]]) -> list[Item]:
    asked = [field for field in spec.fields if field.filled_by == "unit" and field.kind != "opinion"]
    short = [field for field in asked if field.kind not in _LONG]
    basics = tuple(reason for field in short for reason in findings.get(field.key, ()))
    long = [_of_field(field, findings) for field in asked if field.kind in _LONG]
    return [Item("basics", FORM, BASICS, "form", basics), *long] if short else long


def _of_field(field: Field, findings: Mapping[str, Sequence[Reason]]) -> Item:
    return Item(
        f"field:{field.key}"[:60], FORM, field.label, f"field-{field.key}", _t(findings.get(field.key))
    )


def _marked(item: Item, mark: Mark | None, handed_in_at: datetime | None) -> Item:
    if mark is None:
        return item
    given = {name: getattr(item, name) for name in ("key", "group", "label", "shown_at", "findings")}
    if handed_in_at is not None and mark.marked_at < handed_in_at:
        return Item(**given, earlier=mark.outcome, note=mark.note, by=mark.marked_by_name)
    return Item(**given, outcome=mark.outcome, note=mark.note, by=mark.marked_by_name)


def _t(reasons: Sequence[Reason] | None) -> tuple[Reason, ...]:
    return tuple(reasons or ())
