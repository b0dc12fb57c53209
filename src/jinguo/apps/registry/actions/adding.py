"""A person written down by hand: whoever writes has looked whether she is there already, and answers for it with her name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.ids import new_uid
from jinguo.apps.registry.actions.people import add_entries
from jinguo.apps.registry.models import Pair, PersonEntry
from jinguo.apps.registry.permissions.people import keeps_registry
from jinguo.apps.registry.queries.people import entries_in
from jinguo.apps.registry.rights import withheld
from jinguo.errors import Refused, demand
from jinguo.phrases import term
from jinguo.standards.identity import read_id

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation
    from jinguo.engines.rosters import PersonRow


@transaction.atomic
def add_by_hand(
    *, organisation: Organisation, row: PersonRow, source_name: str, by: User, others: Collection[int] = ()
) -> PersonEntry:
    """Write one person into a registry. ``others`` are entries of persons of whom ``by`` says that they are not she: nobody asks
    about them again. What the ID number says of birth and sex is taken where nothing else is said.

    Raises:
        Refused: not the keeper, no name, an ID number that can't be or that contradicts what is said, or she was erased here and
            asked not to be taken in again.
    """
    demand(keeps_registry(by, organisation))
    if not row.name.strip():
        raise Refused.because("person_without_name")
    rows = list(withheld.known_to(organisation.pk).filtered([_checked(row)]))
    if not rows:
        raise Refused.because("person_was_erased_here")
    source = f"hand:{new_uid()}"
    add_entries(rows, source=source, source_name=source_name, organisation=organisation, by=by)
    made = PersonEntry.objects.select_related("identity").get(source=source)
    kept = entries_in(organisation).filter(pk__in=list(others)).exclude(identity=made.identity_id)
    for other in kept.order_by("pk"):
        _is_another(other, made, organisation, by)
    return made


def _checked(row: PersonRow) -> PersonRow:
    """The row with what its ID number says."""
    if not row.id_number:
        return row
    read = read_id(row.id_number)
    if not read.valid:
        raise Refused.because("person_id_number_wrong")
    born = read.birth_date.isoformat() if read.birth_date else ""
    if row.birth_date and born and not born.startswith(row.birth_date):
        raise Refused.because("person_id_number_contradicts_birth", said=row.birth_date, number=born)
    if row.sex and read.sex and row.sex != read.sex:
        raise Refused.because("person_id_number_contradicts_sex")
    return replace(
        row, id_number=read.number, birth_date=born or row.birth_date, sex=row.sex or read.sex or ""
    )


def _is_another(other: PersonEntry, made: PersonEntry, organisation: Organisation, by: User) -> None:
    """Whoever added her saw the other one, and said that they differ."""
    pair = Pair.objects.create(
        left=other,
        right=made,
        state=Pair.DIFFERENT,
        decided_at=now(),
        decided_by_name=str(by)[:150],
        decided_why=term("pair_different_when_added"),
    )
    audit.record(
        "pair_decided",
        subject=pair,
        by=by,
        acting_for=organisation,
        within=other,
        after={"word": Pair.DIFFERENT},
        note=pair.decided_why,
    )
