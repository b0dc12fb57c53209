"""A round of a call, the promise of its experts, who reads what, and plans of assignment."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.reviews.models.expert import Expert


class Round(models.Model):
    """One round of a call's review, by correspondence (函评) or as a panel meeting (会评).

    Planned until it is opened, closed when nothing changes any more: a call has at most one open round. What it
    looks for (criteria), how many reviews, until when, names hidden or not, and who sees others' scores when.
    """

    CORRESPONDENCE, MEETING = "correspondence", "meeting"
    KINDS = (CORRESPONDENCE, MEETING)
    NEVER, AFTER_OWN, AFTER_END = "never", "after_own", "after_end"
    SIGHTS = (NEVER, AFTER_OWN, AFTER_END)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="rounds")
    position = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(_("name"), max_length=60, blank=True)
    kind = models.CharField(_("kind of round"), max_length=20, default=CORRESPONDENCE)
    criteria = models.JSONField(default=list)
    reviews_each = models.PositiveSmallIntegerField(_("reviews for each nomination"), default=3)
    others_scores = models.CharField(_("others' scores are shown"), max_length=12, default=NEVER)
    blind = models.BooleanField(_("names hidden"), default=False)
    blind_shows_media = models.BooleanField(_("photos and videos shown all the same"), default=False)
    seats = models.JSONField(_("places in the next round"), null=True, blank=True)
    notice_stage = models.CharField(_("public notice before the next round"), max_length=30, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(_("reviews are due"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    instructions = models.TextField(_("instructions"), blank=True)
    assigning = models.JSONField(default=dict)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "position"], name="round_position_once_per_call"),
            models.UniqueConstraint(
                fields=["call"],
                condition=Q(opened_at__isnull=False, closed_at__isnull=True),
                name="round_one_open_per_call",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("correspondence", "meeting")), name="round_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(others_scores__in=("never", "after_own", "after_end")),
                name="round_others_scores_is_known",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(opened_at__isnull=False),
                name="round_closed_was_opened",
            ),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.call_id}-{self.position}"

    @property
    def is_planned(self) -> bool:
        return self.opened_at is None

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.closed_at is None

    @property
    def is_meeting(self) -> bool:
        return self.kind == self.MEETING

    @property
    def state(self) -> str:
        """As a phrase code: ``round_planned``, ``round_open`` or ``round_closed``."""
        return (
            "round_planned" if self.is_planned else "round_open" if self.closed_at is None else "round_closed"
        )


class Promise(models.Model):
    """An expert's word, given once for a round before she reads anything: confidence, fairness, no conflict kept back."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="promises")
    expert = models.ForeignKey(Expert, models.CASCADE, related_name="promises")
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "expert"], name="promise_once_per_round")]

    def __str__(self) -> str:
        return f"{self.expert_id}: {self.round_id}"


class Assignment(models.Model):
    """One nomination given to one expert."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="assignments")
    nomination = models.ForeignKey("calls.Nomination", models.PROTECT, related_name="assignments")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="assignments")
    plan = models.ForeignKey(
        "AssignmentPlan", models.SET_NULL, null=True, blank=True, related_name="assignments"
    )
    in_place_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by"
    )
    position = models.PositiveIntegerField(default=0)
    assigned_at = models.DateTimeField(default=now)
    opened_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "nomination", "expert"],
                condition=Q(released_at__isnull=True),
                name="assignment_once",
            )
        ]
        indexes = [models.Index(fields=["round", "expert"])]

    def __str__(self) -> str:
        return f"{self.expert_id}: {self.nomination_id}"


class AssignmentPlan(models.Model):
    """Who is to read what in a round, as proposed and changed by hand, before and after it is published.

    ``made_from`` is the whole problem that was solved (items, experts, affinities, conflicts, rules), so that a change
    by hand is judged by the same measure and the plan explains itself later; ``result`` how good it is and how sure.
    """

    WORKING, DRAFT, PUBLISHED = "plan_working", "plan_draft", "plan_published"
    DROPPED = "plan_dropped"
    STATES = (WORKING, DRAFT, PUBLISHED, DROPPED)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="plans")
    state = models.CharField(max_length=20, default=WORKING)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    settings = models.JSONField(default=dict)
    made_from = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=now)
    made_by_name = models.CharField(max_length=100, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_name = models.CharField(max_length=100, blank=True)
    note = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("plan_working", "plan_draft", "plan_published", "plan_dropped")),
                name="plan_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="plan_published") | Q(published_at__isnull=False),
                name="plan_published_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=("plan_working", "plan_draft")),
                name="plan_one_in_hand_per_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.made_at:%Y-%m-%d %H:%M}"

    @property
    def is_lost(self) -> bool:
        """Its work ended without a plan: cancelled, failed, or the job is gone."""
        return self.state == self.WORKING and (self.job is None or not self.job.is_open)


class PlanPair(models.Model):
    """One nomination for one expert in a plan: to read it, or in reserve in this place."""

    MAIN, ALTERNATE = "main", "alternate"

    plan = models.ForeignKey(AssignmentPlan, models.CASCADE, related_name="pairs")
    nomination = models.ForeignKey("calls.Nomination", models.CASCADE, related_name="+")
    expert = models.ForeignKey(Expert, models.CASCADE, related_name="+")
    role = models.CharField(max_length=10, default=MAIN)
    place = models.PositiveSmallIntegerField(default=0)
    affinity = models.DecimalField(max_digits=13, decimal_places=6, default=0)
    evidence = models.JSONField(default=list)
    by_hand = models.BooleanField(default=False)
    stood = models.BooleanField(_("was given before"), default=False)

    class Meta:
        ordering = ["role", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "nomination", "expert"], name="plan_pair_once"),
            models.CheckConstraint(
                condition=Q(role__in=("main", "alternate")), name="plan_pair_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id}: {self.nomination_id}"
