"""Other ways in: a token with which a program reads and hands in, and a person who registers herself."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.exchange.states import OPEN_REGISTRATIONS, REGISTRATION_STATES, RegistrationState
from jinguo.apps.ids import new_uid


class Token(models.Model):
    """A program of an organisation, with what it may do and for what. Of the token only the hash is kept."""

    READ, HAND_IN, PACKAGES = "scope_read", "scope_hand_in", "scope_packages"
    SCOPES = (READ, HAND_IN, PACKAGES)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(_("name of the program"), max_length=100)
    purpose = models.CharField(_("what it reads them for"), max_length=300)
    scopes = models.JSONField(_("what it may do"), default=list)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    made_by_name = models.CharField(max_length=150, blank=True)
    expires_on = models.DateField(_("works until"))
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="token_says_what_for"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def trail_name(self) -> str:
        """How the trail names who read: the program."""
        return f"{self.name} (API)"


class Registration(models.Model):
    """A person who stands in no list and registers herself: her unit vouches, an officer admits.

    What she says lies sealed until she is admitted; afterwards, or once she is refused, it is gone from here.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("name"), max_length=100)
    said_sealed = models.TextField(blank=True, editable=False)
    consents = models.JSONField(default=list)
    guardian_name = models.CharField(_("name of the guardian"), max_length=100, blank=True)
    guardian_relation = models.CharField(_("relation to her"), max_length=40, blank=True)
    state = models.CharField(max_length=24, default=RegistrationState.WAITING)
    at = models.DateTimeField(default=now)
    vouched_at = models.DateTimeField(null=True, blank=True)
    vouched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    vouched_by_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    why = models.CharField(_("reason"), max_length=300, blank=True)
    claim = models.OneToOneField("registry.Claim", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=list(REGISTRATION_STATES)),
                name="registration_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="registration_refused") | ~Q(why=""),
                name="registration_refused_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="registration_admitted")
                | Q(claim__isnull=False, vouched_at__isnull=False),
                name="registration_admitted_when_vouched",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=list(OPEN_REGISTRATIONS)),
                name="registration_one_open_a_user",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uid)

    @property
    def trail_name(self) -> str:
        """By its id: the trail keeps names in clear."""
        return f"registration {self.uid}"

    @property
    def about(self) -> str:
        """What its sealed part is bound to."""
        return f"registration:{self.uid}:said"
