"""What this app reports to plans and figures: each honour that stands. A revoked one is in no count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from jinguo.apps.facts.kernel import Fact, Record, declare
from jinguo.apps.registry import queries
from jinguo.apps.registry.models import Honour

if TYPE_CHECKING:
    from jinguo.apps.organisations.models import Organisation


def _granted_by(organisation: Organisation) -> Q:
    """Honours keep the name of who granted them: the one it bears, or bore."""
    former = organisation.former_names.values_list("name", flat=True)
    return Q(granted_by=organisation.name) | Q(granted_by__in=former)


def _seen(user: Any, rows: QuerySet[Honour]) -> list[Record]:
    """Honours of persons in the registries that she keeps, each opening the person; those of teams, units and works tell of
    no person and are named alone.
    """
    kept = ~Q(holder_kind="person")
    for registry in queries.people.registries_of(user):
        kept |= Q(entry__in=queries.people.entries_in(registry))
    found = rows.filter(kept).select_related("entry__identity").order_by("granted_on", "pk")
    return [
        Record(
            one.granted_on,
            f"{one.holder_name} · {one.title}",
            reverse("registry:person", args=[one.entry.identity.uid]) if one.entry else "",
        )
        for one in found
    ]


def declare_facts() -> None:
    """Called once, when the app is ready."""
    declare(
        Fact(
            "honour.granted",
            rows=lambda: Honour.objects.filter(revoked_on=None),
            date="granted_on",
            dimensions={
                "holder_kind": "holder_kind",
                "sex": "entry__sex",
                "title": "title",
                "granted_by": "granted_by",
            },
            person="entry__identity",
            owned=_granted_by,
            seen=_seen,
        )
    )
