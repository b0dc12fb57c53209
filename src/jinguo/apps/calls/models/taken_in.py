"""A nominee in the organiser's registry."""

from __future__ import annotations

from django.db import models

from jinguo.apps.calls.models.nomination import Nomination
from jinguo.apps.clock import now


class TakenIn(models.Model):
    """That a nomination was taken into the registry, as one row of a list: the entry says whether it still stands there."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="taken_in")
    entry = models.OneToOneField("registry.PersonEntry", models.PROTECT, related_name="+")
    run = models.ForeignKey("registry.ListImport", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=now)
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nomination", "run"], name="nomination_taken_in_once_per_list")
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id} {self.entry_id}"
