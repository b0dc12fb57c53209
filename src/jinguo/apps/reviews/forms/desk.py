"""What an expert fills in at her desk: a sheet, a conflict."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.reviews.actions import CONFLICT_KINDS
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
