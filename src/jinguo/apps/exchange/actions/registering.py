"""A person who stands in no list registers herself: her unit vouches for her, an officer admits her."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from jinguo.apps import vault
from jinguo.apps.accounts.actions import create_user
from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now, today
from jinguo.apps.exchange.models import Registration
from jinguo.apps.exchange.permissions import may_admit, may_answer, may_vouch
from jinguo.apps.exchange.states import change
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry import actions as registry
from jinguo.apps.registry import queries as registry_queries
from jinguo.apps.registry.models import PersonEntry
from jinguo.apps.registry.rights.consent_texts import FOUND, SENSITIVE
from jinguo.errors import Refused, demand
from jinguo.standards.identity import full_years, read_id
from jinguo.standards.names import normalise_name
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation

FIELDS = (
    "name", "sex", "birth_date", "id_number", "education", "disciplines", "title", "department", "post", "phone", "email",
    "honours",
)  # fmt: skip
SENSITIVE_FIELDS = frozenset({"id_number", "phone", "email"})
ANSWERING = "/exchange/registrations/"
MINE = "/registry/mine/"


@transaction.atomic
def register(
    *,
    unit: Organisation,
    said: Mapping[str, str],
    consents: Sequence[str],
    lang: str,
    user: User | None,
    account: Mapping[str, str] | None = None,
    guardian_name: str = "",
    guardian_relation: str = "",
) -> Registration:
    """She says who she is, and agrees; with the account she is signed in with or a new one.

    Raises:
        Refused: no consent to stand in the registry; sensitive fields without theirs; under 14 without a guardian; an ID
            number that cannot be; her account is a person's already, or another registration of hers waits.
    """
    told = {key: clean_text(said.get(key, "")).strip()[:500] for key in FIELDS if said.get(key, "").strip()}
    told["name"] = normalise_name(told.get("name", ""))[:100]
    guardian, relation = clean_text(guardian_name).strip()[:100], clean_text(guardian_relation).strip()[:40]
    _demand_complete(told, consents, guardian=bool(guardian and relation))
    if user is None:
        user = create_user(by=None, **(account or {}))
    if registry_queries.rights.claim_of(user):
        raise Refused.because("account_has_person")
    made = Registration(
        unit=unit,
        user=user,
        name=told["name"],
        consents=[f"{lang}:{purpose}" for purpose in (FOUND, SENSITIVE) if purpose in consents],
        guardian_name=guardian,
        guardian_relation=relation,
    )
    made.said_sealed = vault.seal(json.dumps(told, ensure_ascii=False), about=made.about)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused.because("registration_waits_already") from None
    _tell("registration_sent", made, _herself(made))
    _queue("registration_waiting", made, registry_queries.rights.keepers(unit), ANSWERING)
    return made


def _demand_complete(told: Mapping[str, str], consents: Sequence[str], *, guardian: bool) -> None:
    if not told["name"]:
        raise Refused.because("registration_without_name")
    if FOUND not in consents:
        raise Refused.because("registration_without_consent")
    if SENSITIVE not in consents and SENSITIVE_FIELDS & set(told):
        raise Refused.because("registration_sensitive_without_consent")
    number = read_id(told["id_number"]) if "id_number" in told else None
    if number is not None and not number.valid:
        raise Refused.because("registration_id_number_wrong")
    born = _born(told)
    if born and full_years(born, today()) < registry.GUARDIAN_UNDER and not guardian:
        raise Refused.because("guardian_missing", years=registry.GUARDIAN_UNDER)


def _born(told: Mapping[str, str]) -> date | None:
    try:
        return date.fromisoformat(told.get("birth_date", ""))
    except ValueError:
        return None


def said_of(registration: Registration) -> dict[str, str]:
    """What she said; empty once she was admitted or refused."""
    if not registration.said_sealed:
        return {}
    said: dict[str, str] = json.loads(vault.unseal(registration.said_sealed, about=registration.about))
    return said


@transaction.atomic
def vouch(*, registration: Registration, by: User) -> None:
    """Her unit: she is who she says and works here."""
    demand(may_vouch(by, registration))
    change(registration, "vouch", vouched_at=now(), vouched_by=by, vouched_by_name=str(by)[:150])
    _tell("registration_vouched", registration, by)
    above = registration.unit.parent or registration.unit
    _queue("registration_vouched", registration, registry_queries.rights.keepers(above), ANSWERING)


@transaction.atomic
def admit(*, registration: Registration, by: User) -> PersonEntry:
    """An officer takes her into the registry of her unit; her account is hers from now on, her consents stand.

    Raises:
        Refused: no officer, the one who vouched, not vouched for, or another account is the same person's.
    """
    from jinguo.engines.rosters import PersonRow  # slow import: it brings NumPy

    registration = Registration.objects.select_for_update(of=("self",)).select_related("unit__parent", "user").get(
        pk=registration.pk
    )  # fmt: skip
    demand(may_admit(by, registration))
    if registration.user is None:
        raise Refused.because("registration_without_account")
    said = said_of(registration)
    lists = {
        key: tuple(part for part in said.pop(key, "").replace("、", "；").split("；") if part)
        for key in ("disciplines", "honours")
    }
    row: dict[str, Any] = {**said, **lists, "unit": registration.unit.name}
    source = f"self:{registration.uid}"
    registry.add_entries([PersonRow(**row)], source=source, organisation=registration.unit, by=by)
    entry = PersonEntry.objects.get(source=source)
    claim = registry.tie(entry=entry, organisation=registration.unit, user=registration.user, by=by)
    for one in registration.consents:
        lang, _, purpose = one.partition(":")
        registry.agree(
            claim=claim,
            purpose=purpose,
            lang=lang,
            guardian_name=registration.guardian_name,
            guardian_relation=registration.guardian_relation,
        )
    change(
        registration, "admit", decided_at=now(), decided_by_name=str(by)[:150], said_sealed="", claim=claim,
        guardian_name="", guardian_relation="",
    )  # fmt: skip
    _tell("registration_admitted", registration, by)
    _queue("registration_admitted", registration, [registration.user], MINE)
    return entry


@transaction.atomic
def refuse_registration(*, registration: Registration, why: str, by: User) -> None:
    """Her unit or an officer refuses, and says why; what she said goes."""
    demand(may_answer(by, registration))
    if not why.strip():
        raise Refused.because("reason_missing")
    change(
        registration, "refuse_registration", why=why.strip()[:300], decided_at=now(), decided_by_name=str(by)[:150],
        said_sealed="", guardian_name="", guardian_relation="",
    )  # fmt: skip
    _tell("registration_refused", registration, by, note=why.strip())
    if registration.user:
        _queue("registration_refused", registration, [registration.user], MINE, why=why.strip())


def _herself(registration: Registration) -> User:
    registration.user.trail_name = f"person {registration.uid}"
    return registration.user


def _queue(code: str, registration: Registration, to: Sequence[Any], link: str, **params: str) -> None:
    outbox.queue(
        code,
        to=to,
        params={"organisation": registration.unit.name, **params},
        about=registration,
        sender=registration.unit,
        link=link,
    )


def _tell(action: str, registration: Registration, by: User, note: str = "") -> None:
    audit.record(action, subject=registration, by=by, acting_for=registration.unit, note=note)
