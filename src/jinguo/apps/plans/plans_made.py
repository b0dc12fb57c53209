"""Plans as one of the things that come of documents; and what a call's page tells of the measures that it carries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls import panels
from jinguo.apps.calls.models import Call
from jinguo.apps.plans.models import Carries, Measure
from jinguo.apps.plans.queries import read_by
from jinguo.apps.policies import makers
from jinguo.apps.policies.models import PolicyDocument
from jinguo.apps.policies.permissions import may_make


def offer() -> None:
    """Register the maker and the panel; called when the program starts."""
    makers.register(
        "plan",
        label=_("Make the plan"),
        icon="target",
        kinds=("policy",),
        may=may_make,
        url=lambda document: reverse("plans:make", args=[document.uid]),
        came_of=came_of,
        open_label=_("Open the plan"),
    )
    panels.register("plans", of_call)


def came_of(user: Any, documents: Sequence[PolicyDocument]) -> Iterable[makers.CameOf]:
    """The plans whose measures were made of these documents, for who reads them. One query."""
    rows = (
        Measure.objects.filter(document__in=[one.pk for one in documents], plan__in=read_by(user))
        .values_list("document_id", "plan__uid", "plan__title", "plan__state", "plan__created_at")
        .distinct()
        .order_by("plan__created_at", "plan__uid")
    )
    return [
        makers.CameOf(document, title, reverse("plans:plan", args=[uid]), state, at)
        for document, uid, title, state, at in rows
    ]


def of_call(request: HttpRequest, call: Call) -> dict[str, Any] | None:
    """The measures that a call carries, for who reads their plans. One query."""
    found = Carries.objects.filter(
        programme_kind="call", programme_uid=call.uid, measure__plan__in=read_by(request.user)
    )
    measures = [one.measure for one in found.select_related("measure__plan")]
    return {"template": "plans/_call_panel.html", "context": {"measures": measures}} if measures else None
