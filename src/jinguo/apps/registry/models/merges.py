"""That two entries are one person, or are not: findings that can be taken back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.registry.models.matching import MatchRun
from jinguo.apps.registry.models.people import Identity, PersonEntry


def in_percent(probability: float | None) -> str:
    """The probability in percent, never rounded up to certainty."""
    return "" if probability is None else f"{min(probability * 100, 99.9):.1f}"


class Merge(models.Model):
    """The finding that two entries tell of one person. While it stands, all that hangs on either is hers.

    ``kept`` and ``gone`` tell which identities became one at that moment, ``moved`` how many entries changed
    their pointer; what follows from undoing it is worked out anew from the merges that still stand.
    """

    PERSON, LINKAGE = "merge_by_person", "merge_by_linkage"

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    left = models.ForeignKey(PersonEntry, models.PROTECT, related_name="+")
    right = models.ForeignKey(PersonEntry, models.PROTECT, related_name="+")
    kept = models.ForeignKey(Identity, models.PROTECT, related_name="merges_in")
    gone = models.ForeignKey(Identity, models.PROTECT, related_name="merges_out")
    moved = models.PositiveIntegerField()
    origin = models.CharField(max_length=20, default=PERSON)
    reason = models.CharField(_("reason"), max_length=300)
    evidence = models.JSONField(default=list, blank=True)
    probability = models.FloatField(null=True, blank=True)
    run = models.ForeignKey(MatchRun, models.SET_NULL, null=True, blank=True, related_name="merges")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=now)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=150, blank=True)
    undone_why = models.CharField(_("reason for undoing"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(left=F("right")), name="merge_of_two_entries"),
            models.CheckConstraint(
                condition=Q(origin__in=["merge_by_person", "merge_by_linkage"]), name="merge_origin_known"
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | ~Q(undone_why=""), name="merge_undone_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__gte=0, probability__lte=1),
                name="merge_probability_is_one",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def percent(self) -> str:
        return in_percent(self.probability)


class Pair(models.Model):
    """Two entries that may be one person, waiting for somebody's word; and the word that was given.

    Of two entries the one written earlier stands on the left. ``probability`` is what the engine gave when it weighed
    them last (``weighed_at``), None where exact keys found them. ``evidence``: what each field added, without its values.
    """

    OPEN, LATER, SAME, DIFFERENT = "pair_open", "pair_later", "pair_same", "pair_different"
    STATES = (OPEN, LATER, SAME, DIFFERENT)
    WAITING = (OPEN, LATER)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    left = models.ForeignKey(PersonEntry, models.CASCADE, related_name="+")
    right = models.ForeignKey(PersonEntry, models.CASCADE, related_name="+")
    probability = models.FloatField(null=True, blank=True)
    evidence = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=16, default=OPEN)
    found_at = models.DateTimeField(default=now)
    weighed_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    decided_why = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["left", "right"], name="pair_once"),
            models.CheckConstraint(condition=Q(left__lt=F("right")), name="pair_in_one_order"),
            models.CheckConstraint(
                condition=Q(state__in=["pair_open", "pair_later", "pair_same", "pair_different"]),
                name="pair_state_known",
            ),
            models.CheckConstraint(
                condition=Q(probability__isnull=True) | Q(probability__gte=0, probability__lte=1),
                name="pair_probability_is_one",
            ),
        ]
        indexes = [models.Index(fields=["state", "-probability", "id"], name="pair_by_state")]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def percent(self) -> str:
        return in_percent(self.probability)


class Parting(models.Model):
    """An entry that was written into the home of another person, by an ID number typed wrong or shared, and left it.

    ``from_home`` is the home it had, ``to_home`` the one it got; a row with its number no longer joins it.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    entry = models.ForeignKey(PersonEntry, models.PROTECT, related_name="partings")
    from_home = models.ForeignKey(Identity, models.PROTECT, related_name="+")
    to_home = models.ForeignKey(Identity, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(from_home=F("to_home")), name="parting_between_two_homes"),
            models.CheckConstraint(condition=~Q(reason=""), name="parting_with_a_reason"),
        ]

    def __str__(self) -> str:
        return str(self.uid)
