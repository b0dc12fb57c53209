"""A nomination with everything that belongs to it: values, materials, prints, returns, checks, her confirmation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.models.call import NOMINEE_KINDS, Call, Category
from jinguo.apps.calls.states import HANDED_IN, IN_THE_RUNNING, NOMINATION_STATES, NominationState
from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid


class Nomination(models.Model):
    """A person, team, unit or work that a unit nominates in a category of a call."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    call = models.ForeignKey(Call, models.PROTECT, related_name="nominations")
    category = models.ForeignKey(Category, models.PROTECT, related_name="nominations")
    unit = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="nominations")
    nominee_kind = models.CharField(max_length=10)
    state = models.CharField(max_length=24, default=NominationState.DRAFT)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    forwarded_from = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="forwarded_to"
    )

    name = models.CharField(_("name"), max_length=200, blank=True)
    post = models.CharField(_("unit and post"), max_length=300, blank=True)
    pinyin_key = models.CharField(max_length=240, blank=True, editable=False)
    surname_strokes_key = models.CharField(max_length=2000, blank=True, editable=False)
    name_strokes_key = models.CharField(max_length=2000, blank=True, editable=False)
    search = models.CharField(max_length=900, blank=True, editable=False)
    identity_index = models.CharField(max_length=120, blank=True, editable=False)
    entry = models.ForeignKey(
        "registry.PersonEntry", models.PROTECT, null=True, blank=True, related_name="nominations"
    )

    fields_done = models.PositiveSmallIntegerField(default=0)
    fields_total = models.PositiveSmallIntegerField(default=0)
    finding_count = models.PositiveSmallIntegerField(default=0)

    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=now)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    mend_until = models.DateTimeField(_("to be mended until"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=NOMINATION_STATES), name="nomination_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(nominee_kind__in=NOMINEE_KINDS), name="nomination_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=NominationState.DRAFT)
                | Q(submitted_at__isnull=False, number__isnull=False),
                name="nomination_handed_in_has_number_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=NominationState.RETURNED) | Q(mend_until__isnull=False),
                name="nomination_returned_has_a_date",
            ),
            models.UniqueConstraint(
                fields=["call", "number"],
                condition=Q(number__isnull=False),
                name="nomination_number_once_per_call",
            ),
            models.UniqueConstraint(
                fields=["call", "identity_index"],
                condition=Q(state__in=IN_THE_RUNNING) & ~Q(identity_index=""),
                name="nominee_once_per_call",
            ),
        ]
        indexes = [
            models.Index(fields=["call", "state"]),
            models.Index(fields=["call", "pinyin_key"]),
            models.Index(fields=["call", "-submitted_at"]),
            models.Index(fields=["call", "unit"]),
            models.Index(fields=["identity_index"]),
        ]

    def __str__(self) -> str:
        return self.name or str(_("(no name yet)"))

    @property
    def trail_name(self) -> str:
        """How the trail names a nomination: without the person's name, so that the trail outlives her erasure."""
        return self.receipt or f"{self.unit} · {self.category}"

    @property
    def receipt(self) -> str:
        """The number on the receipt: the call's year, the call, and the running number."""
        return self.receipt_of(self.call, self.number) if self.number else ""

    @staticmethod
    def receipt_of(call: Call, number: int | None) -> str:
        """The same from a call and a number, for tables that read no whole nominations."""
        return f"{call.year}-{call.pk:03d}-{number:04d}" if number else ""

    @property
    def is_handed_in(self) -> bool:
        return self.state in HANDED_IN


class FieldValue(models.Model):
    """One field's value. Each has a version of its own, so that two people never overwrite each other silently."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="values")
    key = models.CharField(max_length=60)
    value = models.JSONField(null=True, blank=True)
    sealed = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(default=now)
    changed_by_id = models.BigIntegerField(null=True)
    changed_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nomination", "key"], name="field_value_once"),
            models.CheckConstraint(
                condition=Q(sealed="") | Q(value__isnull=True), name="field_value_sealed_or_plain"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Material(models.Model):
    """A file handed in for one of the call's wishes, with what the machine found in it."""

    STAMPED_FORM = "stamped_form"

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="materials")
    spec_key = models.CharField(max_length=60)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="materials")
    position = models.PositiveSmallIntegerField(default=0)
    ok = models.BooleanField(default=True)
    findings = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    print_code = models.CharField(_("version code on the scan"), max_length=24, blank=True)
    added_at = models.DateTimeField(default=now)
    added_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["spec_key", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["nomination", "spec_key", "file"], name="material_file_once_per_wish"
            )
        ]

    def __str__(self) -> str:
        return self.spec_key


