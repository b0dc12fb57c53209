"""Who may read and change what of the registry."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from jinguo.apps.organisations.permissions import is_liaison_of, is_officer_of
from jinguo.apps.registry.models import Claim, Photo
from jinguo.apps.registry.permissions.rights import answers_for
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile
    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.registry.models import Merge, PersonEntry
    from jinguo.apps.registry.persons.profile import Resolved


def keeps_registry(user: User, organisation: Organisation | int) -> Verdict:
    """An organisation's registry is kept by its officers, a unit's by its liaison."""
    return is_liaison_of(user, organisation)


def is_kept_within(entry: PersonEntry, organisations: Collection[int]) -> Verdict:
    """The entry is kept by one of these organisations: those that the registry at hand reaches down to."""
    return Verdict.of(
        entry.withdrawn_at is None and entry.organisation_id in organisations, "person_of_another_registry"
    )


def may_read_table(user: User, stored: StoredFile) -> Verdict:
    """A list that was given out is for the one who asked for it."""
    return Verdict.of(stored.by_id == user.pk, "job_of_another")


def may_give_out_sensitive(user: User, organisation: Organisation | int) -> Verdict:
    """Sensitive data of many persons are taken out by the organisation's officers alone."""
    return is_officer_of(user, organisation)


def may_read_photo(user: User, stored: StoredFile) -> Verdict:
    """A photo is for who keeps a registry in which its entry stands, and for her whose it is."""
    photo = Photo.objects.filter(file=stored).select_related("entry__organisation").first()
    if photo is None or photo.entry.withdrawn_at is not None or not user.is_authenticated:
        return Verdict.no("person_of_another_registry")
    if photo.entry.organisation is not None and answers_for(user, photo.entry.organisation):
        return Verdict.yes()
    hers = Claim.objects.filter(
        user=user, state=Claim.CONFIRMED, entry__identity=photo.entry.identity_id
    ).exists()
    return Verdict.of(hers, "person_of_another_registry")


def has_aged(found: Resolved | None) -> Verdict:
    """What is said again as it is has aged, and its sources agree."""
    if found is None or not found.stale:
        return Verdict.no("fact_not_aged")
    return Verdict.of(not found.in_conflict, "fact_sources_differ")


def still_stands(merge: Merge) -> Verdict:
    return Verdict.of(merge.undone_at is None, "merge_already_undone")
