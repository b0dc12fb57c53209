"""Tiers by rules: an organisation's scheme in versions, what it proposes about persons, and the tiers that they hold."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now, today
from jinguo.apps.ids import new_uid
from jinguo.apps.registry.models.people import PersonEntry
from jinguo.engines.tiers import Scheme
from jinguo.reasons import Reason


class TierScheme(models.Model):
    """One version of an organisation's scheme. Once in force it is never changed: the next version takes its place.

    ``outlook`` is what putting a draft in force would do, as of ``outlook_at``: counts by kind and tier, and the
    entries concerned.
    """

    DRAFT, IN_FORCE, SUPERSEDED = "tier_scheme_draft", "tier_scheme_in_force", "tier_scheme_superseded"

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(max_length=24, default=DRAFT)
    rules = models.JSONField(default=dict)
    made_by_name = models.CharField(max_length=150, blank=True)
    made_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)
    in_force_on = models.DateField(_("in force since"), null=True, blank=True)
    in_force_by_name = models.CharField(max_length=150, blank=True)
    superseded_on = models.DateField(null=True, blank=True)
    weighed_on = models.DateField(null=True, blank=True)
    outlook = models.JSONField(default=dict, blank=True)
    outlook_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "version"], name="tier_scheme_version_once"),
            models.UniqueConstraint(
                fields=["organisation", "state"],
                condition=Q(state__in=["tier_scheme_draft", "tier_scheme_in_force"]),
                name="tier_scheme_one_draft_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state="tier_scheme_draft", in_force_on__isnull=True)
                | Q(state="tier_scheme_in_force", in_force_on__isnull=False, superseded_on__isnull=True)
                | Q(state="tier_scheme_superseded", superseded_on__isnull=False),
                name="tier_scheme_days_fit_its_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme.title} {self.version}"

    @property
    def scheme(self) -> Scheme:
        """The rules as the engine reads them."""
        return Scheme.model_validate(self.rules)

    @property
    def is_draft(self) -> bool:
        return self.state == self.DRAFT

    @property
    def has_fresh_outlook(self) -> bool:
        """Whether what it would do was worked out after its last change."""
        return self.outlook_at is not None and self.outlook_at >= self.changed_at


class TierHolding(models.Model):
    """A tier that a person holds in an organisation's registry, or held. It hangs on the entry that it was given to,
    so that it stays with her when a merge is undone. Never deleted; an erasure takes the grounds out of it.
    """

    PROMOTED, EXPIRED, ENDED_EARLY, ENDED_BY_RULE, RENEWED, ERASED = (
        "tier_end_promoted",
        "tier_end_expired",
        "tier_end_early",
        "tier_end_by_rule",
        "tier_end_renewed",
        "tier_end_erased",
    )

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    entry = models.ForeignKey(PersonEntry, models.PROTECT, related_name="tiers")
    scheme = models.ForeignKey(TierScheme, models.PROTECT, null=True, blank=True, related_name="holdings")
    tier = models.CharField(max_length=30)
    tier_name = models.CharField(_("tier"), max_length=60)
    since = models.DateField(_("since"))
    until = models.DateField(_("last day of the term"), null=True, blank=True)
    ground = models.JSONField(default=list, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)
    confirmed_at = models.DateTimeField(default=now)
    confirmed_by_name = models.CharField(max_length=150, blank=True)
    second_by_name = models.CharField(max_length=150, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.CharField(max_length=24, blank=True)
    ended_note = models.CharField(_("reason"), max_length=300, blank=True)
    ended_by_name = models.CharField(max_length=150, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "entry"],
                condition=Q(ended_on__isnull=True),
                name="tier_held_once_per_entry",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_why="")
                | Q(ended_on__isnull=False) & ~Q(ended_why=""),
                name="tier_ended_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="tier_until_after_since",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "ended_on", "until"], name="tier_by_term")]

    def __str__(self) -> str:
        return f"{self.tier} {self.uid}"

    @property
    def trail_name(self) -> str:
        """Named by its tier: whose it is, is personal."""
        return f"tier {self.tier} {self.uid}"

    @property
    def reasons(self) -> list[Reason]:
        """Why she holds it."""
        return [Reason.from_json(one) for one in self.ground]

    @property
    def is_current(self) -> bool:
        return self.ended_on is None

    @property
    def is_over(self) -> bool:
        """Its term is over, and nobody has said what comes next."""
        return self.is_current and self.until is not None and self.until < today()


class TierProposal(models.Model):
    """What a scheme proposes about one person: it waits until an officer confirms or refuses it, or facts overtake it.

    ``by_hand``: an officer proposed it on a ground of her own, and no rule overtakes it; ``since`` is then the day from
    which she says that it holds.
    """

    OPEN, HALF, DONE, REFUSED, OVERTAKEN = (
        "tier_proposal_open",
        "tier_proposal_half",
        "tier_proposal_done",
        "tier_proposal_refused",
        "tier_proposal_overtaken",
    )
    WAITING = (OPEN, HALF)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    entry = models.ForeignKey(PersonEntry, models.CASCADE, related_name="tier_proposals")
    scheme = models.ForeignKey(TierScheme, models.CASCADE, related_name="proposals")
    holding = models.ForeignKey(TierHolding, models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=10)
    tier = models.CharField(max_length=30)
    before = models.CharField(max_length=30, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(null=True, blank=True)
    by_hand = models.BooleanField(default=False)
    needs = models.CharField(max_length=10)
    reasons = models.JSONField(default=list, blank=True)
    ask = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=28, default=OPEN)
    proposed_on = models.DateField()
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    first_by_name = models.CharField(max_length=150, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    why = models.CharField(_("reason"), max_length=300, blank=True)
    document = models.CharField(_("document"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "entry"],
                condition=Q(state__in=["tier_proposal_open", "tier_proposal_half"]),
                name="tier_proposal_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["enter", "promote", "renew", "expire"]), name="tier_proposal_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "tier_proposal_open",
                        "tier_proposal_half",
                        "tier_proposal_done",
                        "tier_proposal_refused",
                        "tier_proposal_overtaken",
                    ]
                ),
                name="tier_proposal_state_known",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "kind"], name="tier_proposal_queue")]

    def __str__(self) -> str:
        return f"{self.kind} {self.tier} {self.uid}"

    @property
    def trail_name(self) -> str:
        return f"tier proposal {self.uid}"

    @property
    def grounds(self) -> list[Reason]:
        """Why it is proposed."""
        return [Reason.from_json(one) for one in self.reasons]

    @property
    def kind_word(self) -> str:
        """The code of the word for what is proposed."""
        return f"tier_kind_{self.kind}"

    @property
    def needs_word(self) -> str:
        """The code of the words for who confirms it."""
        return f"tier_confirm_{self.needs}"

    @property
    def waits(self) -> bool:
        return self.state in self.WAITING
