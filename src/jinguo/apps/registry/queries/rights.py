"""Reads of a person's own side: which account is whose, who agreed to what, who read what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

from jinguo.apps.audit.models import Entry
from jinguo.apps.clock import now
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Membership, Organisation
from jinguo.apps.registry import elsewhere, queries
from jinguo.apps.registry.models import Claim, Consent, Erasure, Honour, PersonEntry, Statement, Sweep
from jinguo.apps.registry.rights.tokens import hash_of

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

READ_BY_OTHERS = "person_unmasked"
HELD = (Claim.WAITING, Claim.CONFIRMED)


def claims() -> QuerySet[Claim]:
    return Claim.objects.select_related("entry__identity", "organisation", "user")


def claim_of(user: User) -> Claim | None:
    """The account's claim that waits or was confirmed; it knows whether another account came before it."""
    if not user.is_authenticated:
        return None
    earlier = Claim.objects.filter(
        state=Claim.CONFIRMED, entry__identity=OuterRef("entry__identity"), pk__lt=OuterRef("pk")
    )
    return claims().filter(user=user, state__in=HELD).annotate(comes_second=Exists(earlier)).first()


def is_hers(claim: Claim) -> bool:
    """Whether the claim opens the person's page: confirmed, and no earlier account is tied to the same person.

    Two accounts come together when two persons are found to be one; the earlier one holds until the merge is
    undone or one of the claims is ended.
    """
    if claim.state != Claim.CONFIRMED:
        return False
    known: bool | None = getattr(claim, "comes_second", None)
    if known is not None:
        return not known
    earlier = Claim.objects.filter(
        state=Claim.CONFIRMED, entry__identity=claim.entry.identity_id, pk__lt=claim.pk
    )
    return not earlier.exists()


def account_of(entries: Sequence[PersonEntry]) -> Claim | None:
    """The account that is tied to a person, by the claim that was confirmed first."""
    return claims().filter(entry__in=entries, state=Claim.CONFIRMED).order_by("pk").first()


def offered(token: str) -> Claim | None:
    """The live offer of a link."""
    return (
        claims()
        .filter(token_hash=hash_of(token), state=Claim.OFFERED, expires_at__gt=now())
        .exclude(token_hash="")
        .first()
    )


def entries_of(claim: Claim) -> list[PersonEntry]:
    """Everything that is kept of her, by whomever, in the order in which it was written."""
    rows = PersonEntry.objects.filter(identity=claim.entry.identity_id, withdrawn_at=None)
    return list(rows.select_related("organisation", "photo__file").order_by("pk"))


def statements_on(entries: Sequence[PersonEntry]) -> list[Statement]:
    """All that was said later of these entries, refused proposals included."""
    rows = Statement.objects.filter(entry__in=entries).exclude(state=Statement.TAKEN_BACK)
    return list(rows.order_by("pk"))


def honours_on(entries: Sequence[PersonEntry]) -> list[Honour]:
    """Her honours, the latest first; of one restored only what stands now."""
    return list(Honour.objects.filter(entry__in=entries, restored_as=None).order_by("-granted_on", "-pk"))


def consents_on(entries: Sequence[PersonEntry]) -> list[Consent]:
    """Everything she ever agreed to or refused, the latest first."""
    return list(Consent.objects.filter(entry__in=entries).order_by("-pk"))


def refusing(identities: Iterable[int], purpose: str) -> set[int]:
    """Of these identities those that took a consent back, or refused it, and did not give it since."""
    return _by_last_word(identities, purpose)[1]


def agreeing(identities: Iterable[int], purpose: str) -> set[int]:
    """Of these identities those whose consent to a purpose is in force."""
    return _by_last_word(identities, purpose)[0]


def _by_last_word(identities: Iterable[int], purpose: str) -> tuple[set[int], set[int]]:
    rows = Consent.objects.filter(
        purpose=purpose, entry__identity__in=list(identities), entry__withdrawn_at=None
    )
    last = dict(rows.order_by("pk").values_list("entry__identity_id", "withdrawn_at"))
    agreed = {identity for identity, withdrawn in last.items() if withdrawn is None}
    return agreed, set(last) - agreed


def readings_of(entries: Sequence[PersonEntry]) -> list[Entry]:
    """Who read her sensitive data in full: in the registry and wherever else she stands. The latest first."""
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    if entries:
        places[READ_BY_OTHERS, PersonEntry._meta.label_lower] = [str(entry.pk) for entry in entries]
    for room in elsewhere.rooms():
        for record in room.records(entries) if entries and room.unmasked else ():
            for action in room.unmasked:
                places[action, record._meta.label_lower].append(str(record.pk))
    asked = Q(pk__in=())
    for (action, label), keys in places.items():
        asked |= Q(action=action, subject_type=label, subject_id__in=keys)
    return list(Entry.objects.filter(asked).order_by("-pk")[:200])


def answers_to(statements: Sequence[Statement]) -> dict[int, str]:
    """statement → why a proposal was refused, as the trail has it."""
    keys = [str(one.pk) for one in statements if one.state == Statement.REFUSED]
    rows = Entry.objects.filter(
        action="proposal_refused", subject_type=Statement._meta.label_lower, subject_id__in=keys
    )
    return {int(key): note for key, note in rows.order_by("pk").values_list("subject_id", "note")}


def erasures_of(claim: Claim) -> list[Erasure]:
    """What she asked to be erased, the latest first."""
    same = Claim.objects.filter(entry__identity=claim.entry.identity_id)
    rows = Erasure.objects.filter(claim__in=same).select_related("organisation")
    return list(rows.order_by("-pk"))


def keepers(organisation: Organisation | int) -> list[User]:
    """Who keeps an organisation's registry: those who are told of what a person asks."""
    rows = Membership.objects.filter(
        organisation=organisation,
        role__in=(kinds.OFFICER, kinds.LIAISON),
        ended_at=None,
        user__is_active=True,
    )
    return list({one.user_id: one.user for one in rows.select_related("user").order_by("pk")}.values())


def waiting_in(organisation: Organisation) -> QuerySet[Claim]:
    """Accounts that wait to be confirmed by this organisation or one below it."""
    return (
        claims()
        .filter(organisation__in=queries.people.below(organisation), state=Claim.WAITING)
        .order_by("taken_up_at", "pk")
    )


def claims_in(organisation: Organisation) -> QuerySet[Claim]:
    return claims().filter(organisation__in=queries.people.below(organisation))


def erasures_in(organisation: Organisation) -> QuerySet[Erasure]:
    """What persons asked this organisation, or one below it, to erase."""
    return Erasure.objects.filter(organisation__in=queries.people.below(organisation)).select_related(
        "claim__entry__identity", "claim__user", "organisation"
    )


def proposals_in(organisation: Organisation) -> QuerySet[Statement]:
    """Corrections that wait for an answer in this registry."""
    return (
        Statement.objects.filter(entry__in=queries.people.entries_in(organisation), state=Statement.PROPOSED)
        .select_related("entry__identity", "entry__organisation")
        .order_by("recorded_at", "pk")
    )


def last_sweep() -> Sweep | None:
    return Sweep.objects.first()
