"""Conflicts of interest, declared or found."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.reviews.models.expert import Expert
from jinguo.apps.reviews.states import CONFLICT_STATES, ConflictState


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
