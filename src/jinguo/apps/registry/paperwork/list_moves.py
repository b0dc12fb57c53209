"""Who came into a dynamic list and who fell out, as a table file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from jinguo.apps.registry.models import Card, Listed, SavedSearch
from jinguo.engines.paperwork import Column, SummaryTable, summary_table
from jinguo.phrases import say, term
from jinguo.reasons import Reason


def table(
    search: SavedSearch,
    since: date,
    came: Sequence[Listed],
    gone: Sequence[Listed],
    cards: Mapping[int, Card],
    lang: str,
) -> bytes:
    """One row a move: who, where she works, in or out, on which day, and why where it could be told."""
    names = (
        term("attribute_name", lang),
        term("attribute_unit", lang),
        _("Move"),
        _("Day"),
        _("Reason"),
    )
    below = _("Since %(on)s") % {"on": since.isoformat()}
    rows = _rows(came, gone, cards, lang)
    columns = tuple(Column(name, "text") for name in names)
    return summary_table(SummaryTable(search.name, columns, rows, below_title=below, sheet_name=_("Changes")))


def _rows(
    came: Sequence[Listed], gone: Sequence[Listed], cards: Mapping[int, Card], lang: str
) -> Iterator[tuple[object, ...]]:
    for word, rows, day in ((_("came in"), came, "since"), (_("fell out"), gone, "until")):
        for one in rows:
            card = cards.get(one.identity_id)
            why = "；".join(say(Reason.from_json(reason), lang) for reason in one.why)
            name, unit = (card.name, card.unit) if card else (_("no longer in the registry"), "")
            yield name, unit, word, getattr(one, day).isoformat(), why
