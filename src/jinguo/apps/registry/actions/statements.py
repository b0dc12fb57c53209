"""What is said of a person later: a fact stated, confirmed, decided on, taken back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps import vault
from jinguo.apps.audit import actions as audit
from jinguo.apps.audit.values import personal
from jinguo.apps.clock import now
from jinguo.apps.registry import queries
from jinguo.apps.registry.actions.telling import tell_proposer
from jinguo.apps.registry.attributes import attributes
from jinguo.apps.registry.models import PersonEntry, Statement
from jinguo.apps.registry.permissions.people import is_kept_within
from jinguo.apps.registry.persons.profile import Fact, coded
from jinguo.apps.registry.search import indexing
from jinguo.errors import Refused, demand
from jinguo.standards.dates import read_date
from jinguo.standards.names import normalise_name
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

NAMES = ("name", "former_name", "latin_name")


@transaction.atomic
def state_fact(
    *,
    entry: PersonEntry,
    attribute: str,
    value: str,
    by: User | None,
    place: str = "",
    since: str = "",
    until: str = "",
    source: str = "",
    confirmed: bool = False,
    proposed: bool = False,
) -> Statement:
    """Write down a fact about the person of an entry; it stays with that entry.

    ``confirmed`` says that whoever writes answers for it; ``proposed`` that it counts only once somebody
    accepted it. Days are ISO text as exactly as known.

    Raises:
        Refused: not a keeper of the entry (whoever proposes need not be), unknown attribute, nothing said, or a day
            that is none.
    """
    if by is not None and not proposed:
        _demand_keeper(by, entry)
    known = attributes().get(attribute)
    if known is None:
        raise Refused.because("attribute_unknown", attribute=attribute)
    value = normalise_name(value) if attribute in NAMES else clean_text(value).strip()
    if not value:
        raise Refused.because("fact_empty")
    made = Statement(
        entry=entry,
        attribute=attribute,
        place=clean_text(place).strip()[:200],
        since=_day(since),
        until=_day(until),
        state=Statement.PROPOSED if proposed else Statement.STANDING,
        source=source[:200],
        recorded_at=now(),
        recorded_by=by,
        recorded_by_name=str(by or "")[:150],
    )
    if known.sealed:
        made.value_sealed = vault.seal(value, about=made.about)
    elif known.kind == "date":
        made.value = _day(value)
    else:
        made.value = coded(attribute, value)[:4000]
    if confirmed:
        made.confirmed_at, made.confirmed_by_name = made.recorded_at, made.recorded_by_name
    made.save(force_insert=True)
    _tell("fact_proposed" if proposed else "fact_stated", made, by, value)
    indexing.refresh([entry.identity_id])
    return made


@transaction.atomic
def decide(*, entry: PersonEntry, fact: Fact, why: str, by: User) -> Statement:
    """Of facts that contradict each other say which one counts, and why. The others stay on record."""
    _demand_keeper(by, entry)
    if not why.strip():
        raise Refused.because("reason_missing")
    moment = now()
    made = (
        Statement.objects.select_for_update().get(pk=fact.statement)
        if fact.statement
        else Statement(
            entry=entry, attribute=fact.attribute, value=fact.value, source=fact.source, recorded_at=moment
        )
    )
    made.preferred_at, made.preferred_by_name, made.preferred_why = moment, str(by)[:150], why.strip()[:300]
    made.save()
    _tell("fact_decided", made, by, fact.value, note=why.strip())
    indexing.refresh([entry.identity_id])
    return made


@transaction.atomic
def answer_proposal(*, statement: Statement, accepted: bool, by: User, why: str = "") -> Statement:
    """Accept what she proposed, which then counts as confirmed, or refuse it with a reason."""
    statement = Statement.objects.select_for_update(of=("self",)).select_related("entry").get(pk=statement.pk)
    _demand_keeper(by, statement.entry)
    if statement.state != Statement.PROPOSED:
        raise Refused.because("proposal_answered")
    if statement.recorded_by_id == by.pk:
        raise Refused.because("proposal_is_ones_own")
    if not accepted and not why.strip():
        raise Refused.because("reason_missing")
    statement.state = Statement.STANDING if accepted else Statement.REFUSED
    if accepted:
        statement.confirmed_at, statement.confirmed_by_name = now(), str(by)[:150]
    statement.save(update_fields=["state", "confirmed_at", "confirmed_by_name"])
    _tell("proposal_accepted" if accepted else "proposal_refused", statement, by, note=why.strip())
    tell_proposer(statement, accepted=accepted, why=why.strip())
    indexing.refresh([statement.entry.identity_id])
    return statement


@transaction.atomic
def take_back(*, statement: Statement, by: User, why: str) -> None:
    """What was stated by mistake counts no longer; it stays on record."""
    _demand_keeper(by, statement.entry)
    if not why.strip():
        raise Refused.because("reason_missing")
    Statement.objects.filter(pk=statement.pk).update(state=Statement.TAKEN_BACK)
    _tell("fact_taken_back", statement, by, note=why.strip())
    indexing.refresh([statement.entry.identity_id])


def _demand_keeper(by: User, entry: PersonEntry) -> None:
    """Whoever keeps the entry, or a registry that reaches down to it."""
    reach = {
        key for registry in queries.people.registries_of(by) for key in queries.people.reach_of(registry)
    }
    demand(is_kept_within(entry, reach))


def _day(text: str) -> str:
    """A day as exactly as it was given; empty stays empty."""
    if not text.strip():
        return ""
    read = read_date(text)
    if read is None:
        raise Refused.because("day_unreadable", found=text[:40])
    day: date
    day, precision = read
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


def _tell(action: str, statement: Statement, by: User | None, value: str = "", note: str = "") -> None:
    entry = statement.entry
    after = {"attribute": statement.attribute}
    if value:
        after["value"] = personal(value, of=f"person:{entry.uid}")
    audit.record(
        action, subject=statement, by=by, acting_for=entry.organisation, within=entry, after=after, note=note
    )
