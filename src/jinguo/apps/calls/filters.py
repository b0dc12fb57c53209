"""How officers narrow down the lists of calls, units and nominations; the same for the page and for the table file."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls import queries
from jinguo.apps.calls.models import Call, Invitee, Nomination
from jinguo.apps.calls.states import CALL_STATES, HANDED_IN, MISSING, PROGRESS, Progress
from jinguo.apps.organisations import kinds
from jinguo.phrases import term


def words(codes: Iterable[str]) -> Callable[[], list[tuple[str, str]]]:
    """Choices whose labels are the words of codes in the language of the request."""
    listed = tuple(codes)
    return lambda: [(code, term(code, get_language() or "zh-hans")) for code in listed]


def _search(label: Any) -> django_filters.CharFilter:
    box = forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"})
    return django_filters.CharFilter(method="matching", label=label, widget=box)


class Sorted(django_filters.FilterSet):
    """A filter that also sorts, by stored keys only: ``?sort=name``, ``?sort=-name``."""

    orders: dict[str, tuple[str, ...]] = {}
    usual: tuple[str, ...] = ("pk",)

    def queryset_sorted(self) -> QuerySet:
        wanted = str(self.data.get("sort", ""))
        keys = self.orders.get(wanted.removeprefix("-"))
        if keys is None:
            return self.qs.order_by(*self.usual)
        if wanted.startswith("-"):
            keys = tuple(key.removeprefix("-") if key.startswith("-") else f"-{key}" for key in keys)
        return self.qs.order_by(*keys, "pk")


class CallFilter(Sorted):
    """The organiser's calls by year, state and words of the title."""

    usual = ("-year", "-pk")
    orders = {"title": ("title",), "year": ("year",), "closes": ("closes_at",)}

    q = _search(_("Search"))
    year = django_filters.ChoiceFilter(label=_("Year"), empty_label=_("all"))
    state = django_filters.ChoiceFilter(label=_("State"), empty_label=_("all"), choices=words(CALL_STATES))

    class Meta:
        model = Call
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = self.queryset.order_by("-year").values_list("year", flat=True).distinct()
        self.filters["year"].extra["choices"] = [(year, str(year)) for year in years]

    def matching(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        for word in text.split():
            rows = rows.filter(title__icontains=word)
        return rows


class UnitFilter(Sorted):
    """The invited units of a call; the rows carry their progress."""

    MISSING, EXTENDED = "missing", "extended"

    usual = ("organisation__pinyin_key", "pk")
    orders = {
        "name": ("organisation__pinyin_key",),
        "kind": ("organisation__kind", "organisation__pinyin_key"),
        "progress": ("progress", "organisation__pinyin_key"),
        "reminded": ("reminded_at", "organisation__pinyin_key"),
    }

    q = _search(_("Unit, pinyin or initials"))
    progress = django_filters.ChoiceFilter(label=_("Progress"), empty_label=_("all"), method="at_progress")
    kind = django_filters.ChoiceFilter(
        label=_("Kind of unit"),
        field_name="organisation__kind",
        empty_label=_("all"),
        choices=words(kinds.KINDS),
    )

    class Meta:
        model = Invitee
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["progress"].extra["choices"] = lambda: [
            *words(PROGRESS)(),
            (self.MISSING, _("nothing handed in")),
            (self.EXTENDED, _("with an extension")),
        ]

    def matching(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        for word in text.lower().split():
            rows = rows.filter(organisation__search__contains=word)
        return rows

    def at_progress(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value == self.EXTENDED:
            return rows.exclude(extended_until=None)
        if value == self.MISSING:
            return rows.filter(progress__in=MISSING)
        return rows.filter(progress=value if value in PROGRESS else Progress.NOT_STARTED)


class NominationFilter(Sorted):
    """What was handed in to a call. Made with ``call=``."""

    usual = ("-submitted_at", "-pk")
    orders = {
        "number": ("number",),
        "name": ("pinyin_key",),
        "strokes": ("surname_strokes_key", "name_strokes_key"),
        "unit": ("unit__pinyin_key",),
        "category": ("category__position", "category__pk"),
        "handed_in": ("submitted_at",),
    }

    q = _search(_("Name, pinyin, unit or receipt"))
    category = django_filters.ModelChoiceFilter(
        label=_("Category"), empty_label=_("all"), queryset=lambda request: Nomination.objects.none()
    )
    state = django_filters.ChoiceFilter(label=_("State"), empty_label=_("all"), choices=words(HANDED_IN))
    kind = django_filters.ChoiceFilter(
        label=_("Kind of unit"), field_name="unit__kind", empty_label=_("all"), choices=words(kinds.KINDS)
    )
    findings = django_filters.ChoiceFilter(
        label=_("Machine findings"),
        empty_label=_("all"),
        method="with_findings",
        choices=[("yes", _("with findings")), ("no", _("without findings"))],
    )
    since = django_filters.DateFilter(label=_("Handed in from"), method="handed_in_since")
    until = django_filters.DateFilter(label=_("Handed in to"), method="handed_in_until")

    class Meta:
        model = Nomination
        fields: list[str] = []

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        self.filters["category"].extra["queryset"] = call.categories.all()

    def matching(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return queries.matching(rows, text)

    def with_findings(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Q(finding_count__gt=0) if value == "yes" else Q(finding_count=0))

    def handed_in_since(self, rows: QuerySet, name: str, day: date) -> QuerySet:
        return rows.filter(submitted_at__gte=self._start_of(day))

    def handed_in_until(self, rows: QuerySet, name: str, day: date) -> QuerySet:
        return rows.filter(submitted_at__lt=self._start_of(day + timedelta(days=1)))

    def _start_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self.call.organiser.zone)
