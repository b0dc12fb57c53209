"""Forms of lists on their way in."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import today
from jinguo.apps.registry.models import ListImport
from jinguo.phrases import term

_FIELDS = (
    "name", "former_name", "latin_name", "sex", "birth_date", "id_number", "ethnic_group", "political_affiliation",
    "education", "degree", "education_and_degree", "disciplines", "keywords", "title", "tier", "segments", "unit", "department",
    "post", "unit_and_post", "second_unit", "phone", "email", "address", "region", "honours", "employment", "council_post",
    "project", "publication_count", "publication", "patent", "training", "mentoring", "service", "link", "biography", "remarks",
)  # fmt: skip
_SEVERAL = {
    "", "other", "disciplines", "keywords", "segments", "second_unit", "honours", "employment", "council_post",
    "project", "publication", "patent", "training", "mentoring", "service", "link",
}  # fmt: skip
"""What two columns may hold: their values are put together."""
_BOTH = {"education_and_degree": ("education", "degree"), "unit_and_post": ("unit", "post")}


class ColumnsForm(forms.Form):
    """What each column holds: one choice for each, as it was guessed."""

    women_only = forms.BooleanField(
        label=_("This list holds women only"),
        required=False,
        help_text=_("Rows that are men are then refused."),
    )

    as_of = forms.DateField(
        label=_("This list tells the state of"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control"}, format="%Y-%m-%d"),
        help_text=_("As its title says. What a newer list says counts more; empty: today."),
    )

    def __init__(self, data: Any = None, *, run: ListImport) -> None:
        super().__init__(data, initial={"women_only": run.women_only, "as_of": run.as_of})
        self.run = run
        self.columns = _once(run.columns)
        choices = _choices()
        for number, column in enumerate(self.columns):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=column["shown"], choices=choices, required=False, initial=column["field"]
            )

    def lines(self) -> list[tuple[dict[str, Any], Any]]:
        """(column, its field) for the table."""
        return [(column, self[f"column_{number}"]) for number, column in enumerate(self.columns)]

    def clean_as_of(self) -> date | None:
        day: date | None = self.cleaned_data["as_of"]
        if day and day > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen = [said.get(f"column_{number}", "") for number in range(len(self.columns))]
        twice = [
            term(f"attribute_{field}", get_language() or "zh-hans")
            for field, count in Counter(chosen).items()
            if count > 1 and field not in _SEVERAL
        ]
        if "name" not in chosen:
            raise forms.ValidationError(_("Please say which column holds the names."))
        if twice and len({column["mark"] for column in self.columns}) == 1:
            raise forms.ValidationError(
                _("Two columns are given the same meaning: %(fields)s. Please choose one."),
                params={"fields": "、".join(twice)},
            )
        return said

    def chosen(self) -> dict[str, str]:
        """Heading, or letter where headings are empty or alike → field."""
        return {
            column["key"]: self.cleaned_data.get(f"column_{number}", "")
            for number, column in enumerate(self.columns)
        }


def _once(columns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sheets with the same header are shown once; each column with the key under which a correction is kept."""
    seen: dict[str, str] = {}
    own = [one for one in columns if seen.setdefault(one["mark"], one["sheet"]) == one["sheet"]]
    alike = Counter((one["mark"], one["heading"]) for one in own)
    made = []
    for one in own:
        plain = one["heading"] and alike[one["mark"], one["heading"]] == 1
        shown = one["heading"] or _letter(one["place"])
        made.append({**one, "shown": shown, "key": one["heading"] if plain else _letter(one["place"])})
    return made


def _letter(place: int) -> str:
    letters, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def _choices() -> list[tuple[str, Any]]:
    lang = get_language() or "zh-hans"

    def word(field: str) -> str:
        return " + ".join(term(f"attribute_{one}", lang) for one in _BOTH.get(field, (field,)))

    return [
        ("", _("(leave out)")),
        ("other", _("Other (kept as it is)")),
        *((field, word(field)) for field in _FIELDS),
    ]
