"""Jobs, the workers that do them, and the work that comes round by itself."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jinguo.apps.ids import new_uid
from jinguo.apps.jobs.states import ENDED, OPEN, State
from jinguo.reasons import Reason


class Job(models.Model):
    """One piece of long work that somebody asked for."""

    uid = models.UUIDField(_("identifier"), default=new_uid, unique=True, editable=False)
    name = models.CharField(_("work"), max_length=100)
    params = models.JSONField(_("parameters"), default=dict, encoder=DjangoJSONEncoder)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    state = models.CharField(_("state"), max_length=10, default=State.QUEUED, db_index=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("in all"), default=0)
    message_code = models.CharField(_("message"), max_length=100, blank=True)
    message_params = models.JSONField(_("values of the message"), default=dict, encoder=DjangoJSONEncoder)
    result = models.JSONField(_("result"), null=True, blank=True, encoder=DjangoJSONEncoder)
    result_file = models.ForeignKey(
        "files.StoredFile",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="jobs",
        verbose_name=_("file to download"),
    )
    error = models.TextField(_("technical report"), blank=True)
    worker = models.ForeignKey(
        "Worker", models.SET_NULL, null=True, blank=True, related_name="jobs", verbose_name=_("worker")
    )
    cancel_asked_at = models.DateTimeField(_("cancel asked at"), null=True, blank=True)
    created_at = models.DateTimeField(_("asked for at"))
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[*ENDED], finished_at__isnull=False)
                | Q(state__in=[*OPEN], finished_at__isnull=True),
                name="jobs_job_finished_exactly_when_ended",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.uid}"

    def get_absolute_url(self) -> str:
        return reverse("jobs:status", args=[self.uid])

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def state_label(self) -> str:
        return str(State(self.state).label)

    @property
    def title_code(self) -> str:
        """The phrase that names this work: ``calls.make_package`` → ``job_calls_make_package``."""
        return f"job_{self.name.replace('.', '_')}"

    @property
    def percent(self) -> int | None:
        """Full hundredths done; None as long as nobody knows how much there is."""
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def message(self) -> Reason | None:
        return Reason.info(self.message_code, **self.message_params) if self.message_code else None


class Worker(models.Model):
    """One worker process, as long as it shows itself."""

    uid = models.UUIDField(_("identifier"), default=new_uid, unique=True, editable=False)
    host = models.CharField(_("machine"), max_length=100)
    pid = models.PositiveIntegerField(_("process"))
    started_at = models.DateTimeField(_("started at"))
    seen_at = models.DateTimeField(_("last seen at"), db_index=True)
    stopped_at = models.DateTimeField(_("stopped at"), null=True, blank=True)

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")

    def __str__(self) -> str:
        return f"{self.host}:{self.pid}"


class Periodic(models.Model):
    """Work that comes round by itself: when it is due next. Who moves ``due_at`` has the turn."""

    name = models.CharField(_("work"), max_length=100, unique=True)
    due_at = models.DateTimeField(_("due at"))
    last_at = models.DateTimeField(_("last done at"), null=True, blank=True)

    class Meta:
        verbose_name = _("periodic work")
        verbose_name_plural = _("periodic work")

    def __str__(self) -> str:
        return self.name


class PeriodicRun(models.Model):
    """One turn of periodic work that did something or went wrong: when, how long, how many."""

    periodic = models.ForeignKey(
        Periodic, models.CASCADE, related_name="runs", verbose_name=_("periodic work")
    )
    started_at = models.DateTimeField(_("started at"))
    finished_at = models.DateTimeField(_("finished at"))
    counts = models.JSONField(_("how many"), default=dict)
    error = models.TextField(_("technical report"), blank=True)

    class Meta:
        verbose_name = _("turn of periodic work")
        verbose_name_plural = _("turns of periodic work")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.periodic} {self.started_at:%Y-%m-%d %H:%M:%S}"
