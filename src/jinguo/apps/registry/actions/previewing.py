"""Before a list is written: how many of its rows look like persons who are in the registry already, and who the first are."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from jinguo.apps.registry import same_person, staging
from jinguo.apps.registry.models import ListImport
from jinguo.apps.registry.permissions.imports import is_staged
from jinguo.apps.registry.queries import matching as of_matching
from jinguo.apps.registry.queries.people import entries_in
from jinguo.errors import demand

SHOWN = 10


def look_for_known(*, run: ListImport, progress: Callable[..., object] | None = None) -> ListImport:
    """Hold the staged rows against the registry by number and by the strict rules; nothing in the registry changes. What is
    found stays with the list. It may be stopped at any time: the list can be written all the same.

    Raises:
        Refused: not staged.
    """
    demand(is_staged(run))
    entries = entries_in(run.organisation)
    size = entries.count()
    numbers = same_person.known_by_number(staging.staged_persons(run), entries) if size else {}
    whole = 0 < size <= same_person.MOST_IN_PREVIEW - run.accepted
    alike = (
        same_person.known_by_likeness(
            staging.staged_persons(run),
            entries,
            model=of_matching.model_for(run.organisation, 0),
            progress=progress,
        )
        if whole
        else {}
    )
    known = {**alike, **numbers}
    said = {
        "count": len(known),
        "by_number": len(numbers),
        "only_numbers": bool(size and not whole),
        "first": _first(run, known),
    }
    run.likely = said
    ListImport.objects.filter(pk=run.pk, state=ListImport.STAGED).update(likely=said)
    return run


def _first(run: ListImport, known: dict[int, int]) -> list[dict[str, object]]:
    """The first rows of whom somebody like them is known, with whom they are like."""
    wanted = sorted(known)[:SHOWN]
    if not wanted:
        return []
    rows = dict(enumerate(islice(staging.staged_persons(run), wanted[-1] + 1)))
    return [
        {"row": rows[place].row, "name": rows[place].name, "unit": rows[place].unit, "identity": known[place]}
        for place in wanted
    ]