class PrintedForm(models.Model):
    """A Word form that was given out: its code stands in the form's foot and tells an old version from the present."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="prints")
    code = models.CharField(max_length=24)
    digest = models.CharField(max_length=64)
    printed_at = models.DateTimeField(default=now)
    printed_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["nomination", "code"], name="printed_form_code_once")]

    def __str__(self) -> str:
        return self.code


class Return(models.Model):
    """A nomination given back for mending: why, and until when."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="returns")
    note = models.TextField(_("what is to be mended"))
    until = models.DateTimeField()
    returned_at = models.DateTimeField(default=now)
    returned_by_name = models.CharField(max_length=100, blank=True)
    mended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-returned_at"]
        constraints = [models.CheckConstraint(condition=~Q(note=""), name="return_says_why")]

    def __str__(self) -> str:
        return self.note


class CheckMark(models.Model):
    """What the officer found on one item in the formal check; the machine's findings stand beside it on the page."""

    PASS, FAIL, WAIVED = "check_pass", "check_fail", "check_waived"

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="check_marks")
    item = models.CharField(max_length=60)
    outcome = models.CharField(max_length=16)
    note = models.CharField(max_length=500, blank=True)
    marked_at = models.DateTimeField(default=now)
    marked_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nomination", "item"], name="check_mark_once_per_item"),
            models.CheckConstraint(
                condition=~Q(outcome="check_waived") | ~Q(note=""), name="check_waived_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.outcome}"


class CheckClaim(models.Model):
    """Who has a nomination open in the formal check just now: a courtesy between officers, no lock and no record."""

    nomination = models.OneToOneField(Nomination, models.CASCADE, related_name="claim")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    officer_name = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.nomination_id} {self.officer_name}"


class Confirmation(models.Model):
    """The nominee's own word: a link to read what is said of her, confirm it and consent. One live link at a time.

    Standing in the organiser's registry is asked apart, and so is whether it may keep her ID number and telephone; each may be
    refused, agreed to and taken back at any time.
    """

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="confirmations")
    token_hash = models.CharField(max_length=64, unique=True)
    sent_to = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=100, blank=True)
    withdrawal_reason = models.CharField(_("reason for the withdrawal"), max_length=500, blank=True)
    remarks = models.TextField(_("what is not right"), blank=True)
    purposes = models.JSONField(default=list)
    text_version = models.CharField(max_length=64, blank=True)
    registry_agreed_at = models.DateTimeField(null=True, blank=True)
    registry_withdrawn_at = models.DateTimeField(null=True, blank=True)
    registry_text_version = models.CharField(max_length=64, blank=True)
    registry_sensitive_at = models.DateTimeField(null=True, blank=True)
    registry_sensitive_version = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(declined_at__isnull=True),
                name="confirmation_not_both_given_and_declined",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | ~Q(digest=""),
                name="confirmation_names_what_was_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(confirmed_at__isnull=False),
                name="confirmation_withdrawn_was_given",
            ),
            models.CheckConstraint(
                condition=Q(registry_agreed_at__isnull=True, registry_text_version="")
                | Q(registry_agreed_at__isnull=False) & ~Q(registry_text_version=""),
                name="registry_consent_names_its_text",
            ),
            models.CheckConstraint(
                condition=Q(registry_withdrawn_at__isnull=True) | Q(registry_agreed_at__isnull=False),
                name="registry_consent_withdrawn_was_given",
            ),
            models.CheckConstraint(
                condition=Q(registry_sensitive_at__isnull=True, registry_sensitive_version="")
                | Q(registry_sensitive_at__isnull=False) & ~Q(registry_sensitive_version=""),
                name="registry_sensitive_consent_names_its_text",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nomination_id}"

    @property
    def is_for_registry(self) -> bool:
        """Whether she agrees, now, to stand in the organiser's registry."""
        return bool(
            self.confirmed_at
            and not self.withdrawn_at
            and self.registry_agreed_at
            and not self.registry_withdrawn_at
        )

    @property
    def is_for_registry_sensitive(self) -> bool:
        """Whether she agrees, beside that, that the registry keeps her ID number and telephone."""
        return self.is_for_registry and self.registry_sensitive_at is not None
