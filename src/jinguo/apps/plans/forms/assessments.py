"""What the pages of an assessment ask for."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.plans.assessment_templates import TEMPLATES, template_word
from jinguo.apps.plans.forms.wording import area, language, points_field, shown
from jinguo.apps.plans.models import AssessedUnit, Plan
from jinguo.engines.assessment import Item, Scheme, label
from jinguo.phrases import term


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


class OpenAssessmentForm(forms.Form):
    self_due_on = forms.DateField(
        label=_("Units score themselves until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class SelfScoreForm(forms.Form):
    """A unit's own points and words, item by item."""

    summary = LongTextField(label=_("The year in short"), max_length=5000, required=False, widget=area(4))
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: Iterable[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            text = _("Own score (0 to %(most)s)") % {"most": shown(item.weight)}
            self.fields[f"points_{item.code}"] = points_field(text, most=item.weight)
            self.fields[f"text_{item.code}"] = LongTextField(
                label=_("What was done"), max_length=5000, required=False, widget=area(4)
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
    why = LongTextField(label=_("What happened, and where it stands written"), max_length=300, widget=area(3))

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
    why = LongTextField(label=_("Why"), max_length=300, widget=area(3))

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = units


class AppealForm(forms.Form):
    text = LongTextField(label=_("What is wrong, and why"), max_length=5000, widget=area(7))


class DecideForm(forms.Form):
    """The decision on an appeal; upheld, with the points as they are from now on."""

    upheld = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect)
    decision = LongTextField(label=_("Reason of the decision"), max_length=3000, widget=area(5))

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
