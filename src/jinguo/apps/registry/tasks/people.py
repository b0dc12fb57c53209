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
from jinguo.apps.registry.paperwork import tables
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.finding import Asked

FILE_KIND = "registry_table"


@jobs.job("registry.export")
def export(
    progress: Callable[..., None], *, organisation: int, query: str, sort: str, asker: int, lang: str
) -> StoredFile:
    """The persons of a search as a table file, for the one who asked."""
    registry, user = Organisation.objects.get(pk=organisation), User.objects.get(pk=asker)
    asked = Asked.read(finding.parts_of(query))
    rows = finding.in_order(finding.found(registry, asked), sort)
    actions.record_export(organisation=registry, count=rows.count(), by=user)
    with translation.override(lang):
        made = tables.of_persons(registry, rows, lang, progress)
    return files.store(io.BytesIO(made), name=f"人才名册-{today().isoformat()}.xlsx", kind=FILE_KIND, by=user)


@jobs.periodic("registry.lists_of_the_day", every=timedelta(hours=24))
def lists_of_the_day() -> dict[str, int]:
    """Count every dynamic list: who came in, who fell out."""
    came = gone = 0
    for search in queries.searches.searches_due(today()):
        members = finding.found(search.organisation, Asked.read(finding.parts_of(search.query)))
        one, other = actions.count_list(
            search=search, members=set(members.values_list("identity_id", flat=True))
        )
        came, gone = came + one, gone + other
    return {"came": came, "gone": gone}
