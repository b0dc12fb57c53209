"""Assessments: a plan's units scored for a year by a scheme; their own scores, the reviewers' marks, results, appeals."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.plans.models.evidence import Evidence
from jinguo.apps.plans.models.plan import Plan
from jinguo.apps.plans.states import (
    APPEAL_STATES,
    ASSESSMENT_STATES,
    SELF_SCORE_STATES,
    AppealState,
    AssessmentState,
    SelfScoreState,
)
from jinguo.engines.assessment import Placed, Scheme, placed_of, scheme_of


class PlanAssessment(models.Model):
    """The assessment of a plan's units for a year. ``scheme_data`` is the scheme as it stands; every one is a SchemeVersion."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="assessments")
    year = models.PositiveSmallIntegerField(_("year"))
    scheme_data = models.JSONField(editable=False)
    scheme_number = models.PositiveSmallIntegerField(default=1, editable=False)
    state = models.CharField(max_length=24, default=AssessmentState.DRAFT)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    self_due_on = models.DateField(_("own scores due"), null=True, blank=True)
    appeals_until = models.DateField(_("appeals until"), null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year"], name="assessment_once_per_plan_and_year"),
            models.CheckConstraint(
                condition=Q(state__in=ASSESSMENT_STATES), name="assessment_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan.title} {self.year}"

    @property
    def scheme(self) -> Scheme:
        return scheme_of(self.scheme_data)


class SchemeVersion(models.Model):
    """A scheme as it was written once. After it was published, a new one says why."""

    assessment = models.ForeignKey(PlanAssessment, models.CASCADE, related_name="schemes")
    number = models.PositiveSmallIntegerField()
    data = models.JSONField()
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=now)
    by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="scheme_numbered_once_per_assessment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.number}"


class AssessedUnit(models.Model):
    """A unit in an assessment: what it says of itself, and what came out.

    ``name_then`` is its name at the opening, then that of the day of the announcement. A unit that was merged leaves and
    passes to its heir, which answers for what it owed; what it wrote stays. ``pieces`` are the records behind each line of the
    result, apart from it: there are thousands, and only the unit's own page reads them.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    assessment = models.ForeignKey(PlanAssessment, models.PROTECT, related_name="units")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    name_then = models.CharField(_("unit name"), max_length=120)
    state = models.CharField(max_length=24, default=SelfScoreState.DRAFT)
    summary = models.TextField(_("the year in short"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    handed_in_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True, editable=False)
    pieces = models.JSONField(default=list, blank=True, editable=False)
    total = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True, editable=False)
    rank = models.PositiveIntegerField(null=True, blank=True, editable=False)
    grade = models.CharField(max_length=40, blank=True, editable=False)
    left_at = models.DateTimeField(null=True, blank=True)
    left_because = models.CharField(max_length=300, blank=True)
    passed_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="passed_from")

    class Meta:
        ordering = ["organisation__pinyin_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "organisation"], name="assessed_once_per_assessment"
            ),
            models.CheckConstraint(
                condition=Q(state__in=SELF_SCORE_STATES), name="self_score_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(left_at__isnull=True, left_because="")
                | Q(left_at__isnull=False) & ~Q(left_because=""),
                name="assessed_unit_left_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name_then

    @property
    def placed(self) -> Placed | None:
        """The result as it was announced, down to the records."""
        return placed_of(self.result, self.pieces) if self.result else None

    @property
    def outline(self) -> Placed | None:
        """The same without the records."""
        return placed_of(self.result) if self.result else None


class SelfScore(models.Model):
    """What a unit says of itself for an item: points and why."""

    unit = models.ForeignKey(AssessedUnit, models.CASCADE, related_name="self_scores")
    item = models.CharField(max_length=40)
    points = models.DecimalField(_("own score"), max_digits=8, decimal_places=2, null=True, blank=True)
    text = models.TextField(_("what was done"), blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "item"], name="self_score_once_per_item"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0), name="self_score_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.item}"


class SelfScoreFile(Evidence):
    """Evidence with an item."""

    unit = models.ForeignKey(AssessedUnit, models.PROTECT, related_name="files")
    item = models.CharField(max_length=40)


class ReviewerMark(models.Model):
    """A reviewer's points for an item of a unit."""

    unit = models.ForeignKey(AssessedUnit, models.CASCADE, related_name="marks")
    item = models.CharField(max_length=40)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reviewer_name = models.CharField(max_length=100)
    points = models.DecimalField(_("points"), max_digits=8, decimal_places=2)
    note = models.CharField(_("note"), max_length=300, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "item", "reviewer"], name="mark_once_per_reviewer"),
            models.CheckConstraint(condition=Q(points__gte=0), name="reviewer_mark_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.item}"


class AssessmentCase(models.Model):
    """Something written down for a deduction, an addition or a veto."""

    unit = models.ForeignKey(AssessedUnit, models.CASCADE, related_name="cases")
    code = models.CharField(max_length=40)
    count = models.PositiveSmallIntegerField(_("how often"), default=1)
    why = models.CharField(_("what happened"), max_length=300)
    at = models.DateTimeField(default=now)
    by_name = models.CharField(max_length=100, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="assessment_case_says_why")]

    def __str__(self) -> str:
        return self.why


class Appeal(models.Model):
    """A unit's word against its result, and the answer to it."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey(AssessedUnit, models.PROTECT, related_name="appeals")
    text = models.TextField(_("what is wrong, and why"))
    state = models.CharField(max_length=20, default=AppealState.LODGED)
    lodged_at = models.DateTimeField(default=now)
    lodged_by_name = models.CharField(max_length=100, blank=True)
    decision = models.TextField(_("decision and reason"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["lodged_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=APPEAL_STATES), name="appeal_state_is_known"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, state=AppealState.LODGED)
                | Q(decided_at__isnull=False) & ~Q(state=AppealState.LODGED) & ~Q(decision=""),
                name="appeal_decided_with_a_reason",
            ),
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state=AppealState.LODGED), name="appeal_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit_id)


class AppealCorrection(models.Model):
    """What an appeal that was upheld changed: the points of an item, a deduction or an addition."""

    appeal = models.ForeignKey(Appeal, models.CASCADE, related_name="corrections")
    code = models.CharField(max_length=40)
    points = models.DecimalField(max_digits=8, decimal_places=2)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["appeal", "code"], name="correction_once_per_item"),
            models.CheckConstraint(condition=Q(points__gte=0), name="correction_not_negative"),
        ]

    def __str__(self) -> str:
        return self.code


class Announcement(models.Model):
    """A time results were announced, with scheme and results as they were, and every fact that they rest on. Never changed;
    reopening says why."""

    assessment = models.ForeignKey(PlanAssessment, models.CASCADE, related_name="announcements")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=now)
    by_name = models.CharField(max_length=100, blank=True)
    because = models.CharField(max_length=300, blank=True)
    snapshot = models.JSONField()
    facts = models.JSONField(default=list)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_because = models.CharField(max_length=300, blank=True)
    reopened_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="announcement_numbered_once_per_assessment"
            ),
            models.CheckConstraint(
                condition=Q(reopened_at__isnull=True, reopened_because="")
                | Q(reopened_at__isnull=False) & ~Q(reopened_because=""),
                name="assessment_reopened_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.number}"
