"""Periods of a plan and what units report in them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.plans.models.duties import Duty
from jinguo.apps.plans.models.evidence import Evidence
from jinguo.apps.plans.models.plan import Plan
from jinguo.apps.plans.states import PERIOD_KINDS, PERIOD_STATES, REPORT_STATES, PeriodState, ReportState


class Period(models.Model):
    """A quarter, half or year of a plan: from when until when, when reports open and are due."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="periods")
    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField(_("year"))
    part = models.PositiveSmallIntegerField(_("number within the year"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    opens_on = models.DateField(_("reports open"))
    due_on = models.DateField(_("reports due"))
    state = models.CharField(max_length=20, default=PeriodState.PLANNED)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "kind", "year", "part"], name="period_once_per_plan"),
            models.CheckConstraint(condition=Q(state__in=PERIOD_STATES), name="period_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=PERIOD_KINDS), name="period_kind_is_known"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on"), due_on__gte=F("opens_on")),
                name="period_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.part}"


class Locking(models.Model):
    """A time a period was locked, with what stood in it then; and, where it was reopened, why.

    ``snapshot`` is kept as it was: what a locked period said can be read for ever, also after it was reopened.
    """

    period = models.ForeignKey(Period, models.CASCADE, related_name="lockings")
    number = models.PositiveSmallIntegerField()
    locked_at = models.DateTimeField(default=now)
    locked_by_name = models.CharField(max_length=100, blank=True)
    snapshot = models.JSONField(default=list)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.CharField(max_length=300, blank=True)
    reopened_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="locking_numbered_once_per_period"),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_because="")
                | Q(reopened_at__isnull=False) & ~Q(reopened_because=""),
                name="period_reopened_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.number}"


class Report(models.Model):
    """What a unit says of its part in a measure for a period. ``figures``: uid of an indicator → text of a number."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    period = models.ForeignKey(Period, models.PROTECT, related_name="reports", db_index=False)
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="reports")
    text = models.TextField(_("progress"), blank=True)
    problems = models.TextField(_("difficulties"), blank=True)
    next_steps = models.TextField(_("next steps"), blank=True)
    given = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=20, default=ReportState.DRAFT)
    return_reason = models.TextField(_("to mend"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["period", "duty", "state"], name="report_states_of_period")]
        constraints = [
            models.UniqueConstraint(fields=["period", "duty"], name="report_once_per_duty_and_period"),
            models.CheckConstraint(condition=Q(state__in=REPORT_STATES), name="report_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=ReportState.RETURNED) | ~Q(return_reason=""),
                name="report_returned_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.period_id} {self.duty_id}"


class ReportStep(models.Model):
    """What happened to a report: handed in, returned, approved; with what it said at that moment."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    problems = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    given = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=now)
    by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["report"], condition=Q(state="report_returned"), name="report_steps_back")
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=REPORT_STATES), name="report_step_is_known")
        ]

    def __str__(self) -> str:
        return self.state


class ReportFile(Evidence):
    """Evidence with a report."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="files")
