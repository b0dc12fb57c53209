"""Tags on persons, and searches kept under a name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.registry import queries
from jinguo.apps.registry.models import Identity, SavedSearch, Tag, Tagged
from jinguo.apps.registry.permissions.people import keeps_registry
from jinguo.apps.registry.search import indexing
from jinguo.errors import Refused, demand
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


@transaction.atomic
def put_tag(*, organisation: Organisation, persons: Sequence[Identity], name: str, by: User) -> int:
    """Put a tag of an organisation on persons of its registry; answers on how many it was not yet."""
    demand(keeps_registry(by, organisation))
    name = clean_text(name).strip()[:40]
    if not name:
        raise Refused.because("tag_empty")
    tag, _ = Tag.objects.get_or_create(organisation=organisation, name=name)
    identities = [one.pk for one in persons]
    held = set(
        Tagged.objects.filter(tag=tag, entry__identity__in=identities).values_list(
            "entry__identity", flat=True
        )
    )
    first: dict[int, int] = {}
    rows = queries.people.entries_in(organisation).filter(identity__in=identities).order_by("pk")
    for entry, identity in rows.values_list("pk", "identity_id"):
        first.setdefault(identity, entry)
    made = [
        Tagged(tag=tag, entry_id=entry, at=now(), by_name=str(by)[:150])
        for identity, entry in first.items()
        if identity not in held
    ]
    Tagged.objects.bulk_create(made)
    indexing.refresh(first)
    _tell("persons_tagged", organisation, by, tag=name, count=len(made))
    return len(made)


@transaction.atomic
def take_tag(*, organisation: Organisation, persons: Sequence[Identity], name: str, by: User) -> int:
    """Take a tag off persons; a tag that nobody wears is forgotten. Answers from how many."""
    demand(keeps_registry(by, organisation))
    identities = [one.pk for one in persons]
    worn = Tagged.objects.filter(
        tag__organisation=organisation, tag__name=name.strip(), entry__identity__in=identities
    )
    count = worn.values("entry__identity").distinct().count()
    worn.delete()
    Tag.objects.filter(organisation=organisation, name=name.strip(), tagged=None).delete()
    indexing.refresh(identities)
    _tell("persons_untagged", organisation, by, tag=name.strip(), count=count)
    return count


@transaction.atomic
def keep_search(*, organisation: Organisation, name: str, query: str, by: User) -> SavedSearch:
    """Keep a search under a name; the same name takes the new search."""
    demand(keeps_registry(by, organisation))
    name = clean_text(name).strip()[:80]
    if not name:
        raise Refused.because("search_without_name")
    kept, _ = SavedSearch.objects.update_or_create(
        organisation=organisation, name=name, defaults={"query": query[:600], "by": by}
    )
    _tell("search_saved", organisation, by, name=name)
    return kept


@transaction.atomic
def drop_search(*, search: SavedSearch, by: User) -> None:
    demand(keeps_registry(by, search.organisation_id))
    _tell("search_dropped", search.organisation, by, name=search.name)
    search.delete()


def _tell(action: str, organisation: Organisation, by: User, **after: object) -> None:
    audit.record(action, subject=organisation, by=by, acting_for=organisation, after=after)
