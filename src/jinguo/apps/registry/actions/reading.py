"""Reading sensitive data is an act: it is recorded before anything is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.registry.attributes import attributes
from jinguo.apps.registry.models import PersonEntry, Statement
from jinguo.apps.registry.permissions.people import keeps_registry
from jinguo.apps.registry.persons.personal_page import sensitive_of
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


@transaction.atomic
def unmask(
    *,
    entries: Sequence[PersonEntry],
    statements: Sequence[Statement],
    attribute: str,
    organisation: Organisation,
    why: str,
    by: User,
) -> str:
    """A sensitive value of a person in full; who looked, at what and why stands in the trail, for her to read.

    Raises:
        Refused: not the keeper, no reason, or no sensitive attribute.
    """
    demand(keeps_registry(by, organisation))
    if not why.strip():
        raise Refused.because("reason_missing")
    known = attributes().get(attribute)
    if known is None or not known.sealed:
        raise Refused.because("attribute_unknown", attribute=attribute)
    audit.record(
        "person_unmasked",
        subject=entries[0],
        by=by,
        acting_for=organisation,
        after={"attribute": attribute},
        note=why.strip(),
    )
    return sensitive_of(entries, statements).get(attribute, "")


@transaction.atomic
def record_export(*, organisation: Organisation, count: int, by: User) -> None:
    """Put into the trail that a list of persons went out."""
    demand(keeps_registry(by, organisation))
    audit.record(
        "registry_exported", subject=organisation, by=by, acting_for=organisation, after={"count": count}
    )
