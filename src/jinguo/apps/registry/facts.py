"""What this app reports to plans and figures: each honour that stands. A revoked one is in no count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from jinguo.apps.facts.kernel import Fact, declare
from jinguo.apps.registry.models import Honour

if TYPE_CHECKING:
    from jinguo.apps.organisations.models import Organisation


def _granted_by(organisation: Organisation) -> Q:
    """Honours keep the name of who granted them: the one it bears, or bore."""
    former = organisation.former_names.values_list("name", flat=True)
    return Q(granted_by=organisation.name) | Q(granted_by__in=former)


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
        )
    )
