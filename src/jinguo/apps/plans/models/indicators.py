"""Indicators: what is counted for a measure, against which target, and the figures that came of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.facts import kernel
from jinguo.apps.ids import new_uid
from jinguo.apps.plans.models.measures import Measure
from jinguo.apps.plans.models.periods import Period, Report
from jinguo.apps.plans.states import (
    AGGREGATES,
    COMPARATORS,
    INDICATOR_STATES,
    PERIOD_KINDS,
    SOURCES,
    IndicatorState,
)


class Indicator(models.Model):
    """A number that shows how far a measure has come.

    ``fact`` names what the house counts. While no app declares a fact of that name, units report the figure; from the
    day it is declared the indicator counts itself, on the same page. ``adds_up``: figures of periods add up over the year
    (activities held); otherwise the last one stands (share of women). ``goes_on_from``: the indicator of a measure that was
    split, which keeps its figures; in a year this one's count on from there.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="indicators")
    name = models.CharField(_("indicator"), max_length=200)
    unit_of_counting = models.CharField(_("unit of counting"), max_length=20, blank=True)
    fact = models.CharField(_("fact"), max_length=60, blank=True)
    where = models.JSONField(_("only those where"), default=dict, blank=True)
    among = models.JSONField(_("of which share"), default=dict, blank=True)
    aggregate = models.CharField(_("counted how"), max_length=20, default="count_rows")
    amount = models.CharField(_("amount"), max_length=40, blank=True)
    by = models.CharField(_("broken down by"), max_length=40, blank=True)
    comparator = models.CharField(_("compared"), max_length=10, default="at_least")
    baseline = models.DecimalField(_("baseline"), max_digits=16, decimal_places=4, null=True, blank=True)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    milestones = models.JSONField(_("milestones"), default=list, blank=True)
    period_kind = models.CharField(_("counted every"), max_length=20, default="period_quarter")
    adds_up = models.BooleanField(_("figures of periods add up over the year"), default=True)
    said = models.CharField(_("words of the document"), max_length=300, blank=True)
    state = models.CharField(max_length=24, default=IndicatorState.PROPOSED)
    goes_on_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="goes_on_as"
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=INDICATOR_STATES), name="indicator_state_is_known"),
            models.CheckConstraint(
                condition=Q(aggregate__in=AGGREGATES), name="indicator_aggregate_is_known"
            ),
            models.CheckConstraint(
                condition=Q(comparator__in=COMPARATORS), name="indicator_comparator_is_known"
            ),
            models.CheckConstraint(
                condition=Q(period_kind__in=PERIOD_KINDS), name="indicator_period_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def source(self) -> str:
        """Where its figures come from today: the records themselves, or the units' reports."""
        return SOURCES[0] if self.fact in kernel.declared() else SOURCES[1]


class Target(models.Model):
    """What an indicator is to reach in a year."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="targets")
    year = models.PositiveSmallIntegerField(_("year"))
    value = models.DecimalField(_("target"), max_digits=16, decimal_places=4)

    class Meta:
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["indicator", "year"], name="target_once_per_year")]

    def __str__(self) -> str:
        return f"{self.year}"


class Figure(models.Model):
    """A figure of an indicator in a period, as a whole or of one unit or one value of a dimension. Figures are never
    changed: a correction is a new version beside the old one.

    ``base`` is what a share is of. ``query`` says what was counted, so that it can be counted again.
    """

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="figures")
    period = models.ForeignKey(Period, models.PROTECT, related_name="figures")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    dimension = models.CharField(max_length=40, blank=True)
    dimension_value = models.CharField(max_length=100, blank=True)
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    base = models.DecimalField(max_digits=16, decimal_places=4, null=True, blank=True)
    source = models.CharField(max_length=20)
    query = models.JSONField(default=dict, blank=True)
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="figures")
    number = models.PositiveIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    computed_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["period", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "period", "organisation", "dimension", "dimension_value"],
                condition=Q(is_current=True, organisation__isnull=False),
                name="figure_of_a_unit_current_once",
            ),
            models.UniqueConstraint(
                fields=["indicator", "period", "dimension", "dimension_value"],
                condition=Q(is_current=True, organisation__isnull=True),
                name="figure_as_a_whole_current_once",
            ),
            models.CheckConstraint(condition=Q(source__in=SOURCES), name="figure_source_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.period_id}"
