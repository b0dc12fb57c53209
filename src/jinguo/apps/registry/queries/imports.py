"""Reads of lists on their way in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from jinguo.apps.registry.models import Card, KnownHeader, ListImport, MatchRun, StagedRow
from jinguo.apps.registry.queries.people import names_in
from jinguo.reasons import Reason

if TYPE_CHECKING:
    from jinguo.apps.organisations.models import Organisation
    from jinguo.engines.rosters import ListMapping


def known_headers(organisation: Organisation | int) -> dict[str, dict[str, str]]:
    """Fingerprint of a header → heading → field, as officers of the organisation corrected them."""
    rows = KnownHeader.objects.filter(organisation=organisation)
    return dict(rows.values_list("fingerprint", "columns"))


def imports_of(organisation: Organisation) -> QuerySet[ListImport]:
    """The lists of an organisation, the latest first."""
    return ListImport.objects.filter(organisation=organisation).select_related("job")


def resumable(organisation: Organisation, sha256: str, mapping: ListMapping | None) -> ListImport | None:
    """An import of the same file under the same mapping that was begun on the machine itself and never written."""
    said: Mapping[str, Any] = mapping.as_json() if mapping else {}
    runs = ListImport.objects.filter(
        organisation=organisation, sha256=sha256, file=None, state__in=[ListImport.OPEN, ListImport.STAGED]
    )
    return next((run for run in runs if run.corrections == said), None)


def matching_of(run: ListImport) -> MatchRun | None:
    """The round that compared the entries of a list with the registry; None before it began."""
    rows = MatchRun.objects.filter(organisation=run.organisation_id, source=run.source)
    return rows.order_by("-started_at", "-pk").first()


def likely_known(run: ListImport) -> list[tuple[dict[str, Any], Card | None]]:
    """The first rows that look like somebody in the registry, with her card as it is now."""
    first = run.likely.get("first", []) if run.state == ListImport.STAGED else []
    if not first:
        return []
    cards = names_in(run.organisation, [one["identity"] for one in first])
    return [(one, cards.get(one["identity"])) for one in first]


def reasons_of(row: StagedRow) -> list[Reason]:
    return [Reason.from_json(stored) for stored in row.reasons]


def reasons_of_refused(run: ListImport) -> dict[tuple[str, int], list[Reason]]:
    """(sheet, row) → why, for every refused row of a list."""
    rows = run.found.filter(refused=True).values_list("sheet", "number", "reasons")
    return {
        (sheet, number): [
            reason for stored in reasons if (reason := Reason.from_json(stored)).severity == "error"
        ]
        for sheet, number, reasons in rows.iterator(chunk_size=5000)
    }
