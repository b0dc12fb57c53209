"""Conflicts of interest: look for them in the records, confirm or ignore what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.clock import now
from jinguo.apps.jobs.actions import enqueue
from jinguo.apps.jobs.models import Job
from jinguo.apps.reviews import queries
from jinguo.apps.reviews.actions.standing import refresh_standing
from jinguo.apps.reviews.models import Assignment, Conflict, ConflictSearch, Expert
from jinguo.apps.reviews.states import ConflictState
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.engines.expertise import Finding

_EFFECTS = (Conflict.BLOCKS, Conflict.ASKS, Conflict.NOTES)
_SURE = ("certain", "likely", "possible")


SEARCH = "reviews.find_conflicts"
"""The name of the background work that looks the whole pool through."""


@transaction.atomic
def ask_search(*, call: Call, by: User) -> Job:
    """Have the whole pool looked through in the background; asked again while that is under way, it is done once."""
    demand(call_permissions.is_officer_of_call(by, call))
    Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
    job = queries.search_asked_for(call)
    if job is None or not job.is_open:
        job = enqueue(SEARCH, by=by, call=str(call.uid))
    return job


def find_conflicts(
    *,
    call: Call,
    experts: Sequence[Expert] | None = None,
    by: User,
    progress: Callable[[int, int], None] | None = None,
) -> ConflictSearch:
    """Look for conflicts between the nominations of a call and experts of the pool (all, or those named), and keep them.

    What an officer settled stays as it is, unless a kind of conflict is found that was not there when she did. What
    waited and is found no more goes. Nothing is written before all is looked through: who stops it by ``progress``
    leaves everything as it was.
    """
    from jinguo.apps.reviews.conflict_facts import look_for  # loads NumPy, which other pages are spared

    demand(call_permissions.is_officer_of_call(by, call))
    whole = experts is None
    judges = list(queries.experts_to_check(call)) if experts is None else list(experts)
    nominations = list(queries.nominations_to_check(call))
    found = look_for(nominations, judges, progress)
    return _write_search(call, found, nominations, judges, whole=whole, by=by)


@transaction.atomic
def _write_search(
    call: Call,
    found: Iterable[Finding],
    nominations: Sequence[Nomination],
    judges: Sequence[Expert],
    *,
    whole: bool,
    by: User,
) -> ConflictSearch:
    kept = _keep(found, nominations, judges)
    search = ConflictSearch(
        call=call,
        at=now(),
        by_name=str(by)[:100],
        experts=len(judges),
        nominations=len(nominations),
        found=kept,
    )
    if whole:
        search.save()
        audit.record(
            "conflicts_searched", subject=call, by=by, acting_for=call.organiser, within=call,
            after={"experts": len(judges), "nominations": len(nominations), "found": kept},
        )  # fmt: skip
    return search


@transaction.atomic
def settle_conflicts(
    *, call: Call, chosen: Iterable[int], confirm: bool, reason: str, by: User
) -> list[Conflict]:
    """Confirm found conflicts, or ignore them with a reason. What is confirmed and was given out is taken back."""
    demand(call_permissions.is_officer_of_call(by, call))
    if not confirm and not reason.strip():
        raise Refused.because("reason_missing")
    rows = list(
        Conflict.objects.select_for_update(of=("self",))
        .filter(nomination__call=call, pk__in=list(chosen), origin=Conflict.FOUND)
        .select_related("nomination__call", "expert")
    )
    target = ConflictState.CONFIRMED if confirm else ConflictState.IGNORED
    for row in rows:
        row.state, row.settled_at, row.settled_by_name = target, now(), str(by)[:100]
        row.settled_reason = reason.strip()[:500]
    Conflict.objects.bulk_update(rows, ["state", "settled_at", "settled_by_name", "settled_reason"])
    if confirm:
        _take_back(rows)
    if rows:
        audit.record(
            "conflicts_confirmed" if confirm else "conflicts_ignored",
            subject=call, by=by, acting_for=call.organiser, within=call,
            after={
                "count": len(rows),
                "pairs": [f"{row.nomination.receipt} {row.expert.name}" for row in rows[:50]],
            },
            note=reason.strip(),
        )  # fmt: skip
    return rows


def _take_back(rows: Sequence[Conflict]) -> None:
    """What was given to an expert who has a conflict with it goes back to the officer."""
    for row in rows:
        given = Assignment.objects.filter(
            nomination=row.nomination, expert=row.expert, released_at=None, round__closed_at=None
        ).select_related("round")
        for assignment in given:
            Assignment.objects.filter(pk=assignment.pk).update(released_at=now())
            refresh_standing(assignment.round, row.nomination)


def _keep(found: Iterable[Finding], nominations: Sequence[Nomination], experts: Sequence[Expert]) -> int:
    """Write what was found beside what stands; how many wait for an officer now."""
    by_pair: dict[tuple[str, str], list[Finding]] = {}
    for finding in found:
        by_pair.setdefault((finding.item, finding.reviewer), []).append(finding)
    items = {str(one.uid): one.pk for one in nominations}
    judges = {str(one.uid): one.pk for one in experts}
    there = {
        (row.nomination_id, row.expert_id): row
        for row in Conflict.objects.select_for_update().filter(
            nomination__in=list(items.values()), expert__in=list(judges.values())
        )
    }
    fresh, changed, seen = [], [], set()
    for (item, judge), listed in by_pair.items():
        pair = (items[item], judges[judge])
        seen.add(pair)
        row = there.get(pair)
        if row is None:
            row = Conflict(
                nomination_id=pair[0],
                expert_id=pair[1],
                origin=Conflict.FOUND,
                declared_by_expert=False,
                declared_at=now(),
                state=ConflictState.FOUND,
            )
            fresh.append(row)
        else:
            changed.append(row)
        _write(row, listed)
    Conflict.objects.bulk_create(fresh, batch_size=500)
    Conflict.objects.bulk_update(changed, ["findings", "kind", "sureness", "effect", "state"], batch_size=500)
    gone = [row.pk for pair, row in there.items() if pair not in seen and row.state == ConflictState.FOUND]
    Conflict.objects.filter(pk__in=gone).delete()
    return Conflict.objects.to_settle().filter(nomination__in=list(items.values())).count()


def _write(row: Conflict, listed: Sequence[Finding]) -> None:
    """The findings of one pair, the weightiest first; a kind that was not there before asks the officer again."""
    ordered = sorted(listed, key=lambda one: (_EFFECTS.index(one.effect), _SURE.index(one.sureness)))
    before = {one["kind"] for one in row.findings}
    row.findings = [
        {
            "kind": f"conflict_{one.kind}",
            "sureness": one.sureness,
            "effect": one.effect,
            "reasons": [reason.as_json() for reason in one.reasons],
            "source": one.source,
        }
        for one in ordered
    ]
    if row.origin == Conflict.FOUND:
        row.kind, row.sureness, row.effect = (
            f"conflict_{ordered[0].kind}", ordered[0].sureness, ordered[0].effect,
        )  # fmt: skip
        new = {one["kind"] for one in row.findings} - before
        if row.state == ConflictState.IGNORED and new:
            row.state = ConflictState.FOUND
