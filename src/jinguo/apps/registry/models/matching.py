"""Looking for the same person over a registry: each round with what came of it, and where an organisation sets its own limits."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid


class MatchRun(models.Model):
    """One round of matching. What a whole one learnt (the shares of every level) weighs the entries that come later."""

    WHOLE, SOURCE, CHANGED = "match_whole", "match_source", "match_changed"
    SCOPES = (WHOLE, SOURCE, CHANGED)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    scope = models.CharField(max_length=20)
    source = models.CharField(_("source"), max_length=80, blank=True)
    rules = models.CharField(_("rules"), max_length=10)
    started_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    entries = models.PositiveIntegerField(default=0)
    fresh = models.PositiveIntegerField(default=0)
    queued = models.PositiveIntegerField(default=0)
    merged = models.PositiveIntegerField(default=0)
    learnt = models.JSONField(default=dict, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=["match_whole", "match_source", "match_changed"]),
                name="match_run_scope_known",
            ),
            models.CheckConstraint(
                condition=Q(rules__in=["strict", "normal", "loose"]), name="match_run_rules_known"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-started_at"], name="match_run_of_organisation")]

    def __str__(self) -> str:
        return str(self.uid)


class MatchLimits(models.Model):
    """From where on an organisation, and those below it without limits of their own, let a machine merge and ask a person.

    ``why`` is the ground on which the limits were set; without a row the shipped ones hold (``same_person/rules.toml``).
    """

    organisation = models.OneToOneField("organisations.Organisation", models.CASCADE, related_name="+")
    unattended = models.BooleanField(_("merge by machine"), default=True)
    merge_from = models.FloatField(_("merge by machine from"))
    ask_from = models.FloatField(_("ask a person from"))
    why = models.CharField(_("reason"), max_length=300)
    set_at = models.DateTimeField(default=now)
    set_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merge_from__gte=0.99, merge_from__lte=1), name="match_limits_merge_is_sure"
            ),
            models.CheckConstraint(
                condition=Q(ask_from__gte=0.01) & Q(ask_from__lt=F("merge_from")),
                name="match_limits_in_order",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="match_limits_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.merge_from} {self.ask_from}"
