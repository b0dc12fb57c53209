"""She wants to be erased: each organisation answers for what it keeps; what must stay stays without her name.

What goes: all facts, names, dates, contacts, numbers, tags, findings about her entries, her place in the search; her
data keys, and with them what the trail says of her. What stays: that somebody of this sex stood in this list
(statistics), honours without her name, and the records of nominations in which decisions were made, which their
organiser must keep (个人信息保护法 47, last paragraph: where the law demands keeping, only store).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.accounts.actions import forget_user
from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.organisations.models import Membership, Organisation
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry import elsewhere, queries
from jinguo.apps.registry.actions.claiming import PAGE, REQUESTS, herself
from jinguo.apps.registry.actions.copying import discard_copies
from jinguo.apps.registry.actions.imports import forget_lists_of
from jinguo.apps.registry.models import Claim, Consent, Erasure, Honour, PersonEntry, Statement
from jinguo.apps.registry.permissions.people import keeps_registry
from jinguo.apps.registry.permissions.rights import answers_for, is_confirmed, is_open
from jinguo.apps.registry.rights import clearing
from jinguo.apps.registry.search import indexing
from jinguo.errors import Refused, demand
from jinguo.standards.text import clean_text

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an erasure does: (code, how many) of what goes, and (code, how many, code of the reason) of what stays."""

    goes: tuple[tuple[str, int], ...]
    stays: tuple[tuple[str, int, str], ...]


def outlook(entries: Sequence[PersonEntry]) -> Outlook:
    """What would go and what must stay, if these entries were erased."""
    said = Statement.objects.filter(entry__in=entries).exclude(state=Statement.TAKEN_BACK).count()
    goes = [("goes_entries", len(entries)), ("goes_statements", said)]
    stays = [
        ("kept_statistics", len(entries)),
        ("kept_honours", Honour.objects.filter(entry__in=entries).count()),
        *((room.kind, len(room.records(entries))) for room in elsewhere.rooms()),
    ]
    return Outlook(
        tuple(one for one in goes if one[1]),
        tuple((code, count, f"{code}_why") for code, count in stays if count),
    )


@transaction.atomic
def ask_erasure(*, claim: Claim, note: str = "") -> list[Erasure]:
    """She asks to be erased: one request to each organisation that keeps an entry of her.

    Raises:
        Refused: the account is not confirmed, or everybody was asked already.
    """
    demand(is_confirmed(claim))
    entries = queries.rights.entries_of(claim)
    keepers = {one.organisation_id or claim.organisation_id for one in entries} or {claim.organisation_id}
    asked = set(
        Erasure.objects.filter(claim=claim, state=Erasure.ASKED).values_list("organisation_id", flat=True)
    )
    if not keepers - asked:
        raise Refused.because("erasure_asked_already")
    made = []
    for organisation in Organisation.objects.filter(pk__in=keepers - asked).order_by("pk"):
        erasure = Erasure.objects.create(
            claim=claim, organisation=organisation, note=clean_text(note).strip()[:500]
        )
        _tell("erasure_requested", erasure, herself(claim))
        outbox.queue(
            "erasure_asked",
            to=queries.rights.keepers(organisation),
            params={"organisation": organisation.name},
            about=erasure,
            link=REQUESTS,
        )
        made.append(erasure)
    return made


@transaction.atomic
def take_back_erasure(*, claim: Claim) -> int:
    """She changed her mind before it was done; answers how many requests that concerned."""
    rows = Erasure.objects.select_for_update().filter(claim=claim, state=Erasure.ASKED)
    found = list(rows)
    for erasure in found:
        Erasure.objects.filter(pk=erasure.pk).update(state=Erasure.TAKEN_BACK, decided_at=now(), note="")
        _tell("erasure_taken_back", erasure, herself(claim))
    return len(found)


@transaction.atomic
def refuse_erasure(*, erasure: Erasure, why: str, by: User) -> Erasure:
    """Explain why it can't be erased (个人信息保护法 50: a refusal is explained). She is told."""
    erasure = _to_answer(erasure, by)
    if not why.strip():
        raise Refused.because("reason_missing")
    _decide(erasure, Erasure.REFUSED, by, why.strip()[:300])
    _tell("erasure_refused", erasure, by, note=erasure.why)
    if erasure.claim.user:
        params = {"organisation": erasure.organisation.name, "why": erasure.why}
        outbox.queue("erasure_refused", to=[erasure.claim.user], params=params, about=erasure, link=PAGE)
    return erasure


