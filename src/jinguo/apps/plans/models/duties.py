"""Duties and tasks: which unit has which part in a measure, and what it does for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.plans.models.measures import Measure
from jinguo.apps.plans.states import DUTY_ROLES, DUTY_STATES, TASK_STATES, DutyState, TaskState


class Duty(models.Model):
    """A unit's part in a measure. ``name_then`` is what the unit was called when it got it, as the document writes.

    Without an organisation it is a name that no unit of the site was matched to, or a group (各区妇联).
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, related_name="duties")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="duties"
    )
    name_then = models.CharField(_("unit as the document names it"), max_length=120)
    role = models.CharField(_("part"), max_length=20)
    state = models.CharField(max_length=20, default=DutyState.PROPOSED)
    dispute = models.TextField(_("what is disputed"), blank=True)
    settlement = models.TextField(_("how it was settled"), blank=True)
    liaison = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    liaison_name = models.CharField(_("liaison"), max_length=100, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    passed_to = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="passed_from")

    class Meta:
        ordering = ["measure__position", "role", "pk"]
        indexes = [models.Index(fields=["measure", "state", "organisation"], name="duty_of_measure")]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "organisation"],
                condition=Q(released_at__isnull=True, organisation__isnull=False),
                name="duty_once_per_unit_and_measure",
            ),
            models.CheckConstraint(condition=Q(state__in=DUTY_STATES), name="duty_state_is_known"),
            models.CheckConstraint(condition=Q(role__in=DUTY_ROLES), name="duty_role_is_known"),
            models.CheckConstraint(
                condition=~Q(state=DutyState.DISPUTED) | ~Q(dispute=""), name="duty_disputed_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) & ~Q(state=DutyState.RELEASED)
                | Q(released_at__isnull=False, state=DutyState.RELEASED),
                name="duty_released_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_then} · {self.measure_id}"

    @property
    def is_called_otherwise(self) -> bool:
        """Whether its unit bears another name by now; a short name is no other."""
        unit = self.organisation
        return unit is not None and self.name_then not in (unit.name, unit.short_name)


class Task(models.Model):
    """What a unit does for a measure: who, what, from when until when. Tasks have parts."""

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="tasks")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="parts")
    what = models.CharField(_("what is done"), max_length=300)
    who = models.CharField(_("who does it"), max_length=100, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    due_on = models.DateField(_("until"), null=True, blank=True)
    state = models.CharField(max_length=20, default=TaskState.TODO)
    note = models.CharField(_("note"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TASK_STATES), name="task_state_is_known"),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(due_on__gte=F("starts_on")),
                name="task_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return self.what
