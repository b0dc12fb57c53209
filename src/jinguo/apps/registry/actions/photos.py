"""A person's photo: brought by herself or by her keeper, taken away by either, gone with her consent or with herself."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.files import actions as files
from jinguo.apps.files import showing
from jinguo.apps.registry import queries
from jinguo.apps.registry.actions.claiming import herself
from jinguo.apps.registry.actions.consenting import agree
from jinguo.apps.registry.models import Claim, Photo
from jinguo.apps.registry.permissions.people import is_kept_within, keeps_registry
from jinguo.apps.registry.rights import clearing
from jinguo.apps.registry.rights.consent_texts import PHOTO
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile
    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.registry.models import PersonEntry

KIND = "registry_photo"
SIDE = 1280


def put_photo(
    *, entry: PersonEntry, organisation: Organisation, stream: BinaryIO, name: str, source: str, by: User
) -> Photo:
    """Her keeper brings a photo, and says how she agreed to it (``source``). One brought before for the entry goes.

    Raises:
        Refused: not the keeper, no source, she does not want one, or not a picture that can be read (codes of files).
    """
    demand(keeps_registry(by, organisation) & is_kept_within(entry, queries.people.reach_of(organisation)))
    if not source.strip():
        raise Refused.because("photo_needs_her_word")
    if queries.rights.refusing([entry.identity_id], PHOTO):
        raise Refused.because("photo_not_wanted")
    kept = _as_shown(stream, name, by)
    with transaction.atomic():
        made = _keep(entry, kept, by, source=source.strip()[:200], hers=False)
        audit.record("photo_put", subject=entry, by=by, acting_for=organisation, note=made.source)
    return made


def put_own_photo(*, claim: Claim, stream: BinaryIO, name: str, lang: str, agreed: bool) -> Photo:
    """She brings one herself, and agrees by that to its purpose: it is shown to who keeps her.

    Raises:
        Refused: she did not agree, the account is not confirmed, or not a picture that can be read.
    """
    if not agreed:
        raise Refused.because("photo_needs_consent")
    user = herself(claim)
    kept = _as_shown(stream, name, user)
    with transaction.atomic():
        agree(claim=claim, purpose=PHOTO, lang=lang)
        entry = _own_entry(claim)
        made = _keep(entry, kept, user, source="source_self", hers=True)
        audit.record("photo_put", subject=entry, by=user, acting_for=None, note="")
    return made


@transaction.atomic
def take_photo_away(*, entries: Sequence[PersonEntry], organisation: Organisation, by: User) -> int:
    """Her keeper takes the photos of entries away that stand in its registry; answers how many."""
    demand(keeps_registry(by, organisation))
    reach = queries.people.reach_of(organisation)
    gone = clearing.without_photos([one for one in entries if is_kept_within(one, reach)])
    if gone:
        audit.record("photo_taken_away", subject=entries[0], by=by, acting_for=organisation)
    return gone


@transaction.atomic
def take_own_photo_away(*, claim: Claim) -> int:
    """She takes every photo of hers away, whoever brought it; her consent stays as it is."""
    gone = clearing.without_photos(queries.rights.entries_of(claim))
    if gone:
        audit.record("photo_taken_away", subject=claim.entry, by=herself(claim), acting_for=None)
    return gone


def _as_shown(stream: BinaryIO, name: str, by: User) -> StoredFile:
    """The picture as pages show it; the file that was brought is not kept, nor where and with what it was taken."""
    brought = files.store(stream, name=name, kind=KIND, by=by)
    try:
        jpeg = showing.small_picture(brought, SIDE)
        return files.store(io.BytesIO(jpeg), name="photo.jpg", kind=KIND, by=by)
    finally:
        files.discard(brought)


def _keep(entry: PersonEntry, kept: StoredFile, by: User, *, source: str, hers: bool) -> Photo:
    clearing.without_photos([entry])
    return Photo.objects.create(
        entry=entry, file=kept, source=source, hers=hers, at=now(), by=by, by_name=str(by)[:150]
    )


def _own_entry(claim: Claim) -> PersonEntry:
    """Where her own photo hangs: on what the organisation keeps that knows her, else on what anybody keeps."""
    kept = [one for one in queries.rights.entries_of(claim) if one.organisation_id]
    own = [one for one in kept if one.organisation_id == claim.organisation_id]
    return (own or kept or [claim.entry])[-1]
