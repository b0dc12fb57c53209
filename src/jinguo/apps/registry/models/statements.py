"""What was said of a person after her entry was written: corrections, confirmations, decisions, steps of her path."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.registry.models.people import PersonEntry


class Statement(models.Model):
    """One fact about the person of an entry, with its source. It stays with the entry whatever is merged later.

    ``value`` is the text as it is shown (a code for attributes with a list); ``value_sealed`` holds it instead
    for sensitive attributes. ``since`` and ``until`` are days as exactly as they are known: 2019, 2019-09.
    """

    PROPOSED, STANDING, REFUSED, TAKEN_BACK = (
        "statement_proposed",
        "statement_standing",
        "statement_refused",
        "statement_taken_back",
    )
    STATES = (PROPOSED, STANDING, REFUSED, TAKEN_BACK)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    entry = models.ForeignKey(PersonEntry, models.CASCADE, related_name="statements")
    attribute = models.CharField(_("what it says"), max_length=40)
    value = models.CharField(_("value"), max_length=4000, blank=True)
    value_sealed = models.TextField(blank=True, editable=False)
    place = models.CharField(_("unit"), max_length=200, blank=True)
    since = models.CharField(_("from"), max_length=10, blank=True)
    until = models.CharField(_("to"), max_length=10, blank=True)
    state = models.CharField(max_length=24, default=STANDING)
    source = models.CharField(_("source"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    recorded_by_name = models.CharField(max_length=150, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_name = models.CharField(max_length=150, blank=True)
    fresh_until = models.DateField(_("fresh until"), null=True, blank=True)
    preferred_at = models.DateTimeField(null=True, blank=True)
    preferred_by_name = models.CharField(max_length=150, blank=True)
    preferred_why = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "statement_proposed",
                        "statement_standing",
                        "statement_refused",
                        "statement_taken_back",
                    ]
                ),
                name="statement_state_known",
            ),
            models.CheckConstraint(
                condition=Q(preferred_at__isnull=True) | ~Q(preferred_why=""),
                name="statement_preferred_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["entry", "attribute"], name="statement_of_entry")]

    def __str__(self) -> str:
        return f"{self.attribute} {self.uid}"

    @property
    def trail_name(self) -> str:
        """Named by its id: what it says may be personal."""
        return f"statement {self.uid}"

    @property
    def phrase(self) -> str:
        """The code of the attribute's name."""
        return f"attribute_{self.attribute}"

    @property
    def where_and_when(self) -> str:
        """Of a step on her path the unit and the years, as they were written."""
        years = f"{self.since}–{self.until}" if self.since or self.until else ""
        return " · ".join(filter(None, (self.place, years)))

    @property
    def about(self) -> str:
        """What its sealed value is bound to."""
        return f"statement:{self.uid}:value"
