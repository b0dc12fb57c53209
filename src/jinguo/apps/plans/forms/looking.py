"""Filters of the looks over a whole plan."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.plans.forms.wording import words


class _OfYear(forms.Form):
    year = forms.ChoiceField(label=_("Year"), required=False)

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(str(year), str(year)) for year in years]


class DueFilter(_OfYear):
    """What is due: in which year, of which unit, in which state."""

    unit = forms.ChoiceField(label=_("Unit"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(
        self, *args: Any, units: Iterable[tuple[int, str]], states: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = ("", _("all"))
        self.fields["unit"].choices = [everything, *((str(pk), name) for pk, name in units)]
        self.fields["state"].choices = [everything, *words(states)]


class CompareFilter(_OfYear):
    """Units side by side: in which year, of which kind."""

    kind = forms.ChoiceField(label=_("Kind of unit"), required=False)

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = words(kinds)


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
