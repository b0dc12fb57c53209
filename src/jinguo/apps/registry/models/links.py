"""Personal links: by one, a person opens what is known of her."""

from __future__ import annotations

from django.db import models

from jinguo.apps.clock import now
from jinguo.apps.registry.models.people import PersonEntry


class PersonalLink(models.Model):
    """A link that a keeper hands to the person of an entry. Only the hash of its token is kept."""

    entry = models.ForeignKey(PersonEntry, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(default=now)
    made_by_name = models.CharField(max_length=150, blank=True)
    expires_at = models.DateTimeField()
    erasure_asked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.made_at:%Y-%m-%d}"
