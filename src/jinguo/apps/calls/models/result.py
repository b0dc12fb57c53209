"""What comes out of a call: the list decided on, its public notice, objections."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.models.call import Call
from jinguo.apps.calls.models.nomination import Nomination
from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid


class Selection(models.Model):
    """A list that was decided. A later one replaces it; earlier ones stay."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="selections")
    decided_at = models.DateTimeField(default=now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_by_name = models.CharField(max_length=100, blank=True)
    record = models.JSONField(default=dict)
    record_digest = models.CharField(max_length=64)
    is_current = models.BooleanField(default=True)

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["call"], condition=Q(is_current=True), name="selection_one_current_per_call"
            )
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.decided_at:%Y-%m-%d}"


class SelectionEntry(models.Model):
    """One candidate's place in the decision, chosen or not, with the reasons."""

    selection = models.ForeignKey(Selection, models.CASCADE, related_name="entries")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="selection_entries")
    rank = models.PositiveIntegerField()
    chosen = models.BooleanField()
    score = models.DecimalField(max_digits=9, decimal_places=4, null=True)
    reasons = models.JSONField(default=list)
    by_hand = models.BooleanField(default=False)
    hand_reason = models.CharField(_("reason for the change"), max_length=500, blank=True)

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["selection", "nomination"], name="selection_names_a_nomination_once"
            ),
            models.CheckConstraint(
                condition=Q(by_hand=False) | ~Q(hand_reason=""), name="selection_change_by_hand_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rank}"


class PublicNotice(models.Model):
    """Names made public for a number of working days, for anyone to object: the decided list, or between two rounds those who
    went on from a round (``after_round``, its place in the procedure; 0 is the decided list).
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="notices")
    selection = models.ForeignKey(Selection, models.PROTECT, null=True, blank=True, related_name="notices")
    after_round = models.PositiveSmallIntegerField(_("after round"), default=0)
    stage = models.CharField(_("stage"), max_length=30, blank=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True)
    posted_on = models.DateField(_("posted on"))
    working_days = models.PositiveSmallIntegerField(_("working days"))
    counts_first_day = models.BooleanField(_("the day of posting counts"), default=False)
    last_day = models.DateField(_("last day"))
    closes_at = models.DateTimeField()
    order = models.CharField(_("order of names"), max_length=20, default="surname_strokes")
    contact = models.JSONField(default=dict)
    posted_by_name = models.CharField(max_length=100, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-posted_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("posted_on")), name="notice_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawal_reason=""),
                name="notice_withdrawn_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(after_round=0, selection__isnull=False)
                | Q(after_round__gt=0, selection__isnull=True),
                name="notice_of_a_round_or_of_a_list",
            ),
            models.UniqueConstraint(
                fields=["call", "after_round"],
                condition=Q(withdrawn_at__isnull=True, after_round__gt=0),
                name="notice_one_standing_per_round",
            ),
            models.UniqueConstraint(
                fields=["selection", "stage"],
                condition=Q(withdrawn_at__isnull=True, after_round=0),
                name="notice_one_standing_per_stage",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class NoticeEntry(models.Model):
    """A name as the notice shows it: name, unit and post, category, and nothing else."""

    notice = models.ForeignKey(PublicNotice, models.CASCADE, related_name="entries")
    nomination = models.ForeignKey(Nomination, models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=300, blank=True)
    unit_name = models.CharField(max_length=120)
    category_name = models.CharField(max_length=100)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "nomination"], name="notice_names_a_nomination_once")
        ]

    def __str__(self) -> str:
        return self.name


class Objection(models.Model):
    """An objection to a name on notice. Who objects is sealed and never shown to the nominee's side."""

    RECEIVED, TAKEN_UP, NOT_TAKEN_UP = "objection_received", "objection_taken_up", "objection_not_taken_up"
    UPHELD, DISMISSED = "objection_upheld", "objection_dismissed"
    STATES = (RECEIVED, TAKEN_UP, NOT_TAKEN_UP, UPHELD, DISMISSED)
    KEPT, CHANGED, REVOKED = "effect_kept", "effect_changed", "effect_revoked"
    EFFECTS = (KEPT, CHANGED, REVOKED)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    notice = models.ForeignKey(PublicNotice, models.PROTECT, related_name="objections")
    nomination = models.ForeignKey(
        Nomination, models.PROTECT, null=True, blank=True, related_name="objections"
    )
    number = models.PositiveIntegerField()
    received_at = models.DateTimeField(default=now)
    channel = models.CharField(max_length=12, default="web")
    objector_is_unit = models.BooleanField(_("a unit objects"), default=False)
    anonymous = models.BooleanField(_("without a name"), default=False)
    objector_sealed = models.TextField()
    contact_sealed = models.TextField(blank=True)
    content_sealed = models.TextField()
    evidence = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="objections"
    )
    state = models.CharField(max_length=24, default=RECEIVED)
    effect = models.CharField(_("effect"), max_length=16, blank=True)
    change = models.CharField(_("what changes"), max_length=500, blank=True)
    finding = models.TextField(_("finding"), blank=True)
    answer = models.TextField(_("answer to the objector"), blank=True)
    handled_by_name = models.CharField(max_length=100, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    reminded_of = models.DateField(null=True, blank=True)
    reminded_over = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="objection_number_once_per_notice"),
            models.CheckConstraint(
                condition=Q(state__in=("objection_received", "objection_taken_up"), closed_at__isnull=True)
                | Q(
                    state__in=("objection_not_taken_up", "objection_upheld", "objection_dismissed"),
                    closed_at__isnull=False,
                )
                & ~Q(finding=""),
                name="objection_closed_with_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(effect="", change="")
                | Q(effect__in=("effect_kept", "effect_revoked"), change="", closed_at__isnull=False)
                | Q(effect="effect_changed", closed_at__isnull=False) & ~Q(change=""),
                name="objection_effect_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice} #{self.number}"


class Investigation(models.Model):
    """Who looked into an objection, from when to when, and what was noted: sealed, for the organiser's officers alone."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    objection = models.ForeignKey(Objection, models.PROTECT, related_name="investigations")
    investigator = models.CharField(_("who investigates"), max_length=100)
    began_on = models.DateField(_("investigated from"))
    ended_on = models.DateField(_("investigated to"), null=True, blank=True)
    notes_sealed = models.TextField(blank=True)
    written_by_name = models.CharField(max_length=100, blank=True)
    written_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["began_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=models.F("began_on")),
                name="investigation_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(investigator=""), name="investigation_names_who"),
        ]

    def __str__(self) -> str:
        return f"{self.objection_id}: {self.began_on}"


class InvestigationFile(models.Model):
    """A piece of evidence that an investigation brought to light."""

    investigation = models.ForeignKey(Investigation, models.PROTECT, related_name="evidence")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="investigation_files")
    added_at = models.DateTimeField(default=now)
    added_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["investigation", "file"], name="investigation_has_a_file_once")
        ]

    def __str__(self) -> str:
        return f"{self.investigation_id}: {self.file_id}"
