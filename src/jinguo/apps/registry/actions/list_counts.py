"""Dynamic lists counted: who came in, who fell out and why; once a month the keeper of the list is told."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import transaction

from jinguo.apps.clock import today, told
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry import queries
from jinguo.apps.registry.models import ListCount, Listed, PersonEntry, SavedSearch
from jinguo.apps.registry.search.leaving import why_they_left

PATH = "/registry/lists/{uid}/"


@transaction.atomic
def count_list(*, search: SavedSearch, members: Collection[int]) -> tuple[int, int]:
    """Note who is in a dynamic list today; answers how many came in and how many fell out since the last count.

    Whose entries moved to another identity by a merge did not fall out: her time in the list goes on under it.
    """
    day, inside = today(), set(members)
    standing = dict(Listed.objects.filter(search=search, until=None).values_list("identity_id", "pk"))
    _follow_merges(standing, inside)
    came = sorted(inside - set(standing))
    gone = {identity: pk for identity, pk in standing.items() if identity not in inside}
    Listed.objects.bulk_create(
        [Listed(search=search, identity_id=one, since=day) for one in came], batch_size=500
    )
    _end(search, gone)
    before = ListCount.objects.filter(search=search, on=day).first()
    begun = search.counted_on is None  # whom the first count finds did not come in: they were there
    counts: dict[str, Any] = {"members": len(inside), "came": 0 if begun else len(came), "gone": len(gone)}
    if before is not None:
        counts |= {"came": before.came + len(came), "gone": before.gone + len(gone)}
    ListCount.objects.update_or_create(search=search, on=day, defaults=counts)
    search.counted_on = day
    search.save(update_fields=["counted_on"])
    return len(came), len(gone)


def _follow_merges(standing: dict[int, int], inside: set[int]) -> None:
    """Let rows of identities that went up in another one of the list point to that one."""
    lost = [identity for identity in standing if identity not in inside]
    for home, now_at in _moved(lost):
        if now_at in inside and now_at not in standing and home in standing:
            Listed.objects.filter(pk=standing[home]).update(identity_id=now_at)
            standing[now_at] = standing.pop(home)


def _moved(identities: Iterable[int]) -> list[tuple[int, int]]:
    """(the identity that is no more, where its entries are now)."""
    identities = list(identities)
    if not identities:
        return []
    still = set(
        PersonEntry.objects.filter(identity__in=identities, withdrawn_at=None).values_list(
            "identity_id", flat=True
        )
    )
    rows = PersonEntry.objects.filter(home__in=set(identities) - still, withdrawn_at=None).order_by("pk")
    return [(home, now_at) for home, now_at in rows.values_list("home_id", "identity_id") if home != now_at]


def _end(search: SavedSearch, gone: dict[int, int]) -> None:
    reasons = why_they_left(search, list(gone))
    rows = Listed.objects.in_bulk(list(gone.values()))
    for identity, pk in gone.items():
        rows[pk].until = today()
        rows[pk].why = [reason.as_json() for reason in reasons.get(identity, ())]
    Listed.objects.bulk_update(rows.values(), ["until", "why"], batch_size=200)


@transaction.atomic
def tell_of_the_month() -> int:
    """Tell the keeper of every list that stood before this month what moved in it since; answers how many lists."""
    first = today().replace(day=1)
    keepers_told = 0
    for search in queries.searches.searches_to_tell(first).select_for_update(of=("self",)):
        since = search.told_on or told(search.created_at).date()
        members, came, gone = queries.searches.sums_since(search, since)
        keeper = search.by if search.by is not None and search.by.is_active else None
        outbox.queue(
            "list_of_the_month",
            to=[keeper] if keeper else queries.rights.keepers(search.organisation),
            params={
                "name": search.name,
                "since": since.isoformat(),
                "members": members,
                "came": came,
                "gone": gone,
            },
            about=search,
            sender=search.organisation,
            link=PATH.format(uid=search.uid),
        )
        keepers_told += 1
        SavedSearch.objects.filter(pk=search.pk).update(told_on=first)
    return keepers_told
