"""Evidence: what a unit adds to a report or to an own score."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from jinguo.apps.clock import now


class Evidence(models.Model):
    """A photo, a list, a document. Taken off, never deleted once handed in."""

    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return str(self.file_id)
