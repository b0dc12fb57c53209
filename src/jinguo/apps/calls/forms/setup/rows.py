"""Rows that are added, moved and taken away: by plain buttons, so that it works without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.forms.setup.step import term
from jinguo.apps.calls.models import Call, Category, Quota
from jinguo.apps.calls.models.call import NOMINEE_KINDS
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.queries import by_names

MOST_ROWS = 200


class Rows(BaseFormSet):
    """A formset in which an empty row is no row, whether it came with the page or was added."""

    def __init__(self, data: Any = None, files: Any = None, *, initial: Any = None, **kwargs: Any) -> None:
        # What came with the page says nothing about what comes back: rows may have been moved.
        super().__init__(data, files, initial=initial if data is None else None, **kwargs)

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    @property
    def filled(self) -> list[dict[str, Any]]:
        """The rows that say something, in order."""
        return [form.cleaned_data for form in self.forms if form.has_changed() and form.cleaned_data]


def rows_of(form: type[forms.Form], base: type[Rows] = Rows) -> type[Rows]:
    return formset_factory(form, formset=base, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def rearranged(rows: Rows, action: str) -> Rows:
    """The same rows as typed, unchecked, after ``add``, ``up:2``, ``down:2`` or ``remove:2``."""
    typed = [
        {
            name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            for name, field in form.fields.items()
        }
        for form in rows.forms
    ]
    verb, _sep, place = action.partition(":")
    at = int(place) if place.isdigit() else -1
    if verb == "add":
        typed.append({})
    elif verb == "remove" and at < len(typed):
        del typed[at]
    elif verb in ("up", "down"):
        to = at + (1 if verb == "down" else -1)
        if at < len(typed) and 0 <= to < len(typed):
            typed[at], typed[to] = typed[to], typed[at]
    return type(rows)(initial=typed, prefix=rows.prefix, form_kwargs=rows.form_kwargs)


class CategoryRow(forms.Form):
    uid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = TextField(label=_("Category"), max_length=100)
    description = LongTextField(
        label=_("Who belongs here"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    nominee_kind = forms.ChoiceField(label=_("What is nominated"), initial="person")
    seats = forms.IntegerField(label=_("Places"), required=False, min_value=0, max_value=30000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nominee_kind"].choices = [(kind, term(kind)) for kind in NOMINEE_KINDS]


class _CategoryRows(Rows):
    def clean(self) -> None:
        names = [row["name"] for row in self.filled if row.get("name")]
        if len(set(names)) != len(names):
            raise ValidationError(gettext("Two categories have the same name."))

    @classmethod
    def of(cls, call: Call) -> list[dict[str, Any]]:
        return list(call.categories.values("uid", "name", "description", "nominee_kind", "seats"))


CategoryRows = rows_of(CategoryRow, _CategoryRows)


class QuotaRow(forms.Form):
    """How many, for whom. ``limits`` says the scope: a kind of unit, a named unit, all together."""

    limits = forms.ChoiceField(label=_("Applies to"))
    unit = TextField(
        label=_("Name of the unit"),
        required=False,
        max_length=120,
        help_text=_("Only for one named unit: any name it goes or went by."),
        widget=forms.TextInput(attrs={"list": "unit-names", "autocomplete": "off"}),
    )
    category = forms.ChoiceField(label=_("In category"), required=False)
    places = forms.IntegerField(label=_("Places"), min_value=0, max_value=30000)

    def __init__(self, *args: Any, categories: Iterable[Category], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["limits"].choices = [
            ("", _("please choose")),
            *(
                (f"kind:{kind}", gettext("Each unit: %(kind)s") % {"kind": term(kind)})
                for kind in kinds.KINDS
            ),
            ("named", _("One named unit")),
            ("total", _("All units together")),
        ]
        self.fields["category"].choices = [
            ("", _("all categories together")),
            *((str(category.pk), category.name) for category in categories),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("limits") == "named":
            named = by_names([cleaned.get("unit", "")])
            if len(named.found) == 1:
                cleaned["organisation"] = next(iter(named.found.values()))
            else:
                self.add_error("unit", gettext("No unit, or more than one, goes by this name."))
        return cleaned

    @property
    def quota(self) -> dict[str, Any]:
        limits, category = self.cleaned_data["limits"], self.cleaned_data["category"]
        scope = {"named": Quota.NAMED_UNIT, "total": Quota.TOTAL}.get(limits, Quota.EACH_OF_KIND)
        return {
            "scope": scope,
            "unit_kind": limits.partition(":")[2],
            "organisation": self.cleaned_data.get("organisation"),
            "category_id": int(category) if category else None,
            "places": self.cleaned_data["places"],
        }


class _QuotaRows(Rows):
    def clean(self) -> None:
        if any(self.errors):
            return
        stated = [
            (q["scope"], q["unit_kind"], getattr(q["organisation"], "pk", None), q["category_id"])
            for q in self.quotas
        ]
        if len(set(stated)) != len(stated):
            raise ValidationError(gettext("The same quota is stated twice."))

    @property
    def quotas(self) -> list[dict[str, Any]]:
        return [form.quota for form in self.forms if form.has_changed() and form.cleaned_data]

    @classmethod
    def of(cls, quotas: tuple[Quota, ...]) -> list[dict[str, Any]]:
        return [
            {
                "limits": {Quota.NAMED_UNIT: "named", Quota.TOTAL: "total"}.get(q.scope)
                or f"kind:{q.unit_kind}",
                "unit": q.organisation.name if q.organisation else "",
                "category": str(q.category_id or ""),
                "places": q.places,
            }
            for q in quotas
        ]


QuotaRows = rows_of(QuotaRow, _QuotaRows)


def initial_quotas(quotas: tuple[Quota, ...], invited_kinds: Mapping[str, int]) -> list[dict[str, Any]]:
    """The stated quotas; where none is, one place for each kind of unit that was invited, to be confirmed."""
    return _QuotaRows.of(quotas) or [{"limits": f"kind:{kind}", "places": 1} for kind in invited_kinds]


def invited_names(call: Call) -> list[str]:
    return list(
        Organisation.objects.filter(invited_to__call=call)
        .order_by("pinyin_key")
        .values_list("name", flat=True)[:500]
    )
