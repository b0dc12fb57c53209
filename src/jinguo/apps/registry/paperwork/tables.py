"""Persons of a registry as a table file: what the list shows, sensitive columns left out."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from jinguo.apps.clock import now, told
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry.models import Card
from jinguo.engines.paperwork import Column, SummaryTable, summary_table
from jinguo.phrases import term
from jinguo.standards.codes import label

CHUNK = 2_000
_COLUMNS = ("name", "sex", "birth_date", "education", "disciplines", "unit", "post", "title", "tier")


def of_persons(registry: Organisation, cards: QuerySet[Card], lang: str, progress=None) -> bytes:
    """The cards in their order; headings are those that the import understands."""
    columns = tuple(Column(term(f"attribute_{key}", lang), "text") for key in _COLUMNS)
    below = _("As of %(at)s") % {"at": told(now()).strftime("%Y-%m-%d %H:%M")}
    table = SummaryTable(
        registry.name, columns, _rows(cards, lang, progress), below_title=below, sheet_name=_("Persons")
    )
    return summary_table(table)


def _rows(cards: QuerySet[Card], lang: str, progress) -> Iterator[tuple[object, ...]]:
    sexes = {"F": label("sex", "2"), "M": label("sex", "1")}
    for done, card in enumerate(cards.iterator(chunk_size=CHUNK), 1):
        if progress and done % CHUNK == 0:
            progress(done, 0)
        yield (
            card.name,
            sexes.get(card.sex, ""),
            str(card.birth_year or ""),
            label("education", card.education) if card.education else "",
            label("disciplines", card.discipline) if card.discipline else "",
            card.unit,
            card.post,
            card.title,
            card.tier,
        )
