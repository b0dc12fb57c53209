"""One record that tells of two persons: the entries of the other one leave it, whatever had brought them together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from jinguo.apps.audit import actions as audit
from jinguo.apps.registry.actions.merging import merge, point_anew, say_different, undo_merge
from jinguo.apps.registry.models import Identity, Merge, Parting, PersonEntry
from jinguo.apps.registry.permissions.people import is_kept_within, keeps_registry
from jinguo.apps.registry.queries.people import reach_of
from jinguo.apps.registry.search import indexing
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


@transaction.atomic
def split(
    *, identity: Identity, leaving: Collection[PersonEntry], organisation: Organisation, why: str, by: User
) -> Identity:
    """Say that some entries of a person tell of another one. Answers who that is now.

    Merges between the two sides are undone. Entries that one ID number had brought together when they were written part:
    those that leave get a home of their own (:class:`Parting`), and a later row with that number no longer joins them. What
    hangs on an entry goes with it. Nobody joins the two again unless a person says so; then it is a merge like any other.

    Raises:
        Refused: no reason; none or all of her entries; an entry that another registry keeps.
    """
    demand(keeps_registry(by, organisation))
    if not why.strip():
        raise Refused.because("reason_missing")
    Identity.objects.select_for_update().get(pk=identity.pk)
    hers = list(PersonEntry.objects.filter(identity=identity).order_by("pk"))
    gone = {entry.pk for entry in leaving}
    going = [entry for entry in hers if entry.pk in gone]
    staying = [entry for entry in hers if entry.pk not in gone]
    if not going or not any(entry.withdrawn_at is None for entry in staying):
        raise Refused.because("split_needs_both")
    reach = reach_of(organisation)
    for entry in going:
        demand(is_kept_within(entry, reach))
    _undo_between(going, staying, organisation, why, by)
    _part(going, staying, why, by)
    point_anew(hers)
    say_different(staying[0], going[0], why, by)
    _hold_together(going, organisation, why, by)
    for entry in hers:
        entry.refresh_from_db(fields=["identity", "home"])
    indexing.refresh({identity.pk, *(entry.identity_id for entry in hers)})
    audit.record(
        "person_split",
        subject=going[0],
        by=by,
        acting_for=organisation,
        within=staying[0],
        after={"left": len(going), "stayed": len(staying)},
        note=why.strip(),
    )
    return going[0].identity


def _undo_between(
    going: Sequence[PersonEntry],
    staying: Sequence[PersonEntry],
    organisation: Organisation,
    why: str,
    by: User,
) -> None:
    between = Q(left__in=going, right__in=staying) | Q(left__in=staying, right__in=going)
    for one in Merge.objects.filter(between, undone_at=None).select_related("left", "right").order_by("-pk"):
        undo_merge(merge=one, organisation=organisation, why=why, by=by)


def _part(going: Sequence[PersonEntry], staying: Sequence[PersonEntry], why: str, by: User) -> None:
    """Entries that leave a home in which others stay get a new one, those of one home the same."""
    kept = {entry.home_id for entry in staying}
    new: dict[int, Identity] = {}
    for entry in going:
        if entry.home_id in kept:
            home = new.setdefault(entry.home_id, Identity.objects.create())
            Parting.objects.create(
                entry=entry,
                from_home_id=entry.home_id,
                to_home=home,
                reason=why.strip()[:300],
                by_name=str(by)[:150],
            )
            entry.home = home
            entry.save(update_fields=["home"])


def _hold_together(going: Sequence[PersonEntry], organisation: Organisation, why: str, by: User) -> None:
    """Those that leave are one person: what held them together only through those that stay is said anew."""
    now_at = dict(
        PersonEntry.objects.filter(pk__in=[entry.pk for entry in going]).values_list("pk", "identity_id")
    )
    first = going[0]
    for other in going[1:]:
        if now_at[other.pk] != now_at[first.pk]:
            merge(left=first, right=other, organisation=organisation, why=why, by=by)
            moved = now_at[other.pk], now_at[first.pk]
            now_at = {key: min(moved) if at in moved else at for key, at in now_at.items()}
