"""What the pages of an assessment ask for. A scheme's form is made of the scheme itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.assessment_templates import TEMPLATES, template_word
from jinguo.apps.plans.forms.plan import words
from jinguo.apps.plans.models import AssessedUnit, Plan
from jinguo.engines.assessment import (
    HOWS,
    WHEN_NOTHING,
    Adjustment,
    Grade,
    Item,
    Scheme,
    Section,
    label,
)
from jinguo.phrases import term

HUNDRED = Decimal(100)


def language() -> str:
    return get_language() or "zh-hans"


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def points_field(text: Any, most: Decimal | int | None = 1000, **more: Any) -> forms.DecimalField:
    """A number of points, two decimals."""
    return forms.DecimalField(
        label=text,
        min_value=0,
        max_value=most,
        max_digits=8,
        decimal_places=2,
        **({"required": False} | more),
    )


class NewAssessmentForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    template = forms.ChoiceField(label=_("Begin with"))

    def __init__(self, *args: Any, plan: Plan, taken: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = set(taken)
        self.fields["year"].choices = [(year, year) for year in plan.years if year not in used]
        self.fields["template"].choices = [
            (name, term(template_word(name), language())) for name in TEMPLATES
        ]


class SchemeForm(forms.Form):
    """A scheme's numbers and words. An item without points is left out; one can be added."""

    title = TextField(label=_("Name of the scheme"), max_length=120)
    appeal_days = forms.IntegerField(label=_("Working days for appeals"), min_value=1, max_value=60)
    by_group = forms.BooleanField(label=_("Rank units within their kind, not all together"), required=False)
    additions_cap = points_field(_("All additions together, at most"))
    deductions_cap = points_field(_("All deductions together, at most"))
    why = TextField(
        label=_("Why it changes"),
        max_length=300,
        required=False,
        help_text=_("Needed once units have read the scheme; they are told."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scheme = scheme
        for item in scheme.items:
            self._item_fields(item)
        for one in scheme.adjustments:
            self.fields[f"each_{one.code}"] = points_field(_("Points for each case"))
            self.fields[f"cap_{one.code}"] = points_field(_("Cap"))
        for grade in scheme.grades:
            self.fields[f"from_{grade.code}"] = points_field(_("From points"), required=True)
            self.fields[f"share_{grade.code}"] = points_field(_("At most, percent of the units"), most=100)
        self._new_fields()

    def _item_fields(self, item: Item) -> None:
        self.fields[f"name_{item.code}"] = TextField(label=_("Item"), max_length=60)
        self.fields[f"weight_{item.code}"] = points_field(_("Points"), most=100)
        self.fields[f"guide_{item.code}"] = LongTextField(
            label=_("For what points are given"), max_length=500, required=False, widget=_area(2)
        )
        if item.how == "by_reviewers":
            self.fields[f"self_{item.code}"] = points_field(_("Own score counts, percent"), most=100)
        else:
            choice = forms.ChoiceField(
                label=_("Where there is nothing to count"), choices=words(WHEN_NOTHING)
            )
            self.fields[f"nothing_{item.code}"] = choice
        if item.how == "by_returns":
            self.fields[f"each_{item.code}"] = points_field(_("Points lost for each return"))
        if item.how in ("by_reports", "by_tasks"):
            self.fields[f"late_{item.code}"] = points_field(_("Late counts, percent"), most=100)

    def _new_fields(self) -> None:
        self.fields["new_name"] = TextField(label=_("Another item"), max_length=60, required=False)
        sections = [(one.code, label(one, language())) for one in self.scheme.sections]
        self.fields["new_section"] = forms.ChoiceField(
            label=_("In the section"), choices=sections, required=False
        )
        self.fields["new_how"] = forms.ChoiceField(
            label=_("How it gets its points"), choices=words(reversed(HOWS)), required=False
        )
        self.fields["new_weight"] = points_field(_("Points"), most=100)

    def rows(self) -> list[dict[str, Any]]:
        """The items by section with their fields, for the page."""
        return [
            {
                "section": label(section, language()),
                "items": [{"how": item.how, "fields": self._fields_of(item.code)} for item in section.items],
            }
            for section in self.scheme.sections
        ]

    def _fields_of(self, code: str) -> list[Any]:
        names = ("name", "weight", "self", "late", "each", "nothing", "guide")
        return [self[f"{name}_{code}"] for name in names if f"{name}_{code}" in self.fields]

    def adjustment_rows(self) -> list[dict[str, Any]]:
        return [
            {
                "name": label(one, language()),
                "kind": one.kind,
                "counted": one.counted,
                "fields": [self[f"each_{one.code}"], self[f"cap_{one.code}"]],
            }
            for one in self.scheme.adjustments
        ]

    def grade_rows(self) -> list[dict[str, Any]]:
        return [
            {"name": label(one, language()), "fields": [self[f"from_{one.code}"], self[f"share_{one.code}"]]}
            for one in self.scheme.grades
        ]

    def new_fields(self) -> list[Any]:
        return [self[name] for name in ("new_name", "new_section", "new_how", "new_weight")]

    def changed(self) -> Scheme:
        """The scheme as it was filled in; whether it is sound the action says."""
        data = self.cleaned_data
        sections = [self._section(section, data) for section in self.scheme.sections]
        return replace(
            self.scheme,
            title=data["title"],
            appeal_days=data["appeal_days"],
            by_group=data["by_group"],
            additions_cap=data["additions_cap"],
            deductions_cap=data["deductions_cap"],
            sections=tuple(one for one in sections if one.items),
            adjustments=tuple(
                _adjusted(one, data) for one in self.scheme.adjustments if data.get(f"each_{one.code}")
            ),
            grades=tuple(_graded(one, data) for one in self.scheme.grades),
        )

    def _section(self, section: Section, data: Mapping[str, Any]) -> Section:
        items = [_changed(item, data) for item in section.items if data.get(f"weight_{item.code}")]
        if data.get("new_name") and data.get("new_weight") and data.get("new_section") == section.code:
            number = 1 + sum(item.code.startswith("item_") for item in self.scheme.items)
            while any(item.code == f"item_{number}" for item in self.scheme.items):
                number += 1
            items.append(Item(f"item_{number}", data["new_name"], data["new_weight"], data["new_how"]))
        return replace(section, items=tuple(items), weight=sum((item.weight for item in items), Decimal(0)))


def _changed(item: Item, data: Mapping[str, Any]) -> Item:
    code = item.code
    told: dict[str, Any] = {
        "name": data[f"name_{code}"],
        "weight": data[f"weight_{code}"],
        "guide": data[f"guide_{code}"],
        "name_en": item.name_en if data[f"name_{code}"] == item.name else "",
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
    return replace(one, each=data[f"each_{one.code}"], cap=data[f"cap_{one.code}"])


def _graded(one: Grade, data: Mapping[str, Any]) -> Grade:
    share = data[f"share_{one.code}"]
    return replace(
        one, at_least=data[f"from_{one.code}"], at_most_share=None if share is None else share / HUNDRED
    )


def scheme_initial(scheme: Scheme, version: int) -> dict[str, Any]:
    """What the form shows of a scheme."""
    found: dict[str, Any] = {
        name: getattr(scheme, name)
        for name in ("title", "appeal_days", "by_group", "additions_cap", "deductions_cap")
    }
    for item in scheme.items:
        told = {
            "name": item.name,
            "weight": item.weight,
            "guide": item.guide,
            "self": item.self_share * HUNDRED,
            "late": item.late_share * HUNDRED,
            "each": item.each,
            "nothing": item.nothing,
        }
        found |= {f"{name}_{item.code}": value for name, value in told.items()}
    for one in scheme.adjustments:
        found |= {f"each_{one.code}": one.each, f"cap_{one.code}": one.cap}
    for grade in scheme.grades:
        share = None if grade.at_most_share is None else grade.at_most_share * HUNDRED
        found |= {f"from_{grade.code}": grade.at_least, f"share_{grade.code}": share}
    told = {name: shown(value) for name, value in found.items()}
    return told | {"seen": version}


def shown(value: Any) -> Any:
    """Numbers without zeros behind them."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) and value else value


class OpenAssessmentForm(forms.Form):
    self_due_on = forms.DateField(
        label=_("Units score themselves until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class SelfScoreForm(forms.Form):
    """A unit's own points and words, item by item."""

    summary = LongTextField(label=_("The year in short"), max_length=5000, required=False, widget=_area(4))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            text = _("Own score (0 to %(most)s)") % {"most": shown(item.weight)}
            self.fields[f"points_{item.code}"] = points_field(text, most=item.weight)
            self.fields[f"text_{item.code}"] = LongTextField(
                label=_("What was done"), max_length=5000, required=False, widget=_area(4)
            )


class MarkForm(forms.Form):
    """A reviewer's points and notes for a unit."""

    def __init__(self, *args: Any, items: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            text = _("Your mark (0 to %(most)s)") % {"most": shown(item.weight)}
            self.fields[f"points_{item.code}"] = points_field(text, most=item.weight)
            self.fields[f"note_{item.code}"] = TextField(label=_("Note"), max_length=300, required=False)

    def given(self, prefix: str) -> dict[str, Any]:
        start = f"{prefix}_"
        return {
            name.removeprefix(start): value
            for name, value in self.cleaned_data.items()
            if name.startswith(start)
        }


class CaseForm(forms.Form):
    """Something for a deduction, an addition or a veto."""

    code = forms.ChoiceField(label=_("The case"))
    count = forms.IntegerField(label=_("How often"), min_value=1, max_value=99, initial=1)
    why = LongTextField(
        label=_("What happened, and where it stands written"), max_length=300, widget=_area(3)
    )

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = language()
        by_hand = [one for one in scheme.adjustments if one.counted == "by_hand"]
        rows = [(one.code, f"{term(one.kind, lang)} · {label(one, lang)}") for one in by_hand]
        rows += [(one.code, f"{term('veto', lang)} · {label(one, lang)}") for one in scheme.vetoes]
        self.fields["code"].choices = rows


class PassOnForm(forms.Form):
    to = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Goes on in"),
        required=False,
        help_text=_("What was due counts for this unit. Leave it empty where nobody takes over."),
    )
    why = LongTextField(label=_("Why"), max_length=300, widget=_area(3))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = units


class AppealForm(forms.Form):
    text = LongTextField(label=_("What is wrong, and why"), max_length=5000, widget=_area(7))


class DecideForm(forms.Form):
    """The decision on an appeal; upheld, with the points as they are from now on."""

    upheld = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    decision = LongTextField(label=_("Reason of the decision"), max_length=3000, widget=_area(5))

    def __init__(self, *args: Any, unit: AssessedUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upheld"].choices = [
            ("yes", _("Upheld: points change")),
            ("no", _("Rejected: the result stays")),
        ]
        scheme = unit.assessment.scheme
        placed = unit.placed
        for line in placed.scored.lines if placed else ():
            named = scheme.named(line.code)
            if named is None or line.kind not in ("item", "deduction", "addition"):
                continue
            text = _("%(name)s: new points (now %(now)s)") % {
                "name": label(named, language()),
                "now": shown(abs(line.points)) or 0,
            }
            self.fields[f"points_{line.code}"] = points_field(text, most=line.most)

    def points(self) -> dict[str, Decimal]:
        given = self.cleaned_data.items()
        return {
            name.removeprefix("points_"): value
            for name, value in given
            if name.startswith("points_") and value is not None
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("upheld") == "yes" and not self.points():
            self.add_error("upheld", _("Say which points change."))
        if data.get("upheld") == "no" and self.points():
            self.add_error("upheld", _("A rejected appeal changes no points; leave them empty."))
        return data
