"""What was given: packages, the persons in them under a name of their own, and the consent on which each was given."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jinguo.apps.clock import now
from jinguo.apps.exchange.models.agreements import Agreement
from jinguo.apps.ids import new_uid


class Package(models.Model):
    """One package under an agreement; ``left_out`` counts who was not in it, by the reason."""

    MAKING, MADE, FAILED = "package_making", "package_made", "package_failed"
    STATES = (MAKING, MADE, FAILED)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="packages")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, default=MAKING)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, blank=True, related_name="+")
    people = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    left_out = models.JSONField(default=dict)
    asked_at = models.DateTimeField(default=now)
    made_at = models.DateTimeField(null=True, blank=True)
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="package_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["package_making", "package_made", "package_failed"]),
                name="package_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="package_made") | Q(made_at__isnull=False), name="package_made_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["agreement"], condition=Q(state="package_making"), name="package_one_in_the_making"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} {self.number}"

    @property
    def people_left_out(self) -> int:
        return sum(self.left_out.values())


class Share(models.Model):
    """A person as one partner knows her: ``uid`` is her name in packages and says nothing elsewhere.

    She hangs on an entry, so that what was shared stays with her when a merge is undone. ``digest`` is what was said of
    her last; a package tells of her again only when it changed. Ended: the next package says that she withdrew.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="shares")
    entry = models.ForeignKey("registry.PersonEntry", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_in = models.ForeignKey(Package, models.PROTECT, null=True, blank=True, related_name="ended")
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "entry"], condition=Q(ended_at__isnull=True), name="share_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_in__isnull=True) | Q(ended_at__isnull=False),
                name="share_ended_in_a_package_has_ended",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)


class Sent(models.Model):
    """That a person stood in a package, with which fields, and on which consent: there is no row without one."""

    package = models.ForeignKey(Package, models.CASCADE, related_name="sent")
    share = models.ForeignKey(Share, models.PROTECT, related_name="sent")
    consent = models.ForeignKey("registry.Consent", models.PROTECT, related_name="+")
    fields = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["package", "share"], name="sent_once_a_package")]

    def __str__(self) -> str:
        return f"{self.package_id} {self.share_id}"
