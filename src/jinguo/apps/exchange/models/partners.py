"""Keys: an organisation's own, and those of the organisations with which it exchanges."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid


class OwnKey(models.Model):
    """The keys with which an organisation signs, and to which packages for it are sealed. A retired one still opens."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    key_id = models.CharField(max_length=16, unique=True)
    card = models.TextField(editable=False)
    private_sealed = models.TextField(editable=False)
    made_at = models.DateTimeField(default=now)
    made_by_name = models.CharField(max_length=150, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(retired_at__isnull=True), name="own_key_one_in_use"
            )
        ]

    def __str__(self) -> str:
        return self.key_id

    @property
    def about(self) -> str:
        """What its sealed half is bound to."""
        return f"exchange_key:{self.uid}"


class Partner(models.Model):
    """An organisation with which another one exchanges: of this site (``other``) or with a Jinguo of its own."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    other = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name of the partner"), max_length=200)
    contact_name = models.CharField(_("who is told there"), max_length=100, blank=True)
    contact_email = models.EmailField(_("her e-mail address"), blank=True)
    added_at = models.DateTimeField(default=now)
    added_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="partner_once_by_name"),
            models.CheckConstraint(
                condition=Q(other__isnull=True) | ~Q(other=models.F("organisation")),
                name="partner_is_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PartnerKey(models.Model):
    """A public key card of a partner. It counts once somebody compared its fingerprint, or an earlier key endorses it."""

    TELEPHONE, ENDORSED = "key_by_telephone", "key_endorsed"
    WAYS = (TELEPHONE, ENDORSED)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="keys")
    key_id = models.CharField(max_length=16)
    card = models.TextField(editable=False)
    added_at = models.DateTimeField(default=now)
    added_by_name = models.CharField(max_length=150, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_name = models.CharField(max_length=150, blank=True)
    way = models.CharField(max_length=20, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["partner", "key_id"], name="partner_key_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, way="")
                | Q(
                    confirmed_at__isnull=False,
                    way__in=["key_by_telephone", "key_endorsed"],
                ),
                name="partner_key_confirmed_in_a_way",
            ),
        ]

    def __str__(self) -> str:
        return self.key_id
