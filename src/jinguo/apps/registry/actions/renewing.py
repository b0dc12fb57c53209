"""What is known of a person has aged, and somebody who knows says that it still holds.

What is said again is a fact of its own, of today: the old record stays as it is, and taking the new one back brings the old
day back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps import vault
from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.registry import queries
from jinguo.apps.registry.actions.claiming import herself
from jinguo.apps.registry.actions.telling import FROM_HERSELF
from jinguo.apps.registry.models import Claim, PersonEntry, Statement
from jinguo.apps.registry.permissions.people import has_aged, is_kept_within
from jinguo.apps.registry.permissions.rights import is_confirmed
from jinguo.apps.registry.persons import sealed
from jinguo.apps.registry.persons.personal_page import page_of
from jinguo.apps.registry.persons.profile import Fact
from jinguo.apps.registry.search import indexing
from jinguo.errors import demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation


@transaction.atomic
def still_right(
    *, entries: Sequence[PersonEntry], attribute: str, organisation: Organisation, by: User
) -> list[Statement]:
    """Whoever keeps her entry says that an aged attribute holds.

    Raises:
        Refused: not a keeper of the entry that tells of it, not aged, or its sources differ.
    """
    reach = {
        key for registry in queries.people.registries_of(by) for key in queries.people.reach_of(registry)
    }
    facts = _aged(entries, attribute)
    known = {entry.pk: entry for entry in entries}
    for fact in facts:
        demand(is_kept_within(known[fact.entry], reach))
    return _say_again(known, facts, by=by, source=organisation.name)


@transaction.atomic
def still_right_of_herself(*, claim: Claim, attribute: str) -> list[Statement]:
    """She says that an aged attribute of hers holds. Nothing is changed by it but the day, so nobody needs to look first.

    Raises:
        Refused: the account is not confirmed, not aged, or its sources differ.
    """
    demand(is_confirmed(claim))
    entries = queries.rights.entries_of(claim)
    facts = _aged(entries, attribute)
    return _say_again({entry.pk: entry for entry in entries}, facts, by=herself(claim), source=FROM_HERSELF)


def _aged(entries: Sequence[PersonEntry], attribute: str) -> list[Fact]:
    """What counts of an aged attribute: one fact, or of several values one for each. Whoever says the same meanwhile waits."""
    list(PersonEntry.objects.select_for_update().filter(pk__in=[one.pk for one in entries]).order_by("pk"))
    found = page_of(entries, queries.people.statements_on(entries), ()).profile.resolved.get(attribute)
    demand(has_aged(found))
    assert found is not None
    if not found.attribute.many:
        return [found.fact]
    return list({fact.key: fact for fact in reversed(found.facts)}.values())


def _say_again(
    entries: Mapping[int, PersonEntry], facts: Sequence[Fact], *, by: User, source: str
) -> list[Statement]:
    before = {one.pk: one for one in Statement.objects.filter(pk__in=[fact.statement for fact in facts])}
    made = [_again(entries[fact.entry], fact, before, by, source) for fact in facts]
    for one in made:
        audit.record(
            "fact_still_right",
            subject=one,
            by=by,
            acting_for=one.entry.organisation,
            within=one.entry,
            after={"attribute": one.attribute},
        )
    indexing.refresh({entries[fact.entry].identity_id for fact in facts})
    return made


def _again(
    entry: PersonEntry, fact: Fact, before: Mapping[int, Statement], by: User, source: str
) -> Statement:
    """The fact as it is said today. A decision for its value goes on with it."""
    moment = now()
    made = Statement(
        entry=entry,
        attribute=fact.attribute,
        value=fact.value,
        place=fact.place[:200],
        since=fact.since,
        until=fact.until,
        source=source[:200],
        recorded_at=moment,
        recorded_by=by,
        recorded_by_name=str(by)[:150],
        confirmed_at=moment,
        confirmed_by_name=str(by)[:150],
        preferred_at=fact.preferred_at,
        preferred_by_name=fact.preferred_by,
        preferred_why=fact.preferred_why,
    )
    if not fact.value:
        said = before.get(fact.statement or 0)
        value = sealed.opened_statement(said) if said else sealed.opened(entry)[fact.attribute]
        made.value_sealed = vault.seal(value, about=made.about)
    made.save(force_insert=True)
    return made
