"""Writes of persons: one by a programme, many by a list; and a list taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps import vault
from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.registry import incoming
from jinguo.apps.registry.incoming import Added
from jinguo.apps.registry.models import Identity, PersonEntry
from jinguo.apps.registry.search import indexing

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation
    from jinguo.engines.rosters import PersonRow


@transaction.atomic
def record_entry(
    *,
    name: str,
    sex: str = "",
    birth_date: date | None = None,
    id_number: str = "",
    source: str,
    organisation: Organisation | None = None,
) -> PersonEntry:
    """Record a person as a source tells of her; one with the same ID number joins the identity that has it.

    Without an ``organisation`` that keeps her she stands in nobody's registry.
    """
    index = vault.blind_index("id_number", id_number) if id_number else ""
    known = _known([index]).get(index) if index else None
    identity, home = known or (None, None)
    if identity is None:
        identity = home = Identity.objects.create().pk
    entry = PersonEntry(
        identity_id=identity,
        home_id=home,
        organisation=organisation,
        name=name,
        sex=sex,
        birth_date=birth_date,
        birth_precision="day" if birth_date else "",
        id_number_index=index,
        source=source,
        recorded_on=today(),
    )
    if id_number:
        entry.id_number_sealed = vault.seal(id_number, about=f"person:{entry.uid}:id_number")
    entry.save(force_insert=True)
    if organisation is not None:
        indexing.refresh([identity])
    return entry


def add_entries(
    rows: Iterable[PersonRow],
    *,
    source: str,
    organisation: Organisation,
    by: User | None,
    source_name: str = "",
    recorded_on: date | None = None,
    index: bool = True,
) -> Added:
    """Write the rows of a list, all or none; a row with a known ID number joins the person who has it.

    ``rows`` are already checked; the iterable is read once, in batches. ``source`` names the list for machines
    (``import:<uid>``), ``source_name`` for people (its title or file name), ``recorded_on`` is the day whose
    state it tells. ``index=False`` leaves the search cards to :func:`indexing.refresh_source`.
    """
    with incoming.prepared(incoming.in_blocks(rows)) as move, transaction.atomic():
        added = move_in(
            move,
            source=source,
            organisation=organisation,
            by=by,
            source_name=source_name,
            recorded_on=recorded_on,
        )
        if index:
            entries = PersonEntry.objects.filter(source=source, organisation=organisation, withdrawn_at=None)
            indexing.refresh(entries.values_list("identity_id", flat=True))
    return added


def move_in(
    move: Callable[..., Added],
    *,
    source: str,
    organisation: Organisation,
    by: User | None,
    source_name: str = "",
    recorded_on: date | None = None,
) -> Added:
    """What :func:`incoming.prepared` made ready becomes part of the registry. Part of the caller's transaction."""
    added = move(
        organisation_id=organisation.pk,
        source=source,
        source_name=source_name[:200],
        recorded_on=recorded_on or today(),
        recorded_by_id=by.pk if by else None,
    )
    audit.record(
        "persons_added",
        subject=organisation,
        by=by,
        acting_for=organisation,
        after={"count": added.entries, "joined": added.joined, "source": source_name or source},
    )
    return added


@transaction.atomic
def withdraw_entries(*, source: str, organisation: Organisation, by: User | None, index: bool = True) -> int:
    """Take a list back as a whole: its entries stand no longer in anybody's registry. Answers how many. ``index=False``
    leaves the search cards to :func:`indexing.refresh_source`."""
    rows = PersonEntry.objects.filter(source=source, organisation=organisation, withdrawn_at=None)
    identities = list(rows.values_list("identity_id", flat=True).distinct()) if index else []
    count = rows.update(withdrawn_at=now())
    indexing.refresh(identities)
    after = {"count": count, "source": source}
    audit.record("persons_withdrawn", subject=organisation, by=by, acting_for=organisation, after=after)
    return count


def _known(indices: Sequence[str]) -> dict[str, tuple[int, int]]:
    """ID index → (identity, home) of the first entry that has it, and was not found to have it wrongly."""
    found: dict[str, tuple[int, int]] = {}
    for part in _parts(sorted(set(indices)), 500):
        rows = PersonEntry.objects.filter(id_number_index__in=part, partings=None).order_by("pk")
        for index, identity, home in rows.values_list("id_number_index", "identity_id", "home_id"):
            found.setdefault(index, (identity, home))
    return found


def _parts(values: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
