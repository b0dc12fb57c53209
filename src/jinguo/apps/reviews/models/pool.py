"""What the pool knows of an expert beside her row: disciplines, posts, breaks, relations; and who was asked for a panel."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.reviews.states import PANEL_STATES, PanelState


class ExpertDiscipline(models.Model):
    """A discipline of an expert by its code (GB/T 13745), the most important one first."""

    expert = models.ForeignKey("reviews.Expert", models.CASCADE, related_name="codes")
    code = models.CharField(_("discipline"), max_length=7)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["expert", "code"], name="expert_discipline_once"),
        ]
        indexes = [models.Index(fields=["code"], name="expert_discipline_code")]

    def __str__(self) -> str:
        return self.code


class ExpertPost(models.Model):
    """A unit where an expert worked, beside the one where she is now; years, the last one included."""

    expert = models.ForeignKey("reviews.Expert", models.CASCADE, related_name="posts")
    unit = models.CharField(_("unit"), max_length=120)
    since = models.PositiveSmallIntegerField(_("from the year"), null=True, blank=True)
    until = models.PositiveSmallIntegerField(_("to the year"), null=True, blank=True)

    class Meta:
        ordering = ["-until", "-since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="expert_post_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.unit


class ExpertBreak(models.Model):
    """Days on which an expert reviews nothing, both included; without an end until she says so."""

    expert = models.ForeignKey("reviews.Expert", models.CASCADE, related_name="breaks")
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="expert_break_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.since} {self.until or ''}"


class ExpertRelation(models.Model):
    """Somebody near to an expert, as she states it: for finding conflicts of interest and nothing else.

    Who it is lies sealed: a JSON object with ``name``, ``unit``, ``title`` (of a joint work) and ``year``.
    """

    TEACHER, STUDENT, RELATIVE = "relation_teacher", "relation_student", "relation_relative"
    PAPER, PROJECT, AWARD = "relation_paper", "relation_project", "relation_award"
    AVOIDS = "relation_avoids"
    KINDS = (TEACHER, STUDENT, RELATIVE, PAPER, PROJECT, AWARD, AVOIDS)
    WORKS = (PAPER, PROJECT, AWARD)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    expert = models.ForeignKey("reviews.Expert", models.CASCADE, related_name="relations")
    kind = models.CharField(_("kind of relation"), max_length=20)
    who_sealed = models.TextField()
    stated_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=(
                        "relation_teacher", "relation_student", "relation_relative", "relation_paper",
                        "relation_project", "relation_award", "relation_avoids",
                    )
                ),
                name="expert_relation_kind_is_known",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.kind

    @property
    def sealed_about(self) -> str:
        """The name the sealed value is bound to."""
        return f"expert_relation:{self.uid}"


class PanelInvitation(models.Model):
    """An expert asked to review in one round of a call, and what she answered. ``max_load``: how many at most."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    call = models.ForeignKey("calls.Call", models.CASCADE, related_name="panel_invitations")
    position = models.PositiveSmallIntegerField(_("round"), default=1)
    expert = models.ForeignKey("reviews.Expert", models.CASCADE, related_name="panel_invitations")
    state = models.CharField(max_length=20, default=PanelState.INVITED)
    max_load = models.PositiveSmallIntegerField(_("how many at most"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    invited_at = models.DateTimeField(default=now)
    invited_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["invited_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["call", "position", "expert"], name="panel_invitation_once"),
            models.CheckConstraint(condition=Q(state__in=PANEL_STATES), name="panel_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=PanelState.DECLINED) | ~Q(reason=""), name="panel_declined_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert_id}: {self.call_id}-{self.position}"


class ConflictSearch(models.Model):
    """That conflicts of interest were looked for in a call: when, among how many, and how many stood to be settled."""

    call = models.ForeignKey("calls.Call", models.CASCADE, related_name="conflict_searches")
    at = models.DateTimeField(default=now)
    by_name = models.CharField(max_length=100, blank=True)
    experts = models.PositiveIntegerField(default=0)
    nominations = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.call_id} {self.at:%Y-%m-%d %H:%M}"
