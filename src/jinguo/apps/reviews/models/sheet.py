"""What experts hand in, mark by mark, and how a nomination stands in a round."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.reviews.models.round import Assignment, Round


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
