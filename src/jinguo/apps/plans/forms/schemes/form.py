"""The fields of a scheme, and how the page lays them out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.plans.forms.schemes.filled import scheme_of
from jinguo.apps.plans.forms.wording import area, language, points_field, words
from jinguo.engines.assessment import (
    COUNTED,
    HOWS,
    WHEN_NOTHING,
    Item,
    Scheme,
    label,
)


class SchemeForm(forms.Form):
    """A scheme's numbers and words. What is left without points, or without a name, is left out; of each kind of part one can
    be added at a time: an item (in a section that is there, or a new one), a deduction or addition, a veto."""

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
        for section in scheme.sections:
            self.fields[f"section_{section.code}"] = TextField(label=_("Name of the section"), max_length=60)
        for item in scheme.items:
            self._item_fields(item)
        for one in scheme.adjustments:
            self.fields[f"label_{one.code}"] = TextField(label=_("The case"), max_length=60)
            self.fields[f"each_{one.code}"] = points_field(_("Points for each case"))
            self.fields[f"cap_{one.code}"] = points_field(_("Cap"))
        for veto in scheme.vetoes:
            self.fields[f"veto_{veto.code}"] = TextField(label=_("The case"), max_length=60, required=False)
            self.fields[f"best_{veto.code}"] = self._best_field()
        for grade in scheme.grades:
            self.fields[f"called_{grade.code}"] = TextField(label=_("Name of the grade"), max_length=40)
            self.fields[f"from_{grade.code}"] = points_field(_("From points"), required=True)
            self.fields[f"share_{grade.code}"] = points_field(_("At most, percent of the units"), most=100)
        self._new_fields()

    def _item_fields(self, item: Item) -> None:
        self.fields[f"name_{item.code}"] = TextField(label=_("Item"), max_length=60)
        self.fields[f"weight_{item.code}"] = points_field(_("Points"), most=100)
        self.fields[f"guide_{item.code}"] = LongTextField(
            label=_("For what points are given"), max_length=500, required=False, widget=area(2)
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
            label=_("In the section"),
            choices=[*sections, ("", _("a new section"))],
            required=False,
            initial=sections[-1][0] if sections else "",
        )
        self.fields["new_section_name"] = TextField(
            label=_("Name of the new section"), max_length=60, required=False
        )
        self.fields["new_how"] = forms.ChoiceField(
            label=_("How it gets its points"), choices=words(reversed(HOWS)), required=False
        )
        self.fields["new_weight"] = points_field(_("Points"), most=100)
        self.fields["new_label"] = TextField(label=_("Another case"), max_length=60, required=False)
        self.fields["new_kind"] = forms.ChoiceField(
            label=_("Taken off or added"), choices=words(("deduction", "addition")), required=False
        )
        self.fields["new_counted"] = forms.ChoiceField(
            label=_("How it is counted"), choices=words(COUNTED), required=False
        )
        self.fields["new_each"] = points_field(_("Points for each case"))
        self.fields["new_cap"] = points_field(_("Cap"))
        self.fields["new_veto"] = TextField(label=_("Another case"), max_length=60, required=False)
        self.fields["new_best"] = self._best_field()

    def _best_field(self) -> forms.ChoiceField:
        """The grade that a unit with a veto gets at best; empty: the lowest."""
        grades = self.scheme.grades
        lowest = label(grades[-1], language()) if grades else ""
        above = [(one.code, label(one, language())) for one in reversed(grades[1:-1])]
        return forms.ChoiceField(label=_("Grade at best"), choices=[("", lowest), *above], required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new_name") and not data.get("new_section") and not data.get("new_section_name"):
            self.add_error("new_section_name", _("Give the new section a name."))
        for name, needed in (("new_name", "new_weight"), ("new_label", "new_each")):
            if data.get(name) and not data.get(needed) and needed not in self.errors:
                self.add_error(needed, _("Say how many points."))
        return data

    def rows(self) -> list[dict[str, Any]]:
        """The items by section with their fields, for the page."""
        return [
            {
                "name": self[f"section_{section.code}"],
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
                "kind": one.kind,
                "counted": one.counted,
                "fields": [self[f"{name}_{one.code}"] for name in ("label", "each", "cap")],
            }
            for one in self.scheme.adjustments
        ]

    def grade_rows(self) -> list[list[Any]]:
        return [
            [self[f"{name}_{one.code}"] for name in ("called", "from", "share")] for one in self.scheme.grades
        ]

    def veto_rows(self) -> list[list[Any]]:
        return [[self[f"{name}_{one.code}"] for name in ("veto", "best")] for one in self.scheme.vetoes]

    def new_fields(self) -> list[Any]:
        names = ("new_name", "new_how", "new_weight", "new_section", "new_section_name")
        return [self[name] for name in names]

    def new_adjustment_fields(self) -> list[Any]:
        return [self[name] for name in ("new_label", "new_kind", "new_counted", "new_each", "new_cap")]

    def new_veto_fields(self) -> list[Any]:
        return [self[name] for name in ("new_veto", "new_best")]

    def changed(self) -> Scheme:
        """The scheme as it was filled in; whether it is sound the action says."""
        return scheme_of(self.scheme, self.cleaned_data)
