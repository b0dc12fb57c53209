"""A person's own side: which account is hers, what she wants erased, and what the nightly sweep cleared."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.registry.models.people import PersonEntry


class Claim(models.Model):
    """That an account is the one of a person: offered by a link, taken up by her, confirmed by somebody who knows her.

    It hangs on an entry, so that it follows what is merged and what is undone. ``organisation`` is the one that
    confirms it. Of the link only the hash of its token is kept.
    """

    OFFERED, WAITING, CONFIRMED, REFUSED, ENDED = (
        "claim_offered",
        "claim_waiting",
        "claim_confirmed",
        "claim_refused",
        "claim_ended",
    )
    STATES = (OFFERED, WAITING, CONFIRMED, REFUSED, ENDED)
    BY_INVITATION, BY_RECORD, BY_REGISTRATION = (
        "claim_by_invitation",
        "claim_by_record",
        "claim_by_registration",
    )

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    entry = models.ForeignKey(PersonEntry, models.PROTECT, related_name="claims")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="claims"
    )
    state = models.CharField(max_length=20, default=OFFERED)
    origin = models.CharField(max_length=24)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)
    made_by_name = models.CharField(max_length=150, blank=True)
    taken_up_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    why = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "claim_offered",
                        "claim_waiting",
                        "claim_confirmed",
                        "claim_refused",
                        "claim_ended",
                    ]
                ),
                name="claim_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="claim_refused") | ~Q(why=""), name="claim_refused_with_a_reason"
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=["claim_waiting", "claim_confirmed"]),
                name="claim_one_person_a_user",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def trail_name(self) -> str:
        return f"claim {self.uid}"


class Erasure(models.Model):
    """Her wish that one organisation erase what it keeps of her, and what came of it.

    ``report`` counts what was cleared and what had to stay; it holds nothing of what was cleared.
    """

    ASKED, DONE, REFUSED, TAKEN_BACK = (
        "erasure_asked",
        "erasure_done",
        "erasure_refused",
        "erasure_taken_back",
    )
    STATES = (ASKED, DONE, REFUSED, TAKEN_BACK)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="erasures")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, default=ASKED)
    note = models.CharField(_("what she wrote"), max_length=500, blank=True)
    asked_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    why = models.CharField(_("reason"), max_length=300, blank=True)
    report = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["erasure_asked", "erasure_done", "erasure_refused", "erasure_taken_back"]
                ),
                name="erasure_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="erasure_refused") | ~Q(why=""), name="erasure_refused_with_a_reason"
            ),
            models.UniqueConstraint(
                fields=["claim", "organisation"],
                condition=Q(state="erasure_asked"),
                name="erasure_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def trail_name(self) -> str:
        return f"erasure {self.uid}"


class Sweep(models.Model):
    """One night's clearing of what was kept long enough: by which rules, and how much of what was cleared."""

    on = models.DateField(unique=True)
    rules = models.CharField(max_length=64)
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ["-on"]

    def __str__(self) -> str:
        return self.on.isoformat()
