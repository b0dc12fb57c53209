"""The review queue: pairs are looked for, weighed anew where something was said since, and somebody gives a word on each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.registry import same_person
from jinguo.apps.registry.actions.matching import match
from jinguo.apps.registry.actions.merging import merge
from jinguo.apps.registry.models import MatchLimits, Pair, PersonEntry
from jinguo.apps.registry.permissions.imports import may_import
from jinguo.apps.registry.permissions.people import keeps_registry
from jinguo.apps.registry.queries import matching as of_matching
from jinguo.apps.registry.queries import pairs as of_pairs
from jinguo.apps.registry.queries.people import entries_in
from jinguo.apps.registry.same_person.records import corrections, record_of, values_of
from jinguo.errors import Refused, demand
from jinguo.phrases import term

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


def look_for_pairs(*, organisation: Organisation, progress=None) -> int:
    """Compare a whole registry and put into the queue what is likely; nothing is merged. Answers how many pairs are new."""
    return match(organisation=organisation, progress=progress).queued


def seen(pair: Pair) -> str:
    """What somebody who looks at a pair has seen of it: another word where it is not the same any more."""
    said = f"{pair.state} {pair.decided_at} {pair.left.identity_id} {pair.right.identity_id} {of_pairs.said_last(pair)}"
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def weigh_again(*, pair: Pair, organisation: Organisation) -> Pair:
    """A pair that waits, as its entries stand now, where something was said of them since it was weighed."""
    last = of_pairs.said_last(pair)
    if pair.state not in Pair.WAITING or pair.probability is None or last is None or last <= pair.weighed_at:
        return pair
    left, right = (
        record_of(values_of(entry), corrections(entry.pk, entry.pk).get(entry.pk, {}))
        for entry in (pair.left, pair.right)
    )
    kept = entries_in(organisation)
    size = kept.count()
    found = same_person.weigh(
        left,
        right,
        model=of_matching.model_for(organisation, 0),
        size=size,
        share=max(kept.filter(name=pair.right.name).count() - 2, 0) / max(size, 1),
    )
    pair.probability = found.probability if found else 0.0
    pair.evidence = list(found.evidence) if found else []
    pair.weighed_at = now()
    Pair.objects.filter(pk=pair.pk, state__in=Pair.WAITING).update(
        probability=pair.probability, evidence=pair.evidence, weighed_at=pair.weighed_at
    )
    return pair


@transaction.atomic
def decide_pair(
    *, pair: Pair, word: str, why: str, organisation: Organisation, by: User, as_seen: str = ""
) -> Pair:
    """Give one's word on a pair: the same person (which merges them), different persons, or later.

    ``as_seen`` (:func:`seen`) is what she had before her: somebody else may have decided, or said more, meanwhile.

    Raises:
        Refused: no such word, it is another pair than she saw, or what :func:`merge` refuses.
    """
    demand(keeps_registry(by, organisation))
    if word not in (Pair.SAME, Pair.DIFFERENT, Pair.LATER):
        raise Refused.because("pair_word_unknown")
    pair = (
        Pair.objects.select_for_update(of=("self",))
        .select_related("left__identity", "right__identity")
        .get(pk=pair.pk)
    )
    if as_seen and as_seen != seen(pair):
        if pair.decided_at:
            raise Refused.because("pair_decided_meanwhile", by=pair.decided_by_name, word=pair.state)
        raise Refused.because("pair_changed_meanwhile")
    if word == Pair.SAME and pair.left.identity_id != pair.right.identity_id:
        merge(
            left=pair.left,
            right=pair.right,
            organisation=organisation,
            why=why.strip() or term("pair_looked_at"),
            by=by,
            evidence=pair.evidence,
            probability=pair.probability,
        )
    pair.state, pair.decided_at = word, now()
    pair.decided_by_name, pair.decided_why = str(by)[:150], why.strip()[:300]
    pair.save(update_fields=["state", "decided_at", "decided_by_name", "decided_why"])
    audit.record(
        "pair_decided",
        subject=pair,
        by=by,
        acting_for=organisation,
        within=pair.left,
        after={"word": word},
        note=why.strip(),
    )
    return pair


def decide_many(
    *, pairs: Iterable[Pair], why: str, organisation: Organisation, by: User
) -> tuple[int, list[Refused]]:
    """Say of many pairs that they are the same person, each by itself; (how many, what was refused)."""
    done, refused = 0, []
    for pair in pairs:
        try:
            decide_pair(pair=pair, word=Pair.SAME, why=why, organisation=organisation, by=by)
            done += 1
        except Refused as problem:
            refused.append(problem)
    return done, refused


@transaction.atomic
def decide_case(*, entries: Sequence[PersonEntry], why: str, organisation: Organisation, by: User) -> int:
    """Say of several entries that hang together that they are one person; all or none. Answers how many merges it took."""
    demand(keeps_registry(by, organisation))
    if len(entries) < 2:
        raise Refused.because("case_of_one")
    first, *others = entries
    made = 0
    for other in others:
        now_at = dict(
            PersonEntry.objects.filter(pk__in=(first.pk, other.pk)).values_list("pk", "identity_id")
        )
        if now_at[first.pk] != now_at[other.pk]:
            merge(
                left=first,
                right=other,
                organisation=organisation,
                why=why.strip() or term("pair_looked_at"),
                by=by,
            )
            made += 1
    return made


@transaction.atomic
def set_limits(
    *, organisation: Organisation, unattended: bool, merge_from: float, ask_from: float, why: str, by: User
) -> MatchLimits:
    """Say from where on a machine may merge and a person is asked, for this organisation and those below it.

    Raises:
        Refused: not its officer, no reason, below 0.99 for a machine, or not in order.
    """
    demand(may_import(by, organisation))
    if not why.strip():
        raise Refused.because("reason_missing")
    if not (0.99 <= merge_from <= 1 and 0.01 <= ask_from < merge_from):
        raise Refused.because("match_limits_out_of_range")
    limits, _ = MatchLimits.objects.update_or_create(
        organisation=organisation,
        defaults={
            "unattended": unattended,
            "merge_from": merge_from,
            "ask_from": ask_from,
            "why": why.strip()[:300],
            "set_at": now(),
            "set_by_name": str(by)[:150],
        },
    )
    audit.record(
        "match_limits_set",
        subject=organisation,
        by=by,
        acting_for=organisation,
        after={"unattended": unattended, "merge_from": merge_from, "ask_from": ask_from},
        note=why.strip(),
    )
    return limits
