"""A call: what a notice announces. Its form, materials, rules and policy are data."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.procedure import Procedure, procedure_of
from jinguo.apps.calls.safeguards import Safeguards, safeguards_of
from jinguo.apps.calls.states import CALL_STATES, CallState
from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.engines.forms import FormSpec
from jinguo.engines.materials import MaterialSpec
from jinguo.engines.scoring import Criterion

PERSON, TEAM, UNIT, WORK = "person", "team", "unit", "work"
NOMINEE_KINDS = (PERSON, TEAM, UNIT, WORK)


class Call(models.Model):
    """One selection of one organiser, from notice to result."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organiser = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="calls")
    title = models.CharField(_("title"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(max_length=24, default=CallState.DRAFT, db_index=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies_made"
    )
    parent_call = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")

    honour_title = models.CharField(_("honour"), max_length=200, blank=True)
    basis = models.CharField(_("basis"), max_length=300, blank=True)
    document_number = models.CharField(_("document number"), max_length=60, blank=True)
    notice_text = models.TextField(_("notice"), blank=True)
    notice_file = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="announces"
    )

    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    closing_day = models.DateField(_("last day"), null=True, blank=True)
    closing_includes_day = models.BooleanField(_("the named day counts"), default=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    reference_day = models.DateField(_("ages are counted on"), null=True, blank=True)

    forms = models.JSONField(default=dict)
    materials = models.JSONField(default=list)
    eligibility = models.JSONField(default=dict)
    copies = models.PositiveSmallIntegerField(_("signed copies"), default=2)
    stamped_form_required = models.BooleanField(_("stamped scan required"), default=True)

    consent_required = models.BooleanField(_("nominee confirms before handing in"), default=True)
    consent_text = models.TextField(_("what the nominee agrees to"), blank=True)

    criteria = models.JSONField(default=list)
    policy = models.JSONField(default=dict)
    procedure = models.JSONField(default=dict)
    safeguards = models.JSONField(default=dict)
    blind_review = models.BooleanField(_("names hidden from experts"), default=False)
    experts_see_stamped = models.BooleanField(_("experts see the stamped scan"), default=False)

    notice_days = models.PositiveSmallIntegerField(_("working days of public notice"), default=5)
    notice_counts_first_day = models.BooleanField(_("the day of posting counts"), default=False)

    contact_name = models.CharField(_("contact"), max_length=60, blank=True)
    contact_phone = models.CharField(_("telephone"), max_length=60, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_address = models.CharField(_("address"), max_length=200, blank=True)

    next_number = models.PositiveIntegerField(default=1, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=CALL_STATES), name="call_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=(CallState.DRAFT, CallState.CANCELLED)) | Q(closes_at__isnull=False),
                name="call_open_has_a_closing_instant",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(closes_at__gt=models.F("opened_at")),
                name="call_closes_after_it_opens",
            ),
            models.CheckConstraint(condition=Q(notice_days__gte=1), name="call_notice_lasts_a_day"),
            models.CheckConstraint(
                condition=Q(parent_call__isnull=True) | ~Q(parent_call=models.F("pk")),
                name="call_is_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def form_spec(self, nominee_kind: str) -> FormSpec:
        """The form that a nomination of this kind fills in; read once as long as it is not changed."""
        stored = self.forms[nominee_kind]
        read = self.__dict__.setdefault("_forms_read", {})
        if read.get(nominee_kind, (None,))[0] is not stored:
            read[nominee_kind] = (stored, FormSpec.model_validate(stored))
        return read[nominee_kind][1]

    @property
    def full_marks(self) -> Decimal:
        """The sum of a review with every highest mark."""
        criteria = [Criterion.model_validate(stored) for stored in self.criteria]
        return sum((one.max * one.weight for one in criteria), Decimal(0))

    @property
    def procedure_read(self) -> Procedure:
        """The rounds of the review and the stages of the public notices."""
        return procedure_of(self.procedure)

    @property
    def safeguards_read(self) -> Safeguards:
        """Who has to agree to a list, and how objections are heard."""
        return safeguards_of(self.safeguards)

    def material_specs(self) -> list[MaterialSpec]:
        return [MaterialSpec.model_validate(spec) for spec in self.materials]


class Category(models.Model):
    """A category of a call: what is nominated in it and how many are chosen."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    call = models.ForeignKey(Call, models.CASCADE, related_name="categories")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("category"), max_length=100)
    description = models.TextField(_("who belongs here"), blank=True)
    nominee_kind = models.CharField(_("what is nominated"), max_length=10, default=PERSON)
    seats = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "name"], name="category_name_once_per_call"),
            models.CheckConstraint(
                condition=Q(nominee_kind__in=NOMINEE_KINDS), name="category_nominee_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Quota(models.Model):
    """How many may be nominated: by each unit of a kind, by one named unit, or in total."""

    EACH_OF_KIND, NAMED_UNIT, TOTAL = "each_of_kind", "named_unit", "total"
    SCOPES = (EACH_OF_KIND, NAMED_UNIT, TOTAL)

    call = models.ForeignKey(Call, models.CASCADE, related_name="quotas")
    scope = models.CharField(_("applies to"), max_length=16)
    unit_kind = models.CharField(_("kind of unit"), max_length=20, blank=True)
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, null=True, blank=True)
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, related_name="quotas")
    places = models.PositiveSmallIntegerField(_("places"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="each_of_kind", organisation__isnull=True) & ~Q(unit_kind="")
                | Q(scope="named_unit", organisation__isnull=False, unit_kind="")
                | Q(scope="total", organisation__isnull=True, unit_kind=""),
                name="quota_names_what_it_limits",
            ),
            models.UniqueConstraint(
                "call",
                "scope",
                "unit_kind",
                Coalesce("organisation", 0),
                Coalesce("category", 0),
                name="quota_stated_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope} {self.unit_kind} {self.places}"


class Invitee(models.Model):
    """A unit that was invited to nominate, with its own later date where one was granted."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="invitees")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="invited_to")
    invited_at = models.DateTimeField(default=now)
    first_seen_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    extended_until = models.DateTimeField(_("extended until"), null=True, blank=True)
    extension_reason = models.CharField(_("reason for the extension"), max_length=300, blank=True)
    extended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "organisation"], name="unit_invited_once"),
            models.CheckConstraint(
                condition=Q(extended_until__isnull=True, extension_reason="")
                | Q(extended_until__isnull=False) & ~Q(extension_reason=""),
                name="extension_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}: {self.organisation_id}"
