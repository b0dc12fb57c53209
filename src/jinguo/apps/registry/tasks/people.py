"""Doormen: what a worker is asked for by name, and what comes round by itself."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta

from django.utils import translation

from jinguo.apps import jobs
from jinguo.apps.accounts.models import User
from jinguo.apps.clock import today
from jinguo.apps.files import actions as files
from jinguo.apps.files.models import StoredFile
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import actions, queries
from jinguo.apps.registry.paperwork import tables, word
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.finding import Asked

FILE_KIND, FULL_KIND = "registry_table", actions.copying.FULL_KIND
_FORMS = {
    "table": (tables.of_persons, "人才名册-{}.xlsx"),
    "roster": (word.roster_of, "人才名册-{}.docx"),
    "sheets": (word.sheets_of, "人才简介-{}.docx"),
}


@jobs.job("registry.export")
def export(
    progress: Callable[..., None],
    *,
    organisation: int,
    query: str,
    sort: str,
    asker: int,
    lang: str,
    form: str = "table",
) -> StoredFile:
    """The persons of a search as a table, as a roster or as a page each, for the one who asked."""
    registry, user = Organisation.objects.get(pk=organisation), User.objects.get(pk=asker)
    asked = Asked.read(finding.parts_of(query))
    rows = finding.in_order(finding.found(registry, asked), "unit" if form == "roster" else sort)
    most = {"roster": word.MOST_IN_ROSTER, "sheets": word.MOST_SHEETS}.get(form)
    actions.record_export(organisation=registry, count=rows[:most].count() if most else rows.count(), by=user)
    write, name = _FORMS.get(form, _FORMS["table"])
    with translation.override(lang):
        made = write(registry, rows, lang, progress)
    return files.store(io.BytesIO(made), name=name.format(today().isoformat()), kind=FILE_KIND, by=user)


@jobs.job("registry.export_full")
def export_full(
    progress: Callable[..., None],
    *,
    organisation: int,
    query: str,
    sort: str,
    asker: int,
    lang: str,
    fields: list[str],
    why: str,
) -> StoredFile:
    """The persons of a search with sensitive columns: recorded with each of them first, then written."""
    registry, user = Organisation.objects.get(pk=organisation), User.objects.get(pk=asker)
    found = finding.in_order(finding.found(registry, Asked.read(finding.parts_of(query))), sort)
    cards = found.filter(pk__in=list(found.values_list("pk", flat=True)[: actions.exporting.MOST]))
    actions.record_full_export(organisation=registry, cards=list(cards), fields=fields, why=why, by=user)
    with translation.override(lang):
        made = tables.of_persons(registry, cards, lang, progress, sensitive=fields)
    name = f"人才名册（含敏感信息）-{today().isoformat()}.xlsx"
    return files.store(io.BytesIO(made), name=name, kind=FULL_KIND, by=user)


@jobs.periodic("registry.lists_of_the_day", every=timedelta(hours=24))
def lists_of_the_day() -> dict[str, int]:
    """Count every dynamic list: who came in, who fell out. With a new month their keepers are told."""
    came = gone = 0
    for search in queries.searches.searches_due(today()):
        members = finding.found(search.organisation, Asked.read(finding.parts_of(search.query)))
        one, other = actions.count_list(
            search=search, members=set(members.values_list("identity_id", flat=True))
        )
        came, gone = came + one, gone + other
    return {"came": came, "gone": gone, "told": actions.tell_of_the_month()}