@transaction.atomic
def carry_out_erasure(*, erasure: Erasure, by: User) -> Erasure:
    """Erase everything that an organisation keeps of her, all or nothing. It can't be undone.

    When no entry of hers is left, her account is no longer tied to a person; it is closed and emptied where she
    holds no role.
    """
    erasure = _to_answer(erasure, by)
    claim, organisation = erasure.claim, erasure.organisation
    identity, every = claim.entry.identity_id, _kept_or_withdrawn(claim)
    hers = [one for one in every if (one.organisation_id or claim.organisation_id) == organisation.pk]
    kept = outlook(hers).stays
    with clearing.words_forgotten():
        forget_lists_of(hers, organisation)
        report = clearing.whole_entries(hers)
        Consent.objects.filter(entry__in=hers).update(guardian_name="", guardian_relation="")
        indexing.refresh([identity])
    erasure.report = report | {"kept": [[code, count] for code, count, _ in kept]}
    erasure.note = ""
    _decide(erasure, Erasure.DONE, by, "")
    _tell("erasure_done", erasure, by, entries=report["entries"], facts=report["facts"])
    if not any(one.name for one in every):
        _forget_her(claim, by)
    elif claim.user:
        params = {"organisation": organisation.name}
        outbox.queue("erasure_done", to=[claim.user], params=params, about=erasure, link=PAGE)
    return erasure


@transaction.atomic
def erase(
    *, entries: Sequence[PersonEntry], organisation: Organisation, why: str, by: User
) -> dict[str, int]:
    """Erase what a registry keeps of a person who has no account and asked by letter or at the desk.

    Entries that another organisation keeps stay: it answers for them.

    Raises:
        Refused: not the keeper of any of them, or no reason.
    """
    demand(keeps_registry(by, organisation))
    if not why.strip():
        raise Refused.because("reason_missing")
    entries = [entry for entry in entries if entry.organisation_id == organisation.pk]
    if not entries:
        raise Refused.because("erasure_not_kept_here", organisation=organisation.name)
    identities = {entry.identity_id for entry in entries}
    with clearing.words_forgotten():
        forget_lists_of(entries, organisation)
        report = clearing.whole_entries(entries)
        Consent.objects.filter(entry__in=entries).update(guardian_name="", guardian_relation="")
        indexing.refresh(identities)
    for entry in entries:
        audit.record("person_erased", subject=entry, by=by, acting_for=organisation, note=why.strip())
    return report


def _kept_or_withdrawn(claim: Claim) -> list[PersonEntry]:
    """Her entries, those of lists that were taken back among them."""
    rows = PersonEntry.objects.select_for_update(of=("self",)).filter(identity=claim.entry.identity_id)
    return list(rows.order_by("pk"))


def _forget_her(claim: Claim, by: User) -> None:
    """Nothing is left to which an account could be tied."""
    claims = Claim.objects.filter(entry__identity=claim.entry.identity_id)
    user = claim.user
    about = [("registry.claim", str(uid)) for uid in claims.values_list("uid", flat=True)]
    claims.update(state=Claim.ENDED, token_hash="", why="")
    if user is None:
        return
    discard_copies(by=user)
    outbox.forget(user=user, about=about)
    if not Membership.objects.filter(user=user).exists():
        forget_user(user, by=by)


def _to_answer(erasure: Erasure, by: User) -> Erasure:
    erasure = (
        Erasure.objects.select_for_update(of=("self",))
        .select_related("claim__entry", "claim__user", "organisation")
        .get(pk=erasure.pk)
    )
    demand(answers_for(by, erasure.organisation) & is_open(erasure))
    if erasure.claim.user_id == by.pk:
        raise Refused.because("claim_is_ones_own")
    return erasure


def _decide(erasure: Erasure, state: str, by: User, why: str) -> None:
    erasure.state, erasure.why = state, why
    erasure.decided_at, erasure.decided_by_name = now(), str(by)[:150]
    erasure.save()


def _tell(action: str, erasure: Erasure, by: User, note: str = "", **after: object) -> None:
    audit.record(
        action,
        subject=erasure,
        by=by,
        acting_for=erasure.organisation,
        after=after or None,
        note=note,
    )
