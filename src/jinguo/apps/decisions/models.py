"""What is decided on a call, by whom, who agreed, and the chain of records of an organiser; honours taken back later."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.decisions.states import (
    DECISION_STATES,
    OPEN_STATES,
    REVOCATION_STATES,
    DecisionState,
    RevocationState,
)
from jinguo.apps.ids import new_uid


class Decision(models.Model):
    """A list on its way from draft to record. ``fingerprint`` is the digest of the proposal that its proposer saw.

    Recorded, it stands at ``number`` in the organiser's chain: its record names the digest of the record before it.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="decisions")
    organiser = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="decisions")
    state = models.CharField(max_length=24, default=DecisionState.DRAFT)
    fingerprint = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(default=now)

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_by_name = models.CharField(_("proposed by"), max_length=100, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(_("note for the second person"), max_length=500, blank=True)

    second_needed = models.BooleanField(_("needs a second person"), default=False)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    second_by_name = models.CharField(_("second person"), max_length=100, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)
    second_note = models.CharField(_("word of the second person"), max_length=500, blank=True)

    number = models.PositiveIntegerField(_("number in the chain"), null=True, blank=True)
    digest = models.CharField(_("digest of the record"), max_length=64, blank=True)
    previous_digest = models.CharField(_("digest of the record before"), max_length=64, blank=True)
    selection = models.OneToOneField(
        "calls.Selection", models.PROTECT, null=True, blank=True, related_name="decision"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DECISION_STATES), name="decision_state_is_known"),
            models.UniqueConstraint(
                fields=["call"], condition=Q(state__in=OPEN_STATES), name="decision_one_open_per_call"
            ),
            models.UniqueConstraint(fields=["organiser", "number"], name="decision_number_once_in_the_chain"),
            models.CheckConstraint(
                condition=Q(state=DecisionState.RECORDED, number__isnull=False, selection__isnull=False)
                & Q(recorded_at__isnull=False)
                & ~Q(digest="")
                | ~Q(state=DecisionState.RECORDED)
                & Q(number__isnull=True, selection__isnull=True, recorded_at__isnull=True, digest=""),
                name="decision_recorded_is_in_the_chain",
            ),
            models.CheckConstraint(
                condition=Q(state=DecisionState.DRAFT)
                | Q(proposed_at__isnull=False) & ~Q(proposed_by_name=""),
                name="decision_proposed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("proposed_by")),
                name="decision_second_is_another_person",
            ),
            models.CheckConstraint(
                condition=Q(second_at__isnull=True) | ~Q(second_by_name=""), name="decision_second_has_a_name"
            ),
            models.CheckConstraint(
                condition=Q(second_needed=False)
                | ~Q(state__in=(DecisionState.APPROVED, DecisionState.RECORDED))
                | Q(second_at__isnull=False),
                name="decision_approved_where_needed",
            ),
            models.CheckConstraint(
                condition=~Q(state=DecisionState.RETURNED) | ~Q(second_note=""),
                name="decision_returned_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.state}"


class HandChange(models.Model):
    """Somebody put on the list or taken off it by hand, with the reason that stands on record."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="changes")
    nomination = models.ForeignKey("calls.Nomination", models.PROTECT, related_name="+")
    taken = models.BooleanField(_("put on the list"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["nomination__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "nomination"], name="hand_change_once_per_nomination")
        ]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.nomination_id}"


class Assessment(models.Model):
    """What the marks of a round are worth: calibration, agreement, reviewers apart, worked out in the background.

    ``fingerprint`` says of which marks; where they changed since, it is worked out anew.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    round = models.OneToOneField("reviews.Round", models.CASCADE, related_name="assessment")
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True)
    result = models.JSONField(default=dict)
    asked_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.round_id}"

    @property
    def scores(self) -> dict[str, str]:
        """Nomination uid → calibrated score, as decimal text."""
        return {row["item"]: row["score"] for row in self.result.get("items", [])}


class Revocation(models.Model):
    """An honour to be taken back (撤销), or one taken back in error to be given again (恢复): proposed by one, agreed to by
    another. It stays on record whatever becomes of it.
    """

    REVOKE, RESTORE = "honour_revoke", "honour_restore"
    KINDS = (REVOKE, RESTORE)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    honour = models.ForeignKey("registry.Honour", models.PROTECT, related_name="revocations")
    nomination = models.ForeignKey("calls.Nomination", models.PROTECT, related_name="revocations")
    kind = models.CharField(_("what is proposed"), max_length=20, default=REVOKE)
    state = models.CharField(max_length=24, default=RevocationState.AWAITING)
    reason = models.CharField(_("reason"), max_length=1000)
    document = models.CharField(_("number of the deciding document"), max_length=120)
    decided_on = models.DateField(_("day of the document"))
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="revocations")

    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    proposed_by_name = models.CharField(_("proposed by"), max_length=100)
    proposed_at = models.DateTimeField(default=now)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    second_by_name = models.CharField(_("second person"), max_length=100, blank=True)
    second_at = models.DateTimeField(null=True, blank=True)
    second_note = models.CharField(_("word of the second person"), max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=REVOCATION_STATES, kind__in=("honour_revoke", "honour_restore")),
                name="revocation_state_and_kind_are_known",
            ),
            models.UniqueConstraint(
                fields=["honour"],
                condition=Q(state=RevocationState.AWAITING),
                name="revocation_one_open_per_honour",
            ),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(document="") & ~Q(proposed_by_name=""),
                name="revocation_says_why_and_by_what",
            ),
            models.CheckConstraint(
                condition=Q(second_by__isnull=True) | ~Q(second_by=F("proposed_by")),
                name="revocation_second_is_another_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevocationState.DONE) | Q(second_at__isnull=False) & ~Q(second_by_name=""),
                name="revocation_done_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(state=RevocationState.RETURNED) | ~Q(second_note=""),
                name="revocation_returned_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.honour_id}: {self.kind} {self.state}"
