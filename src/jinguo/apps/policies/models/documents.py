"""An official document as an organisation keeps it, and how documents rest on one another."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now, today
from jinguo.apps.ids import new_uid
from jinguo.apps.policies.states import DOCUMENT_STATES, DocumentState
from jinguo.reasons import Reason

LEVELS = ("national", "provincial", "municipal", "district", "unit")
POLICY, CALL, FORM, OTHER = "policy", "call", "form", "other"
KINDS = (POLICY, CALL, FORM, OTHER)


class PolicyDocument(models.Model):
    """A document (公文) of the library: the file or the pasted words as they came, the decoded text, and the reading.

    ``reading`` is the document in the schema of the reader with ``_spans`` (JSON pointer to start, end, confidence in
    ``text``) and ``_findings`` (what stood in the way, as reasons). It is never changed: what people said of it
    stands in its :class:`ReadItem` rows. ``search_words`` are the words by which it is found.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    keeper = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="documents")
    state = models.CharField(max_length=24, default=DocumentState.WAITING)
    kind = models.CharField(_("kind of document"), max_length=10, default=OTHER)
    title = models.CharField(_("title of the document"), max_length=300)
    doc_number = models.CharField(_("document number"), max_length=80, blank=True)
    issuers = models.JSONField(_("issuers"), default=list)
    level = models.CharField(_("level"), max_length=12, default="municipal")
    issue_date = models.DateField(_("date of issue"), null=True, blank=True)
    in_force_from = models.DateField(_("in force from"), null=True, blank=True)
    in_force_until = models.DateField(_("in force until"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)

    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(_("file name"), max_length=200, blank=True)
    pasted = models.TextField(_("pasted words"), blank=True)
    text = models.TextField(_("text"), blank=True)
    reading = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    engine = models.CharField(_("version of the reader"), max_length=40, blank=True)
    search_words = models.TextField(blank=True, editable=False)

    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_by_name = models.CharField(_("added by"), max_length=150, blank=True)
    added_at = models.DateTimeField(_("taken in"), default=now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        ordering = ["-issue_date", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=DOCUMENT_STATES), name="document_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="document_kind_is_known"),
            models.CheckConstraint(condition=Q(level__in=LEVELS), name="document_level_is_known"),
            models.CheckConstraint(
                condition=Q(in_force_until__isnull=True)
                | Q(in_force_from__isnull=True)
                | Q(in_force_until__gte=F("in_force_from")),
                name="document_in_force_until_after_from",
            ),
        ]
        indexes = [
            models.Index(fields=["keeper", "-issue_date"], name="document_of_keeper"),
            models.Index(fields=["is_public", "-issue_date"], name="document_public"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind_code(self) -> str:
        """The code of the word for its kind."""
        return f"document_kind_{self.kind}"

    @property
    def level_code(self) -> str:
        return f"document_level_{self.level}"

    @property
    def is_read(self) -> bool:
        return self.state == DocumentState.READ

    @property
    def is_in_force(self) -> bool:
        """On this day; without dates a document counts until something says otherwise."""
        day = today()
        return not (self.in_force_from and day < self.in_force_from) and not (
            self.in_force_until and day > self.in_force_until
        )

    @property
    def troubles(self) -> list[Reason]:
        """What could not be found, or contradicts itself, and why."""
        return [Reason.from_json(stored) for stored in self.findings]


class DocumentRelation(models.Model):
    """One document implements, cites, replaces or changes another, which may not stand in the library (yet)."""

    IMPLEMENTS, CITES, REPLACES, SUPERSEDES = "implements", "cites", "replaces", "supersedes"
    KINDS = (IMPLEMENTS, CITES, REPLACES, SUPERSEDES)

    source = models.ForeignKey(PolicyDocument, models.CASCADE, related_name="relations")
    target = models.ForeignKey(
        PolicyDocument, models.SET_NULL, null=True, blank=True, related_name="relations_to"
    )
    kind = models.CharField(_("relation"), max_length=12, default=CITES)
    title = models.CharField(_("title of the document"), max_length=300)
    doc_number = models.CharField(_("document number"), max_length=80, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("implements", "cites", "replaces", "supersedes")),
                name="document_relation_kind_is_known",
            ),
            models.UniqueConstraint(
                fields=["source", "kind", "title"], name="document_related_once_for_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | ~Q(target=F("source")),
                name="document_is_not_related_to_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def code(self) -> str:
        """The code of the word for the relation as the source states it."""
        return f"relation_{self.kind}"

    @property
    def back_code(self) -> str:
        """The same seen from the target."""
        return f"relation_back_{self.kind}"
