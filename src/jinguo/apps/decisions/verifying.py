"""Is a record still what was decided? It is made again from itself, its digest and its place in the chain are checked."""

from __future__ import annotations

from dataclasses import dataclass

from jinguo.apps.decisions import queries
from jinguo.apps.decisions.models import Decision
from jinguo.engines import selection as engine
from jinguo.engines.selection import canonical_json
from jinguo.errors import Refused
from jinguo.reasons import Reason


@dataclass(frozen=True)
class Verified:
    """``found`` says what is wrong; empty where record, list and chain agree."""

    found: tuple[Reason, ...]
    records: int

    @property
    def good(self) -> bool:
        return not self.found


def verify(decision: Decision) -> Verified:
    """One record with the one before it."""
    before = queries.chain_of(decision.organiser).filter(number__lt=decision.number).last()
    found = [*_record(decision), *_link(decision, before), *_list(decision)]
    return Verified(tuple(found), 1)


def _record(decision: Decision) -> tuple[Reason, ...]:
    try:
        record = engine.read_record(canonical_json(decision.selection.record))
        done = engine.replay(record)
    except Refused as refused:
        return refused.reasons
    if record["digest"] != decision.digest:
        stated = Reason.error("replay_digest", stated=decision.digest, found=str(record["digest"]))
        return (stated, *done.differences)
    return done.differences


def _link(decision: Decision, before: Decision | None) -> list[Reason]:
    stated = decision.selection.record.get("previous") or ""
    expected = before.digest if before else ""
    number = (before.number if before else 0) + 1
    if stated != expected or decision.previous_digest != expected or decision.number != number:
        return [Reason.error("replay_chain", stated=stated or "—", found=expected or "—")]
    return []


def _list(decision: Decision) -> list[Reason]:
    """The list that the site shows is the one on record."""
    record = decision.selection.record
    on_record = {str(uid) for uid in record.get("adjusted", record.get("chosen", []))}
    rows = decision.selection.entries.filter(chosen=True).values_list("nomination__uid", flat=True)
    shown = {str(uid) for uid in rows}
    if shown != on_record:
        return [Reason.error("record_list_differs", count=len(shown ^ on_record))]
    return []
