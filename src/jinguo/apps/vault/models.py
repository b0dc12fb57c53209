"""The data keys of persons."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DataKey(models.Model):
    """The key under which the personal values of one record are sealed in the trail.

    Erasing empties it for good.
    """

    person_ref = models.CharField(max_length=120, unique=True)
    sealed_key = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="vault_data_key_is_there_until_erased",
                condition=Q(erased_at__isnull=True) ^ Q(sealed_key=""),
            )
        ]

    def __str__(self) -> str:
        return self.person_ref
