"""Units, their tree, the roles users hold in them, invitations, and the calendar of worked days."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.standards.names import initials, pinyin, pinyin_key
from jinguo.standards.strokes import stroke_key


class Organisation(models.Model):
    """A unit: an organiser, or one that nominates, reports or employs."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    name = models.CharField(_("unit name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=20)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    credit_code = models.CharField(_("unified social credit code"), max_length=18, blank=True)
    region = models.CharField(_("region"), max_length=6, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    contact_name = models.CharField(_("contact"), max_length=60, blank=True)
    phone = models.CharField(_("telephone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, default="Asia/Shanghai")
    is_active = models.BooleanField(_("active"), default=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closing_reason = models.CharField(_("reason for closing"), max_length=300, blank=True)
    pinyin_key = models.CharField(max_length=240, editable=False, db_index=True)
    stroke_key = models.CharField(max_length=2000, editable=False)
    search = models.CharField(max_length=600, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["pinyin_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="organisation_name_once"),
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code=""), name="organisation_credit_code_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(is_active=False) & ~Q(closing_reason=""),
                name="organisation_closed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        self.set_keys()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "pinyin_key", "stroke_key", "search"}
        super().save(**kwargs)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which this organisation's dates are meant."""
        return ZoneInfo(self.time_zone)

    def set_keys(self) -> None:
        """Derive the columns by which lists sort and search; bulk_create calls this itself."""
        self.pinyin_key = pinyin_key(self.name, surname=False)[:240]
        self.stroke_key = stroke_key(self.name, by="name")[:2000]
        spoken = pinyin(self.name, surname=False).replace(" ", "")
        self.search = f"{self.name} {self.short_name} {spoken} {initials(self.name, surname=False)} {self.credit_code}".lower()[
            :600
        ]


class FormerName(models.Model):
    """A name a unit once had; lists of earlier years use it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="former_names")
    name = models.CharField(_("former name"), max_length=120)
    until = models.DateField(_("used until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="former_name_once_per_organisation")
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A role that a user holds in an organisation. Ended, never deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=12)
    since = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at__isnull=True),
                name="membership_held_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=models.F("since")),
                name="membership_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"


class Invitation(models.Model):
    """A role offered to somebody who has no account yet, by a link that works once."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="invitations")
    role = models.CharField(_("role"), max_length=12)
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-invited_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=False) | Q(accepted_by__isnull=True),
                name="invitation_accepted_by_somebody_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day that is worked, or not, against the shipped calendar: entered by an officer from the yearly notice."""

    day = models.DateField(_("day"), unique=True)
    is_workday = models.BooleanField(_("worked"))
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return self.day.isoformat()


class StrokeCount(models.Model):
    """How many strokes a rare character has, as an officer counted: the shipped data does not hold it."""

    character = models.CharField(_("character"), max_length=2, unique=True)
    strokes = models.PositiveSmallIntegerField(_("strokes"))
    entered_by_name = models.CharField(max_length=100, blank=True)
    entered_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["character"]
        constraints = [
            models.CheckConstraint(
                condition=Q(strokes__gte=1, strokes__lte=84), name="stroke_count_is_possible"
            )
        ]

    def __str__(self) -> str:
        return f"{self.character} {self.strokes}"
