"""That an account is a person's: offered by a link, taken up, confirmed by somebody who knows her, ended.

An ID number alone never ties an account to a person: whoever found the number would read everything.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.accounts.actions import create_user
from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry import elsewhere, queries
from jinguo.apps.registry.models import Claim, Identity, PersonEntry
from jinguo.apps.registry.permissions.rights import answers_for
from jinguo.apps.registry.rights.tokens import new_token
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations.models import Organisation

GOOD_FOR = timedelta(days=30)
PAGE, REQUESTS = "/registry/mine/", "/registry/requests/"


def herself(claim: Claim) -> User:
    """The user of a claim as the trail names her: by the claim, so that her name can be erased."""
    claim.user.trail_name = f"person {claim.uid}"
    return claim.user


@transaction.atomic
def offer(
    *, entry: PersonEntry, organisation: Organisation, by: User, address: str = "", link: str
) -> tuple[Claim, str]:
    """Make a link by which a person ties her account to herself, and send it where an address is given.

    ``link`` has ``{token}`` in it. Earlier links for her stop working; the token is answered once.

    Raises:
        Refused: not the keeper of her entry, or an account is tied to her already.
    """
    demand(answers_for(by, organisation))
    _demand_free_person(entry)
    Claim.objects.filter(entry__identity=entry.identity_id, state=Claim.OFFERED).update(
        state=Claim.ENDED, token_hash=""
    )
    token, hashed = new_token()
    claim = Claim.objects.create(
        entry=entry,
        organisation=organisation,
        origin=Claim.BY_INVITATION,
        token_hash=hashed,
        expires_at=now() + GOOD_FOR,
        made_by_name=str(by)[:150],
    )
    if address:
        outbox.queue(
            "claim_offered",
            to=[(entry.name, address)],
            params={"organisation": organisation.name},
            about=claim,
            link=link.format(token=token),
        )
    _tell("claim_offered", claim, by)
    return claim, token


@transaction.atomic
def take_up(*, token: str, user: User | None, account: dict[str, str] | None = None) -> Claim:
    """She takes a link up, with the account she is signed in with or with a new one. It waits for somebody's word.

    The link is an officer's invitation, or one that she was given elsewhere (a nominee's page).

    Raises:
        Refused: the link is over, or account or person is tied already.
    """
    claim = queries.rights.offered(token)
    known = None if claim else elsewhere.person_of_link(token)
    if claim is None and known is None:
        raise Refused.because("claim_link_over")
    if user is None:
        user = create_user(by=None, **(account or {}))
    if queries.rights.claim_of(user):
        raise Refused.because("account_has_person")
    if claim is None:
        entry, organisation = known
        claim = Claim(entry=entry, organisation=organisation, origin=Claim.BY_RECORD)
    _demand_free_person(claim.entry)
    claim.user, claim.state, claim.token_hash = user, Claim.WAITING, ""
    claim.taken_up_at = now()
    claim.save()
    _tell("claim_taken_up", claim, herself(claim))
    outbox.queue(
        "claim_waiting",
        to=queries.rights.keepers(claim.organisation),
        params={"organisation": claim.organisation.name},
        about=claim,
        link=REQUESTS,
    )
    return claim


@transaction.atomic
def tie(*, entry: PersonEntry, organisation: Organisation, user: User, by: User) -> Claim:
    """An account is a person's without a link: she registered herself with it, and her unit vouched for her.

    Raises:
        Refused: account or person is tied already.
    """
    if queries.rights.claim_of(user):
        raise Refused.because("account_has_person")
    _demand_free_person(entry)
    moment = now()
    claim = Claim.objects.create(
        entry=entry,
        organisation=organisation,
        user=user,
        state=Claim.CONFIRMED,
        origin=Claim.BY_REGISTRATION,
        taken_up_at=moment,
        decided_at=moment,
        decided_by_name=str(by)[:150],
    )
    _tell("claim_confirmed", claim, by)
    return claim


@transaction.atomic
def answer_claim(*, claim: Claim, accepted: bool, by: User, why: str = "") -> Claim:
    """Say that the account is hers, or refuse with a reason. She is told.

    Raises:
        Refused: not whose word it is, her own claim, answered already, no reason, or another account is tied to her.
    """
    demand(answers_for(by, claim.organisation))
    Identity.objects.select_for_update().get(pk=claim.entry.identity_id)
    claim = queries.rights.claims().select_for_update(of=("self",)).get(pk=claim.pk)
    if claim.state != Claim.WAITING:
        raise Refused.because("claim_answered")
    if claim.user_id == by.pk:
        raise Refused.because("claim_is_ones_own")
    if accepted:
        _demand_free_person(claim.entry)
    elif not why.strip():
        raise Refused.because("reason_missing")
    claim.state = Claim.CONFIRMED if accepted else Claim.REFUSED
    claim.decided_at, claim.decided_by_name, claim.why = now(), str(by)[:150], why.strip()[:300]
    claim.save()
    code = "claim_confirmed" if accepted else "claim_refused"
    _tell(code, claim, by, note=claim.why)
    if claim.user:
        params = {"organisation": claim.organisation.name, "why": claim.why}
        outbox.queue(code, to=[claim.user], params=params, about=claim, link=PAGE)
    return claim


@transaction.atomic
def end_claim(*, claim: Claim, by: User, why: str) -> Claim:
    """An account is no longer a person's: it was the wrong one, or two came together."""
    demand(answers_for(by, claim.organisation))
    if not why.strip():
        raise Refused.because("reason_missing")
    claim.state, claim.why, claim.token_hash = Claim.ENDED, why.strip()[:300], ""
    claim.decided_at, claim.decided_by_name = now(), str(by)[:150]
    claim.save()
    _tell("claim_ended", claim, by, note=claim.why)
    return claim


def _demand_free_person(entry: PersonEntry) -> None:
    tied = Claim.objects.filter(state=Claim.CONFIRMED, entry__identity=entry.identity_id)
    if tied.exists():
        raise Refused.because("person_has_account")


def _tell(action: str, claim: Claim, by: User, note: str = "") -> None:
    audit.record(action, subject=claim, by=by, acting_for=None, within=claim.entry, note=note)
