"""What a search sees of a person: one row for each organisation whose registry she stands in."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now, today
from jinguo.apps.registry.models.people import Identity


class Card(models.Model):
    """A person as one organisation knows her: from the entries that it and the units below it keep.

    Made from the entries and statements, never the other way round; nothing sealed is in it. ``tokens`` are
    the words by which she is found, divided by single blanks (see ``finding``). ``segments``, ``tags`` and
    ``sources`` hold several values, a line each; ``region`` is a code of GB/T 2260.
    """

    identity = models.ForeignKey(Identity, models.CASCADE, related_name="cards")
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=100)
    sex = models.CharField(_("sex"), max_length=1, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    unit_key = models.CharField(max_length=200, blank=True)
    post = models.CharField(_("post"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=80, blank=True)
    title_level = models.CharField(_("level of the title"), max_length=4, blank=True)
    tier = models.CharField(_("tier"), max_length=60, blank=True)
    tier_confirmed = models.BooleanField(default=False)
    education = models.CharField(_("education"), max_length=4, blank=True)
    discipline = models.CharField(_("discipline"), max_length=3, blank=True)
    region = models.CharField(_("region"), max_length=6, blank=True)
    segments = models.CharField(_("segments"), max_length=200, blank=True)
    tags = models.CharField(_("tags"), max_length=300, blank=True)
    sources = models.CharField(_("sources"), max_length=300, blank=True)
    pinyin_key = models.CharField(max_length=240, blank=True)
    stroke_key = models.CharField(max_length=600, blank=True)
    entry_count = models.PositiveSmallIntegerField(default=1)
    missing = models.PositiveSmallIntegerField(default=0)
    stale_on = models.DateField(null=True, blank=True)
    conflicts = models.PositiveSmallIntegerField(default=0)
    tokens = models.TextField(blank=True)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["identity", "organisation"], name="card_once_per_organisation")
        ]
        indexes = [
            models.Index(fields=["organisation", "pinyin_key", "id"], name="card_by_pinyin"),
            models.Index(fields=["organisation", "stroke_key", "id"], name="card_by_strokes"),
            models.Index(fields=["organisation", "tier"], name="card_by_tier"),
            models.Index(fields=["organisation", "region", "sex"], name="card_by_region"),
            models.Index(fields=["organisation", "unit_key", "pinyin_key", "id"], name="card_by_unit"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def age(self) -> int | None:
        """Years by the year of birth alone: a list says no more."""
        return today().year - self.birth_year if self.birth_year else None

    @property
    def is_stale(self) -> bool:
        """Something that is known of her has not been asked for long."""
        return self.stale_on is not None and self.stale_on < today()
