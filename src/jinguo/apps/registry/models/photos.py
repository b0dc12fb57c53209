"""A person's photo: the picture made small and clean of where it was taken, nothing of the file that was brought."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.registry.models.people import PersonEntry


class Photo(models.Model):
    """One photo of the person of an entry. It stays with that entry whatever is merged later; the latest is shown."""

    entry = models.OneToOneField(PersonEntry, models.CASCADE, related_name="photo")
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+")
    source = models.CharField(_("source"), max_length=200)
    hers = models.BooleanField(default=False)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)

    def __str__(self) -> str:
        return f"{self.entry_id}"
