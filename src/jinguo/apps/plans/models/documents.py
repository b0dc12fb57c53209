"""Documents made out of a plan: the words an officer gives them, and each one that was made, kept as it was sent."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.plans.models.periods import Period
from jinguo.apps.plans.models.plan import Plan
from jinguo.apps.plans.states import PAPER_KINDS, PERIOD_STATES, WORDED_PAPERS


class PaperWords(models.Model):
    """What an officer writes into a bulletin (of a period) or a yearly report (of a year): its opening and closing words."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="paper_words")
    kind = models.CharField(max_length=24)
    period = models.ForeignKey(Period, models.PROTECT, null=True, blank=True, related_name="paper_words")
    year = models.PositiveSmallIntegerField(_("year"))
    issue = models.PositiveSmallIntegerField(_("issue"), default=1)
    title = models.CharField(_("title"), max_length=200)
    addressee = models.CharField(_("addressee"), max_length=300, blank=True)
    opening = models.TextField(_("opening words"), blank=True)
    closing = models.TextField(_("closing words"), blank=True)
    red_head = models.CharField(_("red head"), max_length=60, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "period"],
                condition=Q(period__isnull=False),
                name="paper_words_once_per_period",
            ),
            models.UniqueConstraint(
                fields=["plan", "kind", "year"],
                condition=Q(period__isnull=True),
                name="paper_words_once_per_year",
            ),
            models.CheckConstraint(condition=Q(kind__in=WORDED_PAPERS), name="paper_words_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """A document that was made: which one, for what, from a period that was open or locked then, by whom."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=24)
    unit = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    period = models.ForeignKey(Period, models.PROTECT, null=True, blank=True, related_name="papers")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    period_state = models.CharField(max_length=20, blank=True)
    locking_number = models.PositiveSmallIntegerField(null=True, blank=True)
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    made_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PAPER_KINDS), name="plan_paper_kind_is_known"),
            models.CheckConstraint(
                condition=Q(period_state__in=["", *PERIOD_STATES]), name="plan_paper_period_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.made_at:%Y-%m-%d}"
