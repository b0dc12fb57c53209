"""Two entries are one person: said, and taken back. Only pointers move; docs/decisions/0014 and 0019."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.registry import queries
from jinguo.apps.registry.models import Identity, MatchRun, Merge, Pair, PersonEntry
from jinguo.apps.registry.permissions.people import is_kept_within, keeps_registry, still_stands
from jinguo.apps.registry.same_person.joining import pointers
from jinguo.apps.registry.search import indexing
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


@transaction.atomic
def merge(
    *,
    left: PersonEntry,
    right: PersonEntry,
    organisation: Organisation,
    why: str,
    by: User | None,
    evidence: Sequence[Any] = (),
    probability: float | None = None,
    run: MatchRun | None = None,
    index: bool = True,
) -> Merge:
    """Find two entries of a registry to be one person. ``by`` is None where linkage found it unattended, in a ``run``.
    ``index=False`` leaves the search cards to the caller, in the same transaction.

    Raises:
        Refused: not kept in this registry, one person already, or somebody said that two of the entries that
            would come together are different persons.
    """
    _demand_kept(by, organisation, left, right)
    if not why.strip():
        raise Refused.because("reason_missing")
    left, right = _locked(left, right)
    if left.identity_id == right.identity_id:
        raise Refused.because("merge_of_one_person")
    hers = list(PersonEntry.objects.filter(identity__in=[left.identity_id, right.identity_id]))
    _demand_nobody_objects(hers, left, right, by)
    kept, gone = sorted([left.identity_id, right.identity_id])
    made = Merge.objects.create(
        left=left,
        right=right,
        kept_id=kept,
        gone_id=gone,
        moved=sum(entry.identity_id == gone for entry in hers),
        origin=Merge.LINKAGE if by is None else Merge.PERSON,
        reason=why.strip()[:300],
        evidence=list(evidence),
        probability=probability,
        run=run,
        by=by,
        by_name=str(by or "")[:150],
    )
    point_anew(hers)
    first, second = sorted([left.pk, right.pk])
    Pair.objects.filter(left=first, right=second).update(
        state=Pair.SAME, decided_at=made.at, decided_by_name=made.by_name
    )
    if index:
        indexing.refresh([kept, gone])
    _tell("persons_merged", made, organisation, by, made.moved, why)
    return made


@transaction.atomic
def undo_merge(*, merge: Merge, organisation: Organisation, why: str, by: User) -> int:
    """Take a finding back: what only it held together comes apart, whatever was added or merged since. Nobody joins
    the two again unless a person says so. Answers how many entries moved.
    """
    _demand_kept(by, organisation, merge.left, merge.right)
    if not why.strip():
        raise Refused.because("reason_missing")
    left, right = _locked(merge.left, merge.right)
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    demand(still_stands(merge))
    merge.undone_at, merge.undone_by_name, merge.undone_why = now(), str(by)[:150], why.strip()[:300]
    merge.save(update_fields=["undone_at", "undone_by_name", "undone_why"])
    hers = list(PersonEntry.objects.filter(identity=left.identity_id))
    moved = point_anew(hers)
    say_different(left, right, why, by)
    indexing.refresh({left.identity_id, *(entry.identity_id for entry in hers)})
    _tell("merge_undone", merge, organisation, by, moved, why)
    return moved


def _demand_kept(by: User | None, organisation: Organisation, left: PersonEntry, right: PersonEntry) -> None:
    if by is not None:
        demand(keeps_registry(by, organisation))
    reach = queries.people.reach_of(organisation)
    demand(is_kept_within(left, reach) & is_kept_within(right, reach))


def _locked(left: PersonEntry, right: PersonEntry) -> tuple[PersonEntry, PersonEntry]:
    """Both entries read anew while nobody else moves their pointers: identities are locked in the order of their ids."""
    keys = [left.pk, right.pk]
    while True:
        held = set(PersonEntry.objects.filter(pk__in=keys).values_list("identity_id", flat=True))
        list(Identity.objects.select_for_update().filter(pk__in=held).order_by("pk"))
        found = PersonEntry.objects.in_bulk(keys)
        if {entry.identity_id for entry in found.values()} <= held:
            return found[left.pk], found[right.pk]


def _demand_nobody_objects(
    hers: list[PersonEntry], left: PersonEntry, right: PersonEntry, by: User | None
) -> None:
    """A person's word that two are different stands until a person says otherwise of those very two."""
    identity = {entry.pk: entry.identity_id for entry in hers}
    said = Pair.objects.filter(state=Pair.DIFFERENT, left__in=identity, right__in=identity)
    for pair in said:
        overruled = by is not None and {pair.left_id, pair.right_id} == {left.pk, right.pk}
        if not overruled and identity[pair.left_id] != identity[pair.right_id]:
            raise Refused.because("pair_said_different")


def point_anew(hers: list[PersonEntry]) -> int:
    """Let each entry point where the standing merges say; answers how many moved."""
    homes = {entry.pk: entry.home_id for entry in hers}
    standing = Merge.objects.filter(Q(left__in=homes) | Q(right__in=homes), undone_at=None)
    now_at = pointers(homes, standing.values_list("left_id", "right_id"))
    moved = [entry for entry in hers if entry.identity_id != now_at[entry.pk]]
    for entry in moved:
        entry.identity_id = now_at[entry.pk]
    PersonEntry.objects.bulk_update(moved, ["identity"], batch_size=400)
    return len(moved)


def say_different(left: PersonEntry, right: PersonEntry, why: str, by: User) -> None:
    """Keep somebody's word that two entries tell of different persons. Part of the caller's transaction."""
    first, second = sorted([left.pk, right.pk])
    Pair.objects.update_or_create(
        left_id=first,
        right_id=second,
        defaults={
            "state": Pair.DIFFERENT,
            "decided_at": now(),
            "decided_by_name": str(by)[:150],
            "decided_why": why.strip()[:300],
        },
    )


def _tell(
    action: str, merge: Merge, organisation: Organisation, by: User | None, moved: int, why: str
) -> None:
    audit.record(
        action,
        subject=merge,
        by=by,
        acting_for=organisation,
        within=merge.left,
        after={"moved": moved},
        note=why.strip(),
    )
