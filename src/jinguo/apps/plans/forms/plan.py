"""What the pages of plans ask for."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.facts import kernel
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.forms.milestones import MilestonesField, written
from jinguo.apps.plans.models import Indicator, Measure, Plan, Report
from jinguo.apps.plans.states import COMPARATORS, PERIOD_KINDS, Role, TaskState
from jinguo.engines.progress import Rules
from jinguo.phrases import term

ROLE_CHOICES = (Role.LEAD, Role.RESPONSIBLE, Role.PARTICIPATING)
WANTED_FACTS = {"activity.held": "fact_activity_held", "activity.attended": "fact_activity_attended"}
"""Facts that no app declares yet: units report such numbers until one does."""


def words(codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, term(code, get_language() or "zh-hans")) for code in codes]


def fact_words(name: str) -> str:
    code = WANTED_FACTS.get(name) or "fact_" + name.replace(".", "_")
    return term(code, get_language() or "zh-hans")


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PlanForm(forms.ModelForm):
    """A plan's name, years, how often units report, and the rules by which a number is at risk and a date is near."""

    period_kind = forms.ChoiceField(label=_("Units report every"))
    at_risk_below = forms.IntegerField(
        label=_("At risk below, percent"),
        min_value=1,
        max_value=100,
        help_text=_("Of what an indicator should have reached by the day."),
    )
    behind_below = forms.IntegerField(label=_("Behind below, percent"), min_value=1, max_value=100)
    days_before_due = forms.IntegerField(
        label=_("Remind how many days before a date"), min_value=1, max_value=60
    )

    class Meta:
        model = Plan
        fields = ["title", "basis", "first_year", "last_year", "period_kind", "is_shared"]
        field_classes = {"title": TextField, "basis": LongTextField}
        widgets = {"basis": _area(3)}
        labels = {
            "title": _("Name of the plan"),
            "basis": _("Documents it rests on, one a line"),
            "first_year": _("First year"),
            "last_year": _("Last year"),
            "is_shared": _("Other organisations may link their measures to these"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period_kind"].choices = words(PERIOD_KINDS)
        rules = Rules.of(self.instance.rules)
        self.fields["at_risk_below"].initial = int(rules.at_risk_below * 100)
        self.fields["behind_below"].initial = int(rules.behind_below * 100)
        self.fields["days_before_due"].initial = rules.days_before_due
        for name in ("first_year", "last_year"):
            self.fields[name].min_value, self.fields[name].max_value = 2000, 2100

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("first_year", "last_year"):
            if data.get(name) is not None and not 2000 <= data[name] <= 2100:
                self.add_error(name, _("Please write a year such as 2026."))
        first, last = data.get("first_year"), data.get("last_year")
        if first and last and not first <= last <= first + 20:
            self.add_error("last_year", _("The last year comes after the first, at most 20 years later."))
        if not self.errors and data["behind_below"] >= data["at_risk_below"]:
            self.add_error("behind_below", _("A number that is behind is further back than one at risk."))
        return data

    def told(self) -> dict[str, Any]:
        """What the plan keeps; the shipped rules are not written down."""
        data = {name: self.cleaned_data[name] for name in self._meta.fields}
        chosen = Rules(
            at_risk_below=Decimal(self.cleaned_data["at_risk_below"]) / 100,
            behind_below=Decimal(self.cleaned_data["behind_below"]) / 100,
            days_before_due=self.cleaned_data["days_before_due"],
        )
        rules = {
            "at_risk_below": str(chosen.at_risk_below),
            "behind_below": str(chosen.behind_below),
            "days_before_due": chosen.days_before_due,
        }
        return data | {"rules": {} if chosen == Rules() else rules}

    def validate_unique(self) -> None:
        """The action says it in its own words."""

    def validate_constraints(self) -> None:
        """The same."""


class MakeForm(forms.Form):
    """What a document does not say of the plan that is made of it."""

    title = TextField(label=_("Name of the plan"), max_length=200)
    first_year = forms.IntegerField(label=_("First year"), min_value=2000, max_value=2100)
    last_year = forms.IntegerField(label=_("Last year"), min_value=2000, max_value=2100)
    period_kind = forms.ChoiceField(label=_("Units report every"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["period_kind"].choices = words(PERIOD_KINDS)


class MeasureForm(forms.Form):
    code = TextField(label=_("Number"), max_length=20)
    section = TextField(label=_("Part of the plan"), max_length=120, required=False)
    heading = TextField(label=_("Heading"), max_length=200)
    text = LongTextField(label=_("Text"), widget=_area(8), required=False)


class RewordForm(MeasureForm):
    why = TextField(
        label=_("Why it changes"),
        max_length=300,
        required=False,
        help_text=_("Needed once the plan is in force. The words it has now stay in its story."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)


class SplitForm(forms.Form):
    parts = LongTextField(
        label=_("New measures, one a line: number, a blank, heading"),
        widget=_area(4),
        help_text=_("The units, programmes and links go on in each of them."),
    )
    why = TextField(label=_("Why"), max_length=300)

    def clean_parts(self) -> list[dict[str, str]]:
        found = []
        for line in self.cleaned_data["parts"].splitlines():
            code, _blank, heading = line.strip().partition(" ")
            if line.strip():
                if not heading.strip():
                    raise forms.ValidationError(_("Each line needs a number, a blank and a heading."))
                found.append({"code": code[:20], "heading": heading.strip()[:200]})
        return found


class MergeForm(forms.Form):
    measures = forms.ModelMultipleChoiceField(
        Measure.objects.none(), label=_("Merge with"), widget=forms.CheckboxSelectMultiple
    )
    code = TextField(label=_("Number"), max_length=20)
    heading = TextField(label=_("Heading"), max_length=200)
    text = LongTextField(label=_("Text"), widget=_area(6), required=False)
    why = TextField(label=_("Why"), max_length=300)

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measures"].queryset = others


class ReasonForm(forms.Form):
    why = LongTextField(label=_("Why"), max_length=300, widget=_area(3))


class UnitForm(forms.Form):
    """Gives a unit a part, or says which unit a name means."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Unit"), required=False)
    name = TextField(
        label=_("or the name as the document writes it"),
        max_length=120,
        required=False,
        help_text=_("For groups such as 各区妇联, or a unit that is not in the system yet."),
    )
    role = forms.ChoiceField(label=_("Part"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = units
        self.fields["role"].choices = words((*ROLE_CHOICES, Role.GROUP))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("organisation") and not data.get("name"):
            self.add_error("organisation", _("Choose a unit, or write a name."))
        return data


class MatchForm(forms.Form):
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Unit"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = units


class PassOnForm(MatchForm):
    why = TextField(label=_("Why"), max_length=300)


class SettleForm(forms.Form):
    keeps = forms.ChoiceField(
        label=_("Decision"),
        choices=[("yes", _("The unit keeps its part")), ("no", _("The unit is released"))],
        widget=forms.RadioSelect,
    )
    role = forms.ChoiceField(label=_("Part from now on"))
    settlement = LongTextField(label=_("Answer to the unit"), widget=_area(4))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = words(ROLE_CHOICES)


class AcceptForm(forms.Form):
    liaison_name = TextField(label=_("Who answers for it in your unit"), max_length=100)


class DisputeForm(forms.Form):
    reason = LongTextField(
        label=_("What is not right, and whose part it should be"), widget=_area(4), max_length=2000
    )


class TaskForm(forms.Form):
    what = TextField(label=_("What is done"), max_length=300)
    who = TextField(label=_("Who does it"), max_length=100, required=False)
    starts_on = forms.DateField(label=_("From"), widget=_day(), required=False)
    due_on = forms.DateField(label=_("Until"), widget=_day(), required=False)


class ChangeTaskForm(TaskForm):
    state = forms.ChoiceField(label=_("How far"))
    note = TextField(label=_("Note"), max_length=300, required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = words(
            (TaskState.TODO, TaskState.UNDER_WAY, TaskState.DONE, TaskState.DROPPED)
        )


class IndicatorForm(forms.Form):
    """A number, how it comes about, and what it is to reach in each year."""

    name = TextField(label=_("What is counted"), max_length=200)
    unit_of_counting = TextField(label=_("Unit of counting"), max_length=20, required=False)
    fact = forms.ChoiceField(label=_("Where the number comes from"), required=False)
    counted = forms.ChoiceField(label=_("Counted how"))
    by = forms.ChoiceField(label=_("Broken down by"), required=False)
    comparator = forms.ChoiceField(label=_("Compared with the target"))
    adds_up = forms.BooleanField(
        label=_("Figures of periods add up over the year"), required=False, initial=True
    )
    baseline = forms.DecimalField(label=_("Baseline"), required=False, min_value=0, max_value=10**12)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        declared = kernel.declared()
        names = [*sorted(declared), *(name for name in WANTED_FACTS if name not in declared)]
        reported = term("source_reported", get_language() or "zh-hans")
        self.fields["fact"].choices = [("", reported), *((name, fact_words(name)) for name in names)]
        self.fields["counted"].choices = words(
            ("count_rows", "count_women", "share_of_women", "count_persons")
        )
        dimensions = sorted({name for fact in declared.values() for name in fact.dimensions})
        self.fields["by"].choices = [
            ("", _("not broken down")),
            *((name, term(f"dimension_{name}", get_language() or "zh-hans")) for name in dimensions),
        ]
        self.fields["comparator"].choices = words(COMPARATORS)
        for year in plan.years:
            self.fields[f"target_{year}"] = forms.DecimalField(
                label=_("Target of %(year)s") % {"year": year}, required=False, min_value=0, max_value=10**12
            )
        self.fields["milestones"] = MilestonesField()

    def told(self) -> dict[str, Any]:
        """The fields of the indicator."""
        data = self.cleaned_data
        women: dict[str, list[str]] = {"sex": ["F"]}
        kinds = {
            "count_rows": ("count_rows", {}, {}),
            "count_women": ("count_rows", women, {}),
            "share_of_women": ("share_of_rows", {}, women),
            "count_persons": ("count_persons", {}, {}),
        }
        aggregate, where, among = kinds[data["counted"]]
        plain = ("name", "unit_of_counting", "fact", "by", "comparator", "adds_up", "baseline", "milestones")
        return {name: data[name] for name in plain} | {
            "aggregate": aggregate,
            "where": where,
            "among": among,
            "period_kind": self.plan.period_kind,
        }

    def targets(self) -> dict[int, Any]:
        return {year: self.cleaned_data[f"target_{year}"] for year in self.plan.years}


def indicator_initial(indicator: Indicator) -> dict[str, Any]:
    """What the form shows of an indicator."""
    counted = indicator.aggregate
    if indicator.aggregate == "share_of_rows":
        counted = "share_of_women"
    elif indicator.where:
        counted = "count_women"
    plain = ("name", "unit_of_counting", "fact", "by", "comparator", "adds_up", "baseline")
    return {
        **{name: getattr(indicator, name) for name in plain},
        **{f"target_{one.year}": format(one.value.normalize(), "f") for one in indicator.targets.all()},
        "counted": counted,
        "milestones": written(indicator.milestones),
        "seen": indicator.version,
    }


class OpenForm(forms.Form):
    due_on = forms.DateField(label=_("Reports are due on"), widget=_day())


class BudgetForm(forms.Form):
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    planned = forms.DecimalField(label=_("Planned (yuan)"), min_value=0, max_digits=14, decimal_places=2)
    spent = forms.DecimalField(label=_("Spent (yuan)"), min_value=0, max_digits=14, decimal_places=2)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year) for year in plan.years]


class LinkForm(forms.Form):
    """A programme that carries a measure, or a higher measure that it implements."""

    what = forms.ChoiceField(label=_("Choose"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices


class ReportForm(forms.Form):
    """A unit's report: three texts and a number for each indicator that it reports."""

    text = LongTextField(label=_("Progress"), widget=_area(7), required=False)
    problems = LongTextField(label=_("Difficulties"), widget=_area(3), required=False)
    next_steps = LongTextField(label=_("Next steps"), widget=_area(3), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, initial=0)

    def __init__(self, *args: Any, indicators: list[Indicator], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.indicators = indicators
        for one in indicators:
            unit = f"（{one.unit_of_counting}）" if one.unit_of_counting else ""
            self.fields[f"figure_{one.pk}"] = TextField(
                label=f"{one.name}{unit}",
                max_length=20,
                required=False,
                widget=forms.TextInput(attrs={"inputmode": "decimal"}),
            )
        self.order_fields([*(f"figure_{one.pk}" for one in indicators), "text", "problems", "next_steps"])

    def given(self) -> dict[str, str]:
        return {str(one.uid): self.cleaned_data[f"figure_{one.pk}"] for one in self.indicators}


def report_initial(report: Report | None, indicators: list[Indicator]) -> dict[str, Any]:
    if report is None:
        return {}
    return {
        "text": report.text,
        "problems": report.problems,
        "next_steps": report.next_steps,
        "seen": report.version,
        **{f"figure_{one.pk}": report.given.get(str(one.uid), "") for one in indicators},
    }


class WallFilter(forms.Form):
    period = forms.ChoiceField(label=_("Reporting period"), required=False)
    section = forms.ChoiceField(label=_("Part of the plan"), required=False)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(
        self, *args: Any, periods: list[Any], sections: list[str], units: list[Any], states: Iterable[str],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        everything = ("", _("all"))
        self.fields["period"].choices = [(str(uid), name) for uid, name in periods]
        self.fields["section"].choices = [everything, *((name, name) for name in sections)]
        self.fields["unit"].choices = [everything, *((str(pk), name) for pk, name in units)]
        self.fields["state"].choices = [everything, *words(states)]
