"""Persons: an immutable entry for each appearance, an identity that entries point to, honours and consents.

Everything refers to an entry. When two entries turn out to be one person, only their pointer to the identity moves,
so that a merge can be undone completely (docs/decisions).
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.audit.values import Personal, personal
from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid

KINDS_OF_SOURCE = ("import", "nomination", "self", "hand")


class Identity(models.Model):
    """One human being, as far as we know."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return str(self.uid)


class PersonEntry(models.Model):
    """A person as one source (a nomination, a row of a list) told of her. What it told is never changed.

    ``home`` is the identity it was written under, or got when it parted from another's; ``identity`` the one it
    belongs to now, which follows from the homes and from the merges that stand. ``facts`` holds what is not
    sensitive: attribute → text, or list of texts; ``facts_sealed`` the sensitive rest in the same form, sealed as one.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    identity = models.ForeignKey(Identity, models.PROTECT, related_name="entries")
    home = models.ForeignKey(Identity, models.PROTECT, related_name="born", editable=False)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kept by"),
    )
    name = models.CharField(_("name"), max_length=100, db_index=True)
    former_name = models.CharField(_("former name"), max_length=100, blank=True)
    latin_name = models.CharField(_("name in Latin letters"), max_length=100, blank=True)
    sex = models.CharField(_("sex"), max_length=1, blank=True)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    birth_precision = models.CharField(max_length=5, blank=True, editable=False)
    id_number_sealed = models.TextField(blank=True, editable=False)
    id_number_index = models.CharField(max_length=120, blank=True, db_index=True, editable=False)
    phone_index = models.CharField(max_length=120, blank=True, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    facts_sealed = models.TextField(blank=True, editable=False)
    source = models.CharField(_("source"), max_length=80, db_index=True)
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_row = models.PositiveIntegerField(null=True, blank=True)
    recorded_on = models.DateField(_("date of record"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_precision__in=["", "day", "month", "year"]),
                name="entry_birth_precision_known",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        if self.home_id is None:
            self.home = self.identity
        super().save(**kwargs)

    @property
    def trail_name(self) -> str:
        """The trail keeps names in clear: an entry is named by its id alone."""
        return f"entry {self.uid}"

    @property
    def source_code(self) -> str:
        """The word for the kind of source: a list, a nomination, herself."""
        kind = self.source.partition(":")[0]
        return f"source_{kind}" if kind in KINDS_OF_SOURCE else "source_list"

    @property
    def birth_text(self) -> str:
        """The birth date as exactly as it is known: 1984, 1984-03, 1984-03-12."""
        if self.birth_date is None:
            return ""
        return self.birth_date.isoformat()[: {"year": 4, "month": 7}.get(self.birth_precision, 10)]


class Honour(models.Model):
    """An honour granted to a person, a team, a unit or a work. Revoked, never deleted.

    One that was revoked in error is restored by a new row beside it (``restores``); the revoked one stays as it is.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    entry = models.ForeignKey(PersonEntry, models.PROTECT, null=True, blank=True, related_name="honours")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="honours"
    )
    holder_kind = models.CharField(max_length=10)
    holder_name = models.CharField(_("holder"), max_length=200)
    title = models.CharField(_("honour"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    granted_by = models.CharField(_("granted by"), max_length=120)
    granted_on = models.DateField(_("granted on"))
    source = models.CharField(max_length=80)
    revoked_on = models.DateField(_("revoked on"), null=True, blank=True)
    revoked_by_document = models.CharField(_("decision"), max_length=120, blank=True)
    restores = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="restored_as")
    restored_on = models.DateField(_("restored on"), null=True, blank=True)
    restored_by_document = models.CharField(_("decision to restore"), max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "title"],
                condition=Q(revoked_on__isnull=True),
                name="honour_in_force_once_per_source",
            ),
            models.CheckConstraint(
                condition=Q(entry__isnull=False) | ~Q(holder_kind="person"),
                name="honour_of_a_person_names_her",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoked_by_document="")
                | Q(revoked_on__isnull=False) & ~Q(revoked_by_document=""),
                name="honour_revoked_by_a_dated_decision",
            ),
            models.CheckConstraint(
                condition=Q(restores__isnull=True, restored_on__isnull=True, restored_by_document="")
                | Q(restores__isnull=False, restored_on__isnull=False) & ~Q(restored_by_document=""),
                name="honour_restored_by_a_dated_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder_name} {self.title}"

    @property
    def trail_name(self) -> str:
        """By what it is, not by whose: her name in the trail must be one that can be erased."""
        return self.title

    @property
    def holder_for_trail(self) -> str | Personal:
        """The holder as the trail keeps her: a person under her own key."""
        return personal(self.holder_name, of=f"person:{self.entry.uid}") if self.entry else self.holder_name


class Consent(models.Model):
    """A consent to one purpose, with the version of the text that was agreed to; withdrawn as easily as given.

    A refusal of what was never agreed to (个人信息保护法 44) is a row withdrawn at the moment it was given.
    Under 14 a guardian agrees (31): her name and relation stand beside it.
    """

    entry = models.ForeignKey(PersonEntry, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=40)
    text_version = models.CharField(max_length=64)
    channel = models.CharField(max_length=20)
    given_at = models.DateTimeField(default=now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=80)
    guardian_name = models.CharField(_("name of the guardian"), max_length=100, blank=True)
    guardian_relation = models.CharField(_("relation to her"), max_length=40, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "purpose", "source"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_in_force_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.purpose}"
