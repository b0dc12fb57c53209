"""A value that was read from a document, with its place, and what a person said of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.policies.models.documents import PolicyDocument
from jinguo.apps.policies.states import ITEM_STATES, TAKEN, ItemState

DOUBTFUL = 0.7
"""Values that the reader is less sure of than this want a person before they count."""


class ReadItem(models.Model):
    """One value of a reading. ``kind`` is one of ``reading.KINDS``; ``pointer`` its JSON pointer in the reading
    (``/measures/3/units/1``), or ``+`` and a number for a value that an officer added.

    ``value`` is the reader's and never changes; ``corrected`` is what a person put in its place. ``start`` and ``end``
    are code points of the document's text, both null where a value was added without a place.
    ``audiences`` (of entitlements) are words with a blank before and behind each: `` women units ``.
    """

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    document = models.ForeignKey(PolicyDocument, models.CASCADE, related_name="items")
    kind = models.CharField(_("kind of value"), max_length=16)
    pointer = models.CharField(max_length=80)
    value = models.JSONField()
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    confidence = models.FloatField(_("how sure"), default=1.0)
    audiences = models.CharField(_("for whom"), max_length=120, blank=True)

    state = models.CharField(max_length=16, default=ItemState.PROPOSED)
    corrected = models.JSONField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    added_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ITEM_STATES), name="read_item_state_is_known"),
            models.CheckConstraint(condition=~Q(kind=""), name="read_item_kind_is_said"),
            models.UniqueConstraint(fields=["document", "pointer"], name="read_item_once_per_pointer"),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(end__gte=models.F("start")),
                name="read_item_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state="item_corrected", corrected__isnull=False)
                | ~Q(state="item_corrected") & Q(corrected__isnull=True),
                name="read_item_corrected_with_a_value",
            ),
        ]
        indexes = [models.Index(fields=["document", "kind", "start"], name="read_item_of_document")]

    def __str__(self) -> str:
        return f"{self.pointer} {self.kind}"

    @property
    def now_says(self) -> Any:
        """The value that counts: a person's where there is one."""
        return self.corrected if self.state == ItemState.CORRECTED else self.value

    @property
    def is_doubtful(self) -> bool:
        """The reader is not sure, and nobody has said yet."""
        return self.state == ItemState.PROPOSED and self.confidence < DOUBTFUL

    @property
    def counts(self) -> bool:
        """Whether it goes into what is made: taken by a person, or sure and not rejected."""
        return self.state in TAKEN or (self.state == ItemState.PROPOSED and self.confidence >= DOUBTFUL)

    @property
    def is_added(self) -> bool:
        """An officer found what the reader had missed."""
        return self.pointer.startswith("+")

    @property
    def anchor(self) -> str:
        """The id of its line on the page, and with ``t-`` before it of its place in the text."""
        return f"i{self.pk}"

    @property
    def code(self) -> str:
        """The code of the word for its kind."""
        return f"value_{self.kind}"

    @property
    def short_code(self) -> str:
        """The same, short enough to stand before every place in a text."""
        return f"short_{self.kind}"

    @property
    def audience_codes(self) -> list[str]:
        """The codes of the words for whom an entitlement is."""
        return [f"audience_{one}" for one in self.audiences.split()]
