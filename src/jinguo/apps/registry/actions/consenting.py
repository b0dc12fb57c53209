"""What a person agrees to in the registry, purpose by purpose; taken back as easily as given, at once with its effect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.registry import queries
from jinguo.apps.registry.actions.claiming import herself
from jinguo.apps.registry.models import Claim, Consent, PersonEntry, Statement
from jinguo.apps.registry.permissions.rights import is_confirmed
from jinguo.apps.registry.persons.profile import fact_of_statement, facts_of_entry, profile_of
from jinguo.apps.registry.rights import clearing, withheld
from jinguo.apps.registry.rights.consent_texts import PHOTO, SENSITIVE, purposes
from jinguo.apps.registry.search import indexing
from jinguo.errors import Refused, demand
from jinguo.standards.identity import full_years
from jinguo.standards.text import clean_text

GUARDIAN_UNDER = 14
"""个人信息保护法 31: under 14 a guardian agrees."""
when_withdrawn: list[Callable[[int, str], None]] = []
"""What rooms above the registry do when a person (her identity) takes the consent to a purpose back."""


@transaction.atomic
def agree(
    *, claim: Claim, purpose: str, lang: str, guardian_name: str = "", guardian_relation: str = ""
) -> Consent:
    """She agrees to one purpose; agreeing again changes nothing. Of somebody under 14 a guardian agrees.

    Raises:
        Refused: no such purpose, the account is not confirmed, or a guardian must be named.
    """
    demand(is_confirmed(claim))
    known = purposes().get(purpose)
    if known is None:
        raise Refused.because("purpose_unknown")
    entries = queries.rights.entries_of(claim)
    guardian, relation = clean_text(guardian_name).strip(), clean_text(guardian_relation).strip()
    if needs_guardian(entries) and not (guardian and relation):
        raise Refused.because("guardian_missing", years=GUARDIAN_UNDER)
    given, created = Consent.objects.get_or_create(
        entry=claim.entry,
        purpose=purpose,
        source=f"self:{claim.uid}",
        withdrawn_at=None,
        defaults={
            "text_version": f"{lang}:{known.version}",
            "channel": "page",
            "guardian_name": guardian[:100],
            "guardian_relation": relation[:40],
        },
    )
    if created:
        if purpose == SENSITIVE:
            withheld.forget_refusal(claim.entry.identity_id)
        _tell("registry_consent_given", claim, purpose, known.version)
        indexing.refresh([claim.entry.identity_id])
    return given


@transaction.atomic
def disagree(*, claim: Claim, purpose: str) -> int:
    """She takes a consent back, or refuses what she was never asked; answers how many facts went with it.

    From this moment she is in no search and list (being found), or her sensitive data are cleared (sensitive data).
    What was done before stays lawful.
    """
    demand(is_confirmed(claim))
    known = purposes().get(purpose)
    if known is None:
        raise Refused.because("purpose_unknown")
    moment = now()
    rows = Consent.objects.filter(entry__identity=claim.entry.identity_id, purpose=purpose)
    if not rows.filter(withdrawn_at=None).update(withdrawn_at=moment) and not rows.exists():
        Consent.objects.create(
            entry=claim.entry,
            purpose=purpose,
            source=f"self:{claim.uid}",
            text_version=known.version,
            channel="page",
            given_at=moment,
            withdrawn_at=moment,
        )
    _tell("registry_consent_withdrawn", claim, purpose, known.version)
    return take_effect(identity=claim.entry.identity_id, purpose=purpose)


def take_effect(*, identity: int, purpose: str) -> int:
    """What follows at once when a consent is taken back, by whichever way; answers how many facts went."""
    entries = PersonEntry.objects.filter(identity=identity, withdrawn_at=None)
    gone = 0
    if purpose == SENSITIVE:
        withheld.remember_refusal(entries)
        gone = clearing.without_sensitive(entries)
    if purpose == PHOTO:
        gone = clearing.without_photos(entries)
    for follow in when_withdrawn:
        follow(identity, purpose)
    indexing.refresh([identity])
    return gone


def needs_guardian(entries: Sequence[PersonEntry]) -> bool:
    """Whether she is under 14 by the birth date that counts; one known less exactly counts as late as it may be."""
    facts = [fact for entry in entries for fact in facts_of_entry(entry)]
    facts += [
        fact_of_statement(one)
        for one in queries.rights.statements_on(entries)
        if one.state == Statement.STANDING
    ]
    born = profile_of(facts, today()).value("birth_date")
    latest = f"{born}{'-12-31' if len(born) == 4 else '-28' if len(born) == 7 else ''}"
    return bool(born) and full_years(date.fromisoformat(latest), today()) < GUARDIAN_UNDER


def _tell(action: str, claim: Claim, purpose: str, version: str) -> None:
    after = {"purpose": purpose, "version": version}
    audit.record(action, subject=claim, by=herself(claim), within=claim.entry, after=after)
