"""Agreements: with whom, for what, which fields, which persons, from when until when; approved by two."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.exchange.models.partners import Partner
from jinguo.apps.exchange.states import AGREEMENT_STATES, AgreementState
from jinguo.apps.ids import new_uid


class Agreement(models.Model):
    """What an organisation agreed to give to a partner, or to take from it. Each side keeps its own record.

    ``title`` is what both call it; packages name it. ``query`` is the search that chooses the persons who are given,
    as it stood when the agreement was written; empty: the whole registry.
    """

    GIVES, TAKES = "agreement_gives", "agreement_takes"
    WAYS = (GIVES, TAKES)
    MONTH, QUARTER = "every_month", "every_quarter"
    INTERVALS = ("", MONTH, QUARTER)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="agreements")
    way = models.CharField(max_length=20)
    title = models.CharField(_("what both sides call it"), max_length=120)
    purpose = models.CharField(_("purpose"), max_length=40)
    fields = models.JSONField(_("fields"), default=list)
    query = models.CharField(max_length=600, blank=True)
    list_name = models.CharField(_("persons"), max_length=80, blank=True)
    interval = models.CharField(_("a package by itself"), max_length=20, blank=True)
    since = models.DateField(_("in force from"))
    until = models.DateField(_("in force until"))
    document = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed document")
    )  # fmt: skip
    state = models.CharField(max_length=24, default=AgreementState.PROPOSED)
    proposed_at = models.DateTimeField(default=now)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_by_name = models.CharField(max_length=150, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_by_name = models.CharField(max_length=150, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(AGREEMENT_STATES)),
                name="agreement_state_known",
            ),
            models.CheckConstraint(
                condition=Q(way__in=["agreement_gives", "agreement_takes"]), name="agreement_way_known"
            ),
            models.CheckConstraint(
                condition=Q(interval__in=["", "every_month", "every_quarter"]), name="agreement_interval_known"
            ),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="agreement_until_after_since"),
            models.CheckConstraint(
                condition=~Q(state="agreement_in_force")
                | Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(approved_by=F("proposed_by")),
                name="agreement_in_force_by_two",
            ),
            models.UniqueConstraint(
                fields=["partner", "way", "title"],
                condition=Q(state__in=["agreement_proposed", "agreement_in_force"]),
                name="agreement_once_in_force",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    @property
    def gives(self) -> bool:
        return self.way == self.GIVES
