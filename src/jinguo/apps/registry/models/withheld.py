"""Whom lists must not bring back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from jinguo.apps.clock import now
from jinguo.apps.registry.models.people import PersonEntry


class Withheld(models.Model):
    """A person who was erased from a registry, or whose sensitive data she does not want kept: a list that names her again
    must not undo that. All that is kept of her for it is the blind index of her ID number.

    Erased from one ``organisation``; where she only refused her sensitive data, everywhere, and ``entry`` says who she is.
    """

    ERASED, SENSITIVE = "withheld_erased", "withheld_sensitive"

    kind = models.CharField(max_length=20)
    index = models.CharField(max_length=120, db_index=True, editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.CASCADE, null=True, blank=True, related_name="+"
    )
    entry = models.ForeignKey(PersonEntry, models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="withheld_erased", organisation__isnull=False, entry__isnull=True)
                | Q(kind="withheld_sensitive", organisation__isnull=True, entry__isnull=False),
                name="withheld_from_one_or_in_part",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
