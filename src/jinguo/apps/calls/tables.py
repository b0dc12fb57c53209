"""The officer's lists as table files (.xlsx): what is filtered on the page, in the page's order, with the forms' values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from jinguo.apps.calls.models import Call, Invitee, Nomination
from jinguo.apps.calls.paperwork.groups import values_of_all
from jinguo.apps.clock import now, told
from jinguo.engines.forms import Field, display
from jinguo.engines.paperwork import Column, SummaryTable, summary_table
from jinguo.phrases import term
from jinguo.phrases import written as in_words

CHUNK = 500
_NUMBERS = ("number", "age")


def of_units(call: Call, rows: Sequence[Invitee], lang: str) -> bytes:
    """The invited units with their progress. ``rows`` carry progress, quota and date."""
    columns = (
        Column(_("Unit"), "text"),
        Column(_("Kind"), "text"),
        Column(_("Progress"), "text"),
        Column(_("Being filled in"), "number"),
        Column(_("Handed in"), "number"),
        Column(_("Returned"), "number"),
        Column(_("Places"), "number"),
        Column(_("Liaison"), "text"),
        Column(_("Last reminded"), "date"),
        Column(_("Date"), "date"),
        Column(_("Reason for the extension"), "text"),
    )
    yes, no = _("yes"), _("no")
    data = (
        (
            row.organisation.name,
            term(row.organisation.kind, lang),
            term(row.progress, lang),
            row.drafts,
            row.handed,
            row.returned,
            row.limit,
            yes if row.has_liaison else no,
            told(row.reminded_at) if row.reminded_at else None,
            told(row.due) if row.due else None,
            row.extension_reason,
        )
        for row in rows
    )
    return summary_table(
        SummaryTable(call.title, columns, data, below_title=_as_of(call, lang), sheet_name=_("Units"))
    )


def of_nominations(call: Call, rows: Sequence[Nomination], lang: str) -> bytes:
    """The nominations with every field of their forms; ID and telephone numbers in full, as text. For officers only."""
    kinds = dict.fromkeys(row.nominee_kind for row in rows)
    fields = _fields(call, kinds)
    columns = (
        Column(_("Receipt"), "text"),
        Column(_("Category"), "text"),
        Column(_("Unit"), "text"),
        Column(_("Kind of unit"), "text"),
        Column(_("State"), "text"),
        Column(_("Handed in at"), "date"),
        *(Column(field.label, "auto" if field.kind in _NUMBERS else "text") for field in fields),
    )
    return summary_table(
        SummaryTable(
            call.title,
            columns,
            _rows(call, rows, fields, lang),
            below_title=_as_of(call, lang),
            sheet_name=_("Nominations"),
        )
    )


def _rows(
    call: Call, rows: Sequence[Nomination], fields: Sequence[Field], lang: str
) -> Iterator[tuple[object, ...]]:
    for start in range(0, len(rows), CHUNK):
        part = rows[start : start + CHUNK]
        values = values_of_all(part)
        for row in part:
            row.call = call
            mine = values.get(row.pk, {})
            yield (
                row.receipt,
                row.category.name,
                row.unit.name,
                term(row.unit.kind, lang),
                term(row.state, lang),
                told(row.submitted_at) if row.submitted_at else None,
                *(_cell(field, mine.get(field.key), lang) for field in fields),
            )


def _cell(field: Field, value: object, lang: str) -> object:
    if value is None:
        return None
    if field.kind in _NUMBERS and isinstance(value, int | float):
        return value
    text = display(field, value, lang)
    if field.kind in _NUMBERS:
        return int(text) if text.isdecimal() and len(text) < 10 else text
    return text


def _fields(call: Call, kinds: dict[str, None]) -> list[Field]:
    """The fields of all forms in question, each key once, without the opinions, which stay on the paper."""
    found: dict[str, Field] = {}
    for kind in kinds:
        for field in call.form_spec(kind).fields:
            if field.kind != "opinion":
                found.setdefault(field.key, field)
    return list(found.values())


def _as_of(call: Call, lang: str) -> str:
    moment = in_words(told(now()), "moment", lang)
    return _("%(organiser)s · as of %(moment)s") % {"organiser": call.organiser.name, "moment": moment}
