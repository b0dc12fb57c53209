"""Who reads what: the assignment asked for, and one pair by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.reviews import composition
from jinguo.apps.reviews.composition import Assigning
from jinguo.apps.reviews.models import Expert, Round


class AssigningForm(forms.Form):
    """How a round is given out: by how many each is read, how many each reads, and who sits together."""

    reviews_each = forms.IntegerField(label=_("Reviews for each nomination"), min_value=1, max_value=30)
    max_load = forms.IntegerField(
        label=_("At most for each expert"),
        required=False,
        min_value=1,
        max_value=10_000,
        help_text=_("Empty: one more than an even spread needs."),
    )
    min_load = forms.IntegerField(
        label=_("At least for each expert"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=_("Empty: what an even spread gives everybody, where that can be."),
    )
    alternates = forms.IntegerField(
        label=_("In reserve for each nomination"),
        min_value=0,
        max_value=5,
        help_text=_("They step in when an expert drops out."),
    )
    women_at_least = forms.IntegerField(
        label=_("Women experts for each nomination, at least"), required=False, min_value=1, max_value=30
    )
    women_share = forms.IntegerField(
        label=_("Women's share of all reviews, at least (%)"), required=False, min_value=1, max_value=100
    )
    one_unit = forms.BooleanField(label=_("At most one expert of a unit for each nomination"), required=False)
    of_discipline = forms.IntegerField(
        label=_("Experts of the nomination's first discipline, at least"),
        required=False,
        min_value=1,
        max_value=30,
        help_text=_("Concerns nominations that state a discipline."),
    )
    of_region = forms.IntegerField(
        label=_("Experts of the nominating unit's region, at most"),
        required=False,
        min_value=0,
        max_value=30,
        help_text=_("0 asks for experts from outside the region; concerns units whose region is known."),
    )
    objective = forms.ChoiceField(
        label=_("What counts"),
        widget=forms.RadioSelect,
        choices=[
            ("total", _("The best fit over all")),
            ("maxmin", _("First that nobody is badly served, then the best fit over all")),
        ],
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        kept = Assigning.model_validate(round_.assigning)
        women = kept.rule(composition.WOMEN)
        share = women.get("at_least_share")
        kwargs["initial"] = {
            "reviews_each": round_.reviews_each,
            "max_load": kept.max_load,
            "min_load": kept.min_load,
            "alternates": kept.alternates,
            "objective": kept.objective,
            "women_at_least": women.get("at_least"),
            "women_share": round(Decimal(share) * 100) if share else None,
            "one_unit": bool(kept.rule(composition.ONE_UNIT)),
            "of_discipline": kept.rule(composition.DISCIPLINE).get("at_least"),
            "of_region": kept.rule(composition.OUTSIDE_REGION).get("at_most"),
        }
        super().__init__(*args, **kwargs)
        self.kept = kept

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("women_at_least") and said.get("women_share"):
            self.add_error("women_share", _("Ask for a number or for a share, not for both."))
        if said.get("max_load") and said.get("min_load") and said["min_load"] > said["max_load"]:
            self.add_error("min_load", _("Cannot be more than the most."))
        return said

    @property
    def assigning(self) -> Assigning:
        """What the round keeps; rules that this page does not know stay."""
        said = self.cleaned_data
        rules = [rule for rule in self.kept.rules if rule.get("name") not in composition.USUAL]
        if said["women_at_least"]:
            rules.append(composition.women(at_least=said["women_at_least"]))
        elif said["women_share"]:
            rules.append(composition.women(share=str(Decimal(said["women_share"]) / 100)))
        if said["one_unit"]:
            rules.append(composition.one_unit())
        if said["of_discipline"]:
            rules.append(composition.discipline(said["of_discipline"]))
        if said["of_region"] is not None:
            rules.append(composition.outside_region(said["of_region"]))
        return Assigning(
            min_load=said["min_load"],
            max_load=said["max_load"],
            alternates=said["alternates"],
            objective=said["objective"],
            rules=tuple(rules),
        )


class AssignForm(forms.Form):
    expert = forms.ModelChoiceField(
        label=_("Expert"), queryset=Expert.objects.none(), to_field_name="uid", empty_label=_("Choose one")
    )

    def __init__(self, *args: Any, experts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts
