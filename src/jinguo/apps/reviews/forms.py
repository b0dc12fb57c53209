"""What experts and officers of a review type in."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.models import Call
from jinguo.apps.calls.procedure import Seats
from jinguo.apps.reviews import composition
from jinguo.apps.reviews.actions import CONFLICT_KINDS
from jinguo.apps.reviews.composition import Assigning
from jinguo.apps.reviews.models import Expert, Round
from jinguo.engines.scoring import Criterion
from jinguo.phrases import term
from jinguo.standards.text import clean_text

LONGEST_COMMENT = 4000


class Text(forms.CharField):
    """Text as people paste it: control characters go, line breaks become one kind."""

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class ReviewForm(forms.Form):
    """One mark for each criterion, the opinion, and which page saves upon which version."""

    comment = Text(
        label=_("Opinion"),
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What speaks for it, what against; the organiser reads it."),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)
    page = forms.CharField(widget=forms.HiddenInput, max_length=36, required=False)

    def __init__(self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"mark_{criterion.key}"] = forms.DecimalField(
                label=criterion.label, required=False, max_digits=7, decimal_places=3, widget=_mark(criterion)
            )
        self.fields["seen_version"].widget.attrs["id"] = "seen-version"

    @property
    def rows(self) -> list[tuple[Criterion, forms.BoundField]]:
        return [(criterion, self[f"mark_{criterion.key}"]) for criterion in self.criteria]

    @property
    def marks(self) -> dict[str, Decimal | None]:
        return {criterion.key: self.cleaned_data[f"mark_{criterion.key}"] for criterion in self.criteria}

    def review(self) -> dict[str, Any]:
        """What the actions take."""
        return {
            "marks": self.marks,
            "comment": self.cleaned_data["comment"],
            "seen_version": self.cleaned_data["seen_version"],
            "page": self.cleaned_data["page"],
        }


def _mark(criterion: Criterion) -> forms.NumberInput:
    step = "any" if criterion.step is None else str(criterion.step)
    return forms.NumberInput(
        attrs={
            "min": str(criterion.min),
            "max": str(criterion.max),
            "step": step,
            "inputmode": "decimal",
            "autocomplete": "off",
            "data-weight": str(criterion.weight),
            "class": "mark-input",
        }
    )


class ConflictForm(forms.Form):
    kind = forms.ChoiceField(label=_("What relates you"), widget=forms.RadioSelect)
    note = Text(
        label=_("In short, what the relation is"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "zh-hans"
        self.fields["kind"].choices = [(kind, term(kind, lang)) for kind in CONFLICT_KINDS]


class RoundForm(forms.Form):
    reviews_each = forms.IntegerField(
        label=_("Reviews for each nomination"),
        min_value=1,
        max_value=30,
        initial=5,
        help_text=_(
            "Five or more let one highest and one lowest be left out; with three the middle one decides."
        ),
    )
    closes_at = forms.DateTimeField(label=_("Reviews are due"), help_text=_("In the organiser's time zone."))
    instructions = Text(
        label=_("Instructions for the experts"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read it before the first nomination."),
    )
    blind_shows_media = forms.BooleanField(
        label=_("Show photos, videos and documents although names are hidden"),
        required=False,
        help_text=_(
            "They show faces, voices or names. The stamped form is never shown in a round with names hidden."
        ),
    )

    despite = Text(
        label=_("Why it does not wait for the public notice"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the trail of this selection."),
    )

    def __init__(self, *args: Any, blind: bool, despite: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not blind:
            del self.fields["blind_shows_media"]
        if not despite:
            del self.fields["despite"]


class RoundSettingsForm(forms.Form):
    """What the experts of one round are told, and who sees what when. Its criteria are rows of their own."""

    name = Text(label=_("Name of the round"), required=False, max_length=60)
    instructions = Text(
        label=_("Instructions for the experts"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read it before the first nomination."),
    )
    others_scores = forms.ChoiceField(label=_("Experts see others' scores"), widget=forms.RadioSelect)
    blind = forms.BooleanField(label=_("Names are hidden from the experts"), required=False)
    blind_shows_media = forms.BooleanField(
        label=_("Show photos, videos and documents although names are hidden"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "zh-hans"
        self.fields["others_scores"].choices = [(one, term(f"others_{one}", lang)) for one in Round.SIGHTS]

    def changes(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return {**said, "blind_shows_media": said["blind"] and said["blind_shows_media"]}


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


class SeatsForm(forms.Form):
    """How many go on: a number in all, or one for each category."""

    ALL, BY_CATEGORY = "all", "category"

    by = forms.ChoiceField(
        label=_("Places in the next round"),
        choices=[(ALL, _("in all")), (BY_CATEGORY, _("for each category"))],
        required=False,
    )
    seats = forms.IntegerField(
        label=_("How many go on"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty: everyone with a score goes on."),
    )

    def __init__(self, *args: Any, call: Call, round_: Round, **kwargs: Any) -> None:
        given = round_.seats
        by_category = given if isinstance(given, dict) else {}
        kwargs["initial"] = {
            "by": self.BY_CATEGORY if by_category else self.ALL,
            "seats": None if by_category else given,
        }
        super().__init__(*args, **kwargs)
        self.categories = list(call.categories.all())
        for one in self.categories:
            self.fields[f"seats_{one.pk}"] = forms.IntegerField(
                label=one.name,
                required=False,
                min_value=0,
                max_value=100_000,
                initial=by_category.get(one.name),
            )

    @property
    def category_fields(self) -> list[forms.BoundField]:
        return [self[f"seats_{one.pk}"] for one in self.categories]

    @property
    def asked(self) -> Seats:
        said = self.cleaned_data
        if said.get("by") != self.BY_CATEGORY:
            return said.get("seats")
        stated = {one.name: said.get(f"seats_{one.pk}") for one in self.categories}
        return {name: count for name, count in stated.items() if count is not None}


class PlanRoundForm(forms.Form):
    """One more round."""

    name = Text(label=_("Name of the round"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind of round"), widget=forms.RadioSelect, initial=Round.MEETING)
    others_scores = forms.ChoiceField(
        label=_("Experts see others' scores"),
        widget=forms.RadioSelect,
        initial=Round.NEVER,
        help_text=_("Names of experts are never shown to other experts."),
    )
    blind = forms.BooleanField(label=_("Names of nominees hidden"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "zh-hans"
        self.fields["kind"].choices = [(kind, term(kind, lang)) for kind in Round.KINDS]
        self.fields["others_scores"].choices = [
            (sight, term(f"others_{sight}", lang)) for sight in Round.SIGHTS
        ]


class ReasonForm(forms.Form):
    reason = Text(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class AssignForm(forms.Form):
    expert = forms.ModelChoiceField(
        label=_("Expert"), queryset=Expert.objects.none(), to_field_name="uid", empty_label=_("Choose one")
    )

    def __init__(self, *args: Any, experts: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expert"].queryset = experts
