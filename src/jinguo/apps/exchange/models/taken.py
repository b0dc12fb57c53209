"""What was taken: a package of a partner, on its way through an import, and under which name it knows each person."""

from __future__ import annotations

from django.db import models

from jinguo.apps.clock import now
from jinguo.apps.exchange.models.agreements import Agreement
from jinguo.apps.ids import new_uid


class Receipt(models.Model):
    """A package that was believed. Its persons go through ``run``, an import like any other."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="receipts")
    number = models.PositiveIntegerField()
    package = models.CharField(max_length=40)
    file_name = models.CharField(max_length=200, blank=True)
    run = models.OneToOneField(
        "registry.ListImport", models.PROTECT, null=True, blank=True, related_name="exchange_receipt"
    )
    people = models.PositiveIntegerField(default=0)
    withdrawn = models.PositiveIntegerField(default=0)
    erased = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list)
    at = models.DateTimeField(default=now)
    by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.agreement} {self.number}"


class Received(models.Model):
    """A person of a package: her name in it (``ref``), her row in the import, what has no column there, her entry.

    ``replaces`` is the entry of an earlier package that this one takes the place of.
    """

    receipt = models.ForeignKey(Receipt, models.CASCADE, related_name="persons")
    ref = models.UUIDField(db_index=True)
    row = models.PositiveIntegerField()
    rest_sealed = models.TextField(blank=True, editable=False)
    entry = models.ForeignKey(
        "registry.PersonEntry", models.PROTECT, null=True, blank=True, related_name="received_as"
    )
    replaces = models.ForeignKey(
        "registry.PersonEntry", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "row"], name="received_row_once"),
            models.UniqueConstraint(fields=["receipt", "ref"], name="received_person_once"),
        ]

    def __str__(self) -> str:
        return str(self.ref)

    @property
    def about(self) -> str:
        """What its sealed rest is bound to."""
        return f"received:{self.ref}:{self.row}"
