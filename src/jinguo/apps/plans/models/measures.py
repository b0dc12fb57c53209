"""Measures: what a plan lays down, how it was worded when, what became of it, what carries it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.plans.models.plan import Plan
from jinguo.apps.plans.states import MARK_STATES, OBJECTIVES, SUCCESSION_KINDS, MarkState


class Measure(models.Model):
    """A measure as it reads now. What it read before stands in its wordings; one that was split or merged ends.

    ``document`` and its places (code points of its text) say from which words it was made.
    ``implements`` are measures of other plans, mostly of a higher organisation, that this one carries out.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="measures")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    implements = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="implemented_by", through="Implementing"
    )
    code = models.CharField(_("number"), max_length=20)
    section = models.CharField(_("part of the plan"), max_length=120, blank=True)
    heading = models.CharField(_("heading"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    document = models.ForeignKey(
        "policies.PolicyDocument", models.SET_NULL, null=True, blank=True, related_name="measures"
    )
    document_start = models.PositiveIntegerField(null=True, blank=True)
    document_end = models.PositiveIntegerField(null=True, blank=True)
    position = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(_("why it ended"), max_length=300, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"], condition=Q(ended_at__isnull=True), name="measure_code_once_per_plan"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="measure_ended_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.heading}"


class Implementing(models.Model):
    """A measure carries out one of a higher document."""

    lower = models.ForeignKey(Measure, models.CASCADE, related_name="links_up")
    higher = models.ForeignKey(Measure, models.PROTECT, related_name="links_down")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lower", "higher"], name="measure_implements_once"),
            models.CheckConstraint(condition=~Q(lower=models.F("higher")), name="measure_implements_another"),
        ]

    def __str__(self) -> str:
        return f"{self.lower_id} → {self.higher_id}"


class Wording(models.Model):
    """How a measure read from a moment on. The last one is how it reads now."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="wordings")
    number = models.PositiveIntegerField()
    code = models.CharField(max_length=20)
    heading = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    since = models.DateTimeField(default=now)
    why = models.CharField(max_length=300, blank=True)
    by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "number"], name="wording_numbered_once_per_measure")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.heading}"


class Succession(models.Model):
    """One measure went on in another: it was split, or merged with others."""

    before = models.ForeignKey(Measure, models.PROTECT, related_name="went_into")
    after = models.ForeignKey(Measure, models.PROTECT, related_name="came_from")
    kind = models.CharField(max_length=20)
    at = models.DateTimeField(default=now)
    why = models.CharField(max_length=300)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="measure_succeeds_once"),
            models.CheckConstraint(condition=Q(kind__in=SUCCESSION_KINDS), name="succession_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.before_id} → {self.after_id}"


class Budget(models.Model):
    """Money of a measure in a year, in yuan: what was planned, what was spent."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="budgets")
    year = models.PositiveSmallIntegerField(_("year"))
    planned = models.DecimalField(_("planned (yuan)"), max_digits=14, decimal_places=2, default=0)
    spent = models.DecimalField(_("spent (yuan)"), max_digits=14, decimal_places=2, default=0)

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "year"], name="budget_once_per_year"),
            models.CheckConstraint(condition=Q(planned__gte=0, spent__gte=0), name="budget_is_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year}"


class ObjectiveMark(models.Model):
    """One of the seven SAGA objectives that a measure serves: proposed by rule with its words, settled by a person."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="objective_marks")
    objective = models.CharField(max_length=10)
    state = models.CharField(max_length=24, default=MarkState.PROPOSED)
    evidence = models.JSONField(default=list, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["objective"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "objective"], name="objective_once_per_measure"),
            models.CheckConstraint(condition=Q(state__in=MARK_STATES), name="objective_state_is_known"),
            models.CheckConstraint(condition=Q(objective__in=OBJECTIVES), name="objective_is_known"),
        ]

    def __str__(self) -> str:
        return self.objective


class Carries(models.Model):
    """Which programme carries a measure: a call today, an activity or a service tomorrow. The programme knows nothing of it."""

    measure = models.ForeignKey(Measure, models.CASCADE, related_name="carried_by")
    programme_kind = models.CharField(max_length=20)
    programme_uid = models.UUIDField()
    title = models.CharField(max_length=200)
    since = models.DateTimeField(default=now)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "programme_kind", "programme_uid"], name="programme_carries_a_measure_once"
            )
        ]
        indexes = [models.Index(fields=["programme_kind", "programme_uid"], name="carries_by_programme")]

    def __str__(self) -> str:
        return self.title
