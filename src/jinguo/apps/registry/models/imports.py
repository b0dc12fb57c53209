"""Lists on their way into the registry: the run, its rows as they were read, what was found in them, headers known again."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid


class ListImport(models.Model):
    """One list that is taken in: read and staged first, then written to the registry at once, or not at all."""

    OPEN, STAGED, COMMITTED, TAKEN_BACK, DROPPED = (
        "import_open",
        "import_staged",
        "import_committed",
        "import_taken_back",
        "import_dropped",
    )

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    file = models.ForeignKey("files.StoredFile", models.SET_NULL, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, editable=False)
    state = models.CharField(max_length=20, default=OPEN)
    columns = models.JSONField(default=list, editable=False)
    corrections = models.JSONField(default=dict, editable=False)
    women_only = models.BooleanField(default=False)
    as_of = models.DateField(_("tells the state of"), null=True, blank=True)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    rows = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    noted = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=dict, editable=False)
    late = models.JSONField(default=list, editable=False)
    notes = models.JSONField(default=list, editable=False, encoder=DjangoJSONEncoder)
    likely = models.JSONField(default=dict, editable=False)
    """Empty until its rows were held against the registry; then ``count``, ``by_number``, and ``first``: for some of them
    sheet, row, name and the id of the identity."""
    joined = models.PositiveIntegerField(default=0)
    indexed_to = models.BigIntegerField(default=0, editable=False)
    indexed_at = models.DateTimeField(null=True, blank=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    created_at = models.DateTimeField(default=now)
    committed_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "import_open",
                        "import_staged",
                        "import_committed",
                        "import_taken_back",
                        "import_dropped",
                    ]
                ),
                name="import_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["import_committed", "import_taken_back"], committed_at__isnull=False)
                | Q(state__in=["import_open", "import_staged", "import_dropped"], committed_at__isnull=True),
                name="import_committed_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def source(self) -> str:
        """What its entries name as their source."""
        return f"import:{self.uid}"

    @property
    def is_indexing(self) -> bool:
        """Whether the search does not know yet of all that was written or taken back. ``indexed_to`` is the last entry of
        which it does."""
        return self.state in (self.COMMITTED, self.TAKEN_BACK) and self.indexed_at is None

    @property
    def accepted(self) -> int:
        return self.rows - self.refused


class StagedChunk(models.Model):
    """Some thousand accepted rows as they were read, sealed as one: nothing of them lies open before they are taken."""

    run = models.ForeignKey(ListImport, models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    persons_sealed = models.TextField(editable=False)
    counts = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="staged_chunk_once")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.number}"

    @property
    def about(self) -> str:
        """What its sealed rows are bound to."""
        return f"import:{self.run_id}:{self.number}"


class StagedRow(models.Model):
    """A row in which something was found: refused for it, or only noted."""

    run = models.ForeignKey(ListImport, models.CASCADE, related_name="found")
    sheet = models.CharField(max_length=100, blank=True)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100, blank=True)
    refused = models.BooleanField(default=False)
    reasons = models.JSONField(default=list, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["run", "sheet", "number"], name="staged_row_once"),
        ]
        indexes = [models.Index(fields=["run", "refused", "id"], name="staged_row_of_run")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.number}"


class KnownHeader(models.Model):
    """What a person said about the columns of a list; the next one with the same header is read so."""

    organisation = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=32)
    columns = models.JSONField(default=dict)
    updated_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "fingerprint"], name="known_header_once_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.fingerprint
