"""Experts, the rounds of a call, who reads what, conflicts declared, reviews and their marks.

The review of a call lives here; the engines do the computing.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.reviews.models.pool import (
    ConflictSearch,
    ExpertBreak,
    ExpertDiscipline,
    ExpertPost,
    ExpertRelation,
    PanelInvitation,
)
from jinguo.apps.reviews.states import CONFLICT_STATES, IN_USE, POOL_STATES, ConflictState, PoolState
from jinguo.standards.names import initials, pinyin, pinyin_key

__all__ = [
    "Assignment",
    "AssignmentPlan",
    "Conflict",
    "ConflictSearch",
    "Expert",
    "ExpertBreak",
    "ExpertDiscipline",
    "ExpertPost",
    "ExpertRelation",
    "Mark",
    "PanelInvitation",
    "PlanPair",
    "Promise",
    "Review",
    "Round",
    "Standing",
]


class Expert(models.Model):
    """A member of an organisation's pool of experts."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    pool = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="experts")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="expert_in"
    )
    name = models.CharField(_("name"), max_length=100)
    sex = models.CharField(_("sex"), max_length=1, blank=True)
    unit_name = models.CharField(_("unit"), max_length=120, blank=True)
    title = models.CharField(_("professional title"), max_length=60, blank=True)
    disciplines = models.CharField(_("disciplines"), max_length=300, blank=True)
    keywords = models.CharField(_("keywords"), max_length=300, blank=True)
    keywords_en = models.CharField(_("keywords in English"), max_length=300, blank=True)
    languages = models.CharField(_("languages"), max_length=100, blank=True)
    home = models.CharField(_("home (native place)"), max_length=60, blank=True)
    max_per_round = models.PositiveSmallIntegerField(
        _("reviews in one round, at most"), null=True, blank=True
    )
    max_per_year = models.PositiveSmallIntegerField(_("reviews in a year, at most"), null=True, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    state = models.CharField(max_length=20, default=PoolState.LISTED)
    state_since = models.DateField(null=True, blank=True)
    state_reason = models.CharField(_("reason"), max_length=300, blank=True)
    joined_on = models.DateField(_("joined"), null=True, blank=True)
    is_active = models.BooleanField(default=True)
    invitation = models.ForeignKey(
        "organisations.Invitation", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    pinyin_key = models.CharField(max_length=240, blank=True, editable=False)
    search = models.CharField(max_length=1500, blank=True, editable=False)

    class Meta:
        ordering = ["pinyin_key", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=POOL_STATES), name="expert_state_is_known"),
            models.CheckConstraint(
                condition=Q(is_active=True, state__in=IN_USE) | Q(is_active=False) & ~Q(state__in=IN_USE),
                name="expert_active_as_her_state_says",
            ),
            models.UniqueConstraint(
                fields=["pool", "user"], condition=Q(user__isnull=False), name="expert_once_per_pool"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        self.set_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "pinyin_key", "search"}
        super().save(**kwargs)

    def set_keys(self) -> None:
        """Derive the columns by which lists sort and search; bulk_create calls this itself."""
        self.pinyin_key = pinyin_key(self.name)[:240]
        words = (
            self.name, pinyin(self.name).replace(" ", ""), initials(self.name), self.unit_name, self.title,
            self.disciplines, self.keywords, self.keywords_en,
        )  # fmt: skip
        self.search = " ".join(words).lower()[:1500]


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


class ConflictRows(models.QuerySet["Conflict"]):
    """Conflicts, asked for by what follows from them."""

    def blocking(self) -> ConflictRows:
        """Those that keep an expert from a nomination: confirmed ones, and found ones that are certain until settled."""
        return self.filter(
            Q(state=ConflictState.CONFIRMED) | Q(state=ConflictState.FOUND, effect=Conflict.BLOCKS)
        )

    def to_settle(self) -> ConflictRows:
        """Found ones that wait for an officer's word; what is only noted does not wait."""
        return self.filter(state=ConflictState.FOUND).exclude(effect=Conflict.NOTES)


class Conflict(models.Model):
    """A conflict of interest between an expert and a nomination: declared by her, or found in the records.

    What was found carries its findings (kinds, reasons, how sure) and waits for an officer, who confirms or ignores
    it with a reason. Either stays: the same is not found again.
    """

    DECLARED, FOUND = "declared", "found"
    BLOCKS, ASKS, NOTES = "blocks", "asks", "notes"

    nomination = models.ForeignKey("calls.Nomination", models.CASCADE, related_name="conflicts")
    expert = models.ForeignKey(Expert, models.CASCADE, related_name="conflicts")
    kind = models.CharField(_("kind"), max_length=40)
    note = models.CharField(_("what the relation is"), max_length=300, blank=True)
    declared_by_expert = models.BooleanField(default=True)
    declared_at = models.DateTimeField(default=now)
    origin = models.CharField(max_length=10, default=DECLARED)
    state = models.CharField(max_length=20, default=ConflictState.CONFIRMED)
    sureness = models.CharField(_("how sure"), max_length=10, blank=True)
    effect = models.CharField(_("what follows"), max_length=10, blank=True)
    findings = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_name = models.CharField(max_length=100, blank=True)
    settled_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = ConflictRows.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nomination", "expert"], name="conflict_once"),
            models.CheckConstraint(condition=Q(state__in=CONFLICT_STATES), name="conflict_state_is_known"),
            models.CheckConstraint(
                condition=Q(origin__in=("declared", "found")), name="conflict_origin_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ConflictState.IGNORED)
                | Q(settled_at__isnull=False) & ~Q(settled_reason=""),
                name="conflict_ignored_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.kind

    @property
    def blocks(self) -> bool:
        return self.state == ConflictState.CONFIRMED or (
            self.state == ConflictState.FOUND and self.effect == self.BLOCKS
        )


class Review(models.Model):
    """An expert's review of what she was given."""

    DRAFT, SUBMITTED = "review_draft", "review_submitted"

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="review")
    state = models.CharField(max_length=20, default=DRAFT)
    comment = models.TextField(_("opinion"), blank=True)
    total = models.DecimalField(max_digits=9, decimal_places=4, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField(default=now)
    saved_from = models.CharField(max_length=36, blank=True, editable=False)
    submitted_at = models.DateTimeField(null=True, blank=True)
    times_returned = models.PositiveSmallIntegerField(_("given back to the expert"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="review_draft", submitted_at__isnull=True)
                | Q(state="review_submitted", submitted_at__isnull=False, total__isnull=False),
                name="review_submitted_has_time_and_total",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}"


class Mark(models.Model):
    """The mark for one criterion. No row means no mark, never nought."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="marks")
    criterion = models.CharField(max_length=60)
    value = models.DecimalField(max_digits=7, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="mark_once_per_criterion"),
            models.CheckConstraint(condition=Q(value__gte=0), name="mark_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.value}"


class Standing(models.Model):
    """That a nomination takes part in a round, its figures there, and what came of it.

    A row is made for everyone who enters when the round opens. The figures are over the submitted reviews: kept with
    every review, so that lists sort by them. ``passed`` and ``rank`` are set when the round closes. The votes are
    those of a panel meeting, empty until it announced any on her.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="standings")
    nomination = models.ForeignKey("calls.Nomination", models.CASCADE, related_name="standings")
    reviews = models.PositiveSmallIntegerField(default=0)
    mean = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    trimmed_mean = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    median = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    spread = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    range = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    score = models.DecimalField(_("score that counts"), max_digits=9, decimal_places=4, null=True)
    column = models.CharField(max_length=16, default="mean")
    rank = models.PositiveIntegerField(_("rank"), null=True, blank=True)
    passed = models.BooleanField(_("goes on"), null=True)
    hand_reason = models.CharField(_("reason for the change"), max_length=500, blank=True)
    approve = models.PositiveSmallIntegerField(_("votes for"), null=True, blank=True)
    against = models.PositiveSmallIntegerField(_("votes against"), null=True, blank=True)
    abstain = models.PositiveSmallIntegerField(_("abstentions"), null=True, blank=True)
    present = models.PositiveSmallIntegerField(_("could vote on her"), null=True, blank=True)
    voted_in = models.BooleanField(_("passed the vote"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "nomination"], name="standing_once_per_round"),
            models.CheckConstraint(
                condition=Q(hand_reason="") | Q(passed__isnull=False),
                name="standing_change_by_hand_is_decided",
            ),
        ]
        indexes = [models.Index(fields=["round", "score"], name="standing_by_score")]

    def __str__(self) -> str:
        return f"{self.score}"

    @property
    def was_voted_on(self) -> bool:
        return self.voted_in is not None
