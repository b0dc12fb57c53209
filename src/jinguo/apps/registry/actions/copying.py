"""She reads her own sensitive data in full, and takes a copy of everything away."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.files import actions as files
from jinguo.apps.files.models import StoredFile
from jinguo.apps.jobs.actions import enqueue
from jinguo.apps.jobs.models import Job
from jinguo.apps.registry.actions.claiming import herself
from jinguo.apps.registry.attributes import sealed_keys
from jinguo.apps.registry.models import Claim
from jinguo.apps.registry.permissions.rights import is_confirmed
from jinguo.apps.registry.persons import person_copy
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

COPY_KIND = "registry_copy"
FULL_KIND = "registry_full_table"
KEPT_FOR = timedelta(days=7)
FULL_KEPT_FOR = timedelta(days=1)
"""A table with sensitive data of many persons lies ready for a day."""


@transaction.atomic
def reveal_to_herself(*, claim: Claim, attribute: str) -> None:
    """Note that she read one of her own sensitive values in full."""
    demand(is_confirmed(claim))
    if attribute not in sealed_keys():
        raise Refused.because("attribute_unknown", attribute=attribute)
    audit.record("own_data_revealed", subject=claim, by=herself(claim), after={"attribute": attribute})


@transaction.atomic
def ask_for_copy(*, claim: Claim, lang: str) -> Job:
    """Have the copy made; it is hers alone and lies ready for a week."""
    demand(is_confirmed(claim))
    return enqueue("registry.copy_of_person", by=claim.user, claim=claim.pk, lang=lang)


def make_copy(*, claim: Claim, lang: str, progress: Callable[..., None]) -> StoredFile:
    """The copy as a private file."""
    demand(is_confirmed(claim))
    made = person_copy.document(claim, lang, progress)
    text = json.dumps(made, ensure_ascii=False, indent=1)
    stored = files.store(
        io.BytesIO(text.encode()),
        name=f"jinguo-my-data-{today().isoformat()}.json",
        kind=COPY_KIND,
        by=claim.user,
    )
    audit.record("own_data_copied", subject=claim, by=herself(claim))
    return stored


def discard_copies(*, by: User | None = None) -> int:
    """Delete copies: all of one user, or those that have lain for a week, and tables with sensitive data that have
    lain for a day. Answers how many."""
    rows = StoredFile.objects.filter(kind=COPY_KIND)
    rows = rows.filter(by_id=by.pk) if by is not None else rows.filter(created_at__lt=now() - KEPT_FOR)
    found = list(rows)
    if by is None:
        found += StoredFile.objects.filter(kind=FULL_KIND, created_at__lt=now() - FULL_KEPT_FOR)
    for stored in found:
        files.discard(stored)
    return len(found)
