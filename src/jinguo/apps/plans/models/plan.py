"""A plan: what an organisation set out to do over some years, on the strength of documents."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.plans.states import PERIOD_KINDS, PLAN_STATES, PlanState


class Plan(models.Model):
    """An action plan. ``rules`` are the rules by which a measure is called at risk (empty: the shipped ones)."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="plans", verbose_name=_("organiser")
    )
    title = models.CharField(_("title"), max_length=200)
    basis = models.TextField(_("basis"), blank=True)
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    period_kind = models.CharField(_("reports come"), max_length=20, default="period_quarter")
    is_shared = models.BooleanField(_("its measures may be read by other organisations"), default=True)
    rules = models.JSONField(default=dict, blank=True, editable=False)
    state = models.CharField(max_length=24, default=PlanState.DRAFT)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    in_force_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-first_year", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PLAN_STATES), name="action_plan_state_is_known"),
            models.CheckConstraint(
                condition=Q(period_kind__in=PERIOD_KINDS), name="plan_period_kind_is_known"
            ),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_years_in_order"),
            models.UniqueConstraint(
                fields=["organisation", "title", "first_year"], name="plan_title_once_per_organiser"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)
