"""What came of documents within this room: calls. Other rooms keep their own records and tell of them as makers."""

from __future__ import annotations

from django.db import models

from jinguo.apps.clock import now
from jinguo.apps.policies.models.documents import PolicyDocument


class CallOfDocument(models.Model):
    """A call whose draft was filled from a document. ``places``: what was filled and where the document says it."""

    document = models.ForeignKey(PolicyDocument, models.PROTECT, related_name="calls_made")
    call = models.OneToOneField("calls.Call", models.CASCADE, related_name="made_from")
    places = models.JSONField(default=list)
    left_open = models.JSONField(default=list)
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.call_id} of {self.document_id}"
