"""Calls as one of the things that come of documents; and what a call's own pages tell of its document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls import panels
from jinguo.apps.calls.models import Call
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.policies import makers
from jinguo.apps.policies.models import CallOfDocument, PolicyDocument
from jinguo.apps.policies.permissions import may_make, may_read
from jinguo.apps.policies.queries import HEAVY
from jinguo.reasons import Reason


def offer() -> None:
    """Register the maker and the panel; called when the program starts."""
    makers.register(
        "call",
        label=_("Make the call"),
        icon="speakerphone",
        kinds=("call",),
        may=may_make,
        url=lambda document: reverse("policies:make_call", args=[document.uid]),
        came_of=came_of,
        open_label=_("Open the call"),
    )
    panels.register("policies", of_call)


def came_of(user: Any, documents: Sequence[PolicyDocument]) -> Iterable[makers.CameOf]:
    """The calls that were made of these documents, for who works at the organiser. One query."""
    own = organisations_with(user, kinds.OFFICER, kinds.LEADER)
    rows = CallOfDocument.objects.filter(
        document__in=[one.pk for one in documents], call__organiser__in=own
    ).select_related("call")
    return [
        makers.CameOf(
            made.document_id,
            made.call.title,
            reverse("calls:setup", args=[made.call.uid]),
            made.call.state,
            made.at,
        )
        for made in rows
    ]


def of_call(request: HttpRequest, call: Call) -> dict[str, Any] | None:
    """Where a call came from: the document, what was filled from which words, what is left to decide. One query."""
    heavy = (f"document__{name}" for name in HEAVY)
    made = CallOfDocument.objects.filter(call=call).select_related("document").defer(*heavy).first()
    if made is None or not may_read(request.user, made.document):
        return None
    left_open = [Reason.from_json(stored) for stored in made.left_open]
    return {"template": "policies/_made_from.html", "context": {"made": made, "left_open": left_open}}
