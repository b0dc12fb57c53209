"""What the pages of the decisions ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.decisions.figures import FIGURES
from jinguo.apps.decisions.whatif import Variant
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.phrases import term

MOST_BYTES = 20 * 1024 * 1024


class VariantForm(forms.Form):
    """One variant of the policy. What stays empty is as the policy says."""

    per_unit = forms.IntegerField(
        label=_("At most from one unit"), required=False, min_value=1, max_value=1000
    )
    women_least = forms.DecimalField(
        label=_("Women at least (%)"),
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=1,
    )
    figure = forms.ChoiceField(label=_("Figure that counts"), required=False)

    def __init__(
        self,
        *args: Any,
        categories: list[tuple[str, int | None]],
        total: int,
        calibrated: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seated = [name for name, seats in categories if seats is not None]
        if not self.seated:
            self.fields["seats"] = forms.IntegerField(
                label=_("Places"), required=False, min_value=1, max_value=100_000
            )
            self.fields["seats"].widget.attrs["placeholder"] = total
        for place, (name, seats) in enumerate((n, s) for n, s in categories if s is not None):
            made = forms.IntegerField(
                label=_("Places: %(name)s") % {"name": name}, required=False, min_value=0, max_value=100_000
            )
            made.widget.attrs["placeholder"] = seats
            self.fields[f"category_{place}"] = made
        self.order_fields(
            [*(name for name in self.fields if name.startswith(("seats", "category_"))), "per_unit"]
        )
        lang = get_language() or "zh-hans"
        self.fields["figure"].choices = [
            ("", _("as in the policy")),
            *[(one, term(f"counts_{one}", lang)) for one in FIGURES if one != "calibrated" or calibrated],
        ]

    def variant(self, name: str) -> Variant:
        said = self.cleaned_data
        by = {
            category: said[f"category_{place}"]
            for place, category in enumerate(self.seated)
            if said.get(f"category_{place}") is not None
        }
        return Variant(
            name=name,
            seats=said.get("seats"),
            seats_by=by,
            per_unit=said.get("per_unit"),
            women_least=said.get("women_least"),
            figure=said.get("figure", ""),
        )


class RevocationForm(forms.Form):
    """Why an honour is taken back or given again, and by which document."""

    reason = LongTextField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "For the second person and the records. The public reads the day and the document alone."
        ),
    )
    document = TextField(
        label=_("Number of the deciding document"),
        max_length=120,
        help_text=_("As it is printed: 示妇〔2027〕3号. It stands on the public page."),
    )
    decided_on = forms.DateField(label=_("Day of the document"))
    evidence = forms.FileField(
        label=_("The document"), help_text=_("One file: PDF, JPEG, PNG, Word or OFD, up to 20 MB.")
    )

    def clean_evidence(self) -> Any:
        file = self.cleaned_data["evidence"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return file
