"""The fields of a call's registration form, one at a time."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError as Unfitting

from jinguo.apps.calls.forms.setup.rows import rows_of
from jinguo.apps.calls.forms.setup.step import SeenForm, term
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.engines.forms import Field
from jinguo.standards.names import pinyin

OWN_KINDS = ("text", "long_text", "choice", "multi_choice", "date", "number", "table", "opinion")
_COLUMN_KINDS = ("text", "long_text", "choice", "date", "number", "name", "sex", "unit_and_post", "phone")


class FormHeadForm(SeenForm):
    title = TextField(label=_("Title of the form"), max_length=300)
    intro = LongTextField(
        label=_("A sentence above it"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class FieldForm(SeenForm):
    """One field. A field of the standard forms keeps its kind: checks and paperwork rest on it."""

    label = TextField(label=_("Label"), max_length=200, help_text=_("As the notice writes it."))
    kind = forms.ChoiceField(label=_("What is filled in"))
    required = forms.BooleanField(label=_("Must be filled in"), required=False)
    help = TextField(label=_("Help for the unit"), required=False, max_length=300)
    max_words = forms.IntegerField(
        label=_("At most so many characters"),
        required=False,
        min_value=1,
        max_value=50000,
        help_text=_("Counted as Word and WPS count (字数)."),
    )
    min_words = forms.IntegerField(
        label=_("At least so many characters"), required=False, min_value=1, max_value=50000
    )
    choices = LongTextField(
        label=_("Choices"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One choice a line."),
    )
    min_value = forms.DecimalField(label=_("Least value"), required=False)
    max_value = forms.DecimalField(label=_("Greatest value"), required=False)
    decimals = forms.IntegerField(label=_("Decimal places"), required=False, min_value=0, max_value=10)
    max_rows = forms.IntegerField(label=_("At most so many rows"), required=False, min_value=1, max_value=200)
    stamp = forms.BooleanField(label=_("Wants an official stamp"), required=False)
    filled_by = forms.ChoiceField(
        label=_("Filled in by"),
        choices=[("unit", _("the nominating unit")), ("organiser", _("the organiser"))],
        required=False,
    )
    public = forms.BooleanField(
        label=_("May stand in a public notice"),
        required=False,
        help_text=_("ID numbers and telephones are never published."),
    )
    print_span = forms.TypedChoiceField(
        label=_("Room on the paper form"),
        coerce=int,
        choices=[(1, _("a third of a row")), (3, _("half a row")), (5, _("a whole row"))],
        required=False,
        empty_value=5,
    )

    _NUMBERS = ("max_words", "min_words", "min_value", "max_value", "decimals", "max_rows")

    def __init__(self, *args: Any, field: Field | None, **kwargs: Any) -> None:
        self.field = field
        kwargs["initial"] = {**_initial(field), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        own = field is None or field.kind in OWN_KINDS
        offered = OWN_KINDS if own else (field.kind,)
        self.fields["kind"].choices = [(kind, term(f"kind_{kind}")) for kind in offered]
        self.fields["kind"].disabled = not own
        kind = self.data.get("kind") or self.initial.get("kind") or "text"
        self.shown_kind = kind if own else field.kind

    def built(self, columns: list[dict[str, Any]], taken: set[str]) -> Field | None:
        """The field as data; None when it does not hold together, which then stands at the field concerned."""
        cleaned = self.cleaned_data
        kind = cleaned["kind"]
        given: dict[str, Any] = self.field.model_dump() if self.field else {}
        given |= {
            "key": self.field.key if self.field else key_for(cleaned["label"], taken),
            "label": cleaned["label"],
            "kind": kind,
            "required": cleaned["required"],
            "help": cleaned["help"],
            "choices": _lines(cleaned["choices"]) if kind in ("choice", "multi_choice") else (),
            "columns": _columns(columns) if kind == "table" else (),
            "stamp": cleaned["stamp"] and kind == "opinion",
            "filled_by": cleaned["filled_by"] or "unit" if kind == "opinion" else "unit",
            "public": cleaned["public"],
            "print_span": cleaned["print_span"],
        }
        given |= {name: cleaned[name] for name in self._NUMBERS}
        if kind not in ("text", "long_text"):
            given["max_words"] = given["min_words"] = None
        if kind not in ("number", "age"):
            given["min_value"] = given["max_value"] = given["decimals"] = None
        if kind != "table":
            given["max_rows"] = given["min_rows"] = None
        if self.field is None:
            given["personal"] = "personal" if kind in ("long_text", "table") else "none"
        return self._checked(given)

    def _checked(self, given: dict[str, Any]) -> Field | None:
        if given["kind"] in ("choice", "multi_choice") and len(given["choices"]) < 2:
            self.add_error("choices", gettext("Write at least two choices, one a line."))
        elif given["kind"] == "table" and not given["columns"]:
            self.add_error(None, gettext("A table needs at least one column."))
        else:
            try:
                return Field.model_validate(given)
            except Unfitting as unfitting:
                self.add_error(None, _complaint(unfitting))
        return None


class ColumnRow(forms.Form):
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    label = TextField(label=_("Column"), max_length=200)
    kind = forms.ChoiceField(label=_("What is filled in"), initial="text")
    required = forms.BooleanField(label=_("Must be filled in"), required=False)
    choices = TextField(label=_("Choices"), required=False, help_text=_("Separated by 、 or commas."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, term(f"kind_{kind}")) for kind in _COLUMN_KINDS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == "choice" and len(_parts(cleaned.get("choices", ""))) < 2:
            self.add_error("choices", gettext("Write at least two choices."))
        return cleaned


ColumnRows = rows_of(ColumnRow)


def initial_columns(field: Field | None) -> list[dict[str, Any]]:
    columns = field.columns if field else ()
    return [
        {
            "key": c.key,
            "label": c.label,
            "kind": c.kind,
            "required": c.required,
            "choices": "、".join(c.choices),
        }
        for c in columns
    ] or [{}, {}]


def key_for(label: str, taken: set[str]) -> str:
    """A key from the label's pinyin that the form does not have yet."""
    plain = re.sub(r"[^a-z0-9]+", "_", pinyin(label, surname=False).lower()).strip("_")[:40]
    base = plain if plain[:1].isalpha() else f"own_{plain}".rstrip("_")
    key, number = base, 2
    while key in taken:
        key, number = f"{base}_{number}", number + 1
    return key


def _initial(field: Field | None) -> dict[str, Any]:
    if field is None:
        return {"print_span": 5, "filled_by": "unit", "kind": "text"}
    initial = field.model_dump(include=set(FieldForm.base_fields))
    nearest = min((1, 3, 5), key=lambda span: abs(span - field.print_span))
    return {**initial, "choices": "\n".join(field.choices), "print_span": nearest}


def _columns(rows: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    taken: set[str] = set()
    made = []
    for row in rows:
        key = row.get("key") or key_for(row["label"], taken)
        taken.add(key)
        choices = _parts(row["choices"]) if row["kind"] == "choice" else ()
        made.append(
            {
                "key": key,
                "label": row["label"],
                "kind": row["kind"],
                "required": row["required"],
                "choices": choices,
            }
        )
    return tuple(made)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in re.split("[、,，;；|]", text) if part.strip()))


def _complaint(unfitting: Unfitting) -> str:
    """What the description objects to, in words of the page."""
    text = str(unfitting)
    if "least is greater" in text:
        return gettext("The least is greater than the most.")
    if "sensitive" in text:
        return gettext("A sensitive value may not be public.")
    return gettext("This does not fit together: %(what)s") % {"what": unfitting.errors()[0]["msg"]}
