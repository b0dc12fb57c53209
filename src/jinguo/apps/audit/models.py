"""The trail's rows and the chain over them.

Nothing here points to live data: rows outlive what they tell of.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One act. The database itself refuses to change or delete it (:mod:`jinguo.apps.audit.append_only`)."""

    at = models.DateTimeField(_("time"))
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(_("who"), max_length=150, blank=True)
    acting_for_id = models.BigIntegerField(null=True)
    acting_for_name = models.CharField(_("acting for"), max_length=200, blank=True)
    action = models.CharField(_("act"), max_length=80, db_index=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=60)
    subject_name = models.CharField(_("what"), max_length=200, blank=True)
    within_type = models.CharField(max_length=80, blank=True)
    within_id = models.CharField(max_length=60, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    note = models.TextField(_("note"), blank=True)
    address = models.CharField(_("network address"), max_length=60, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="audit_entry_subject"),
            models.Index(fields=["within_type", "within_id", "id"], name="audit_entry_within"),
            models.Index(fields=["actor_id", "id"], name="audit_entry_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action} {self.subject_type}:{self.subject_id}"


class Seal(models.Model):
    """One batch of the sealer: which links it made and the head of the chain after it."""

    at = models.DateTimeField()
    entries = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    head = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.head}"


class Link(models.Model):
    """The place of one entry in the chain.

    Numbers go up by one from 1, in the order in which rows were sealed.
    """

    number = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    seal_id = models.BigIntegerField(db_index=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
