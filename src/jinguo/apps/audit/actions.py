"""Writing the trail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models

from jinguo.apps import clock
from jinguo.apps.audit import values
from jinguo.apps.audit.address import current_address
from jinguo.apps.audit.models import Entry

_ACTION = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


def record(action: str, **told: Any) -> Entry:
    """Add one act to the trail, inside the transaction of the act itself: the same parameters as :func:`entry`."""
    made = entry(action, **told)
    made.save(force_insert=True)
    return made


def record_all(entries: Iterable[Entry]) -> None:
    """Add acts that were written down with :func:`entry`, in their order, at once."""
    Entry.objects.bulk_create(entries)


def entry(
    action: str,
    *,
    subject: models.Model,
    by: models.Model | AnonymousUser | None,
    acting_for: models.Model | None = None,
    within: models.Model | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    note: str = "",
) -> Entry:
    """One act as a row that is not in the trail yet.

    ``action`` is a code such as ``nomination_submitted``; its sentence is the phrase
    ``trail_nomination_submitted`` with the parameters actor, subject, acting_for and every key of ``after``.
    ``by`` is None for what the site does by itself. ``within`` is the parent record, a call, by whose trail
    this act is found as well. Reading is an act too: ``record("id_number_unmasked", subject=nomination,
    by=user, note=why)``. Values about a person are wrapped in ``audit.personal(value,
    of="nomination:<uid>")``. A subject may have its own name for the trail, free of personal data, as
    ``trail_name``; so may whoever acts in a record that she may have erased.
    """
    if not _ACTION.fullmatch(action):
        raise ValueError(f"{action!r} is no code of an act: write subject_verb in small letters")
    known = by if by is not None and by.pk is not None else None
    return Entry(
        at=clock.now(),
        actor_id=known.pk if known else None,
        actor_name=_cut(str(getattr(known, "trail_name", known)), 150) if known else "",
        acting_for_id=acting_for.pk if acting_for else None,
        acting_for_name=_cut(str(acting_for), 200) if acting_for else "",
        action=action,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_name=_cut(str(getattr(subject, "trail_name", subject)), 200),
        within_type=within._meta.label_lower if within else "",
        within_id=str(within.pk) if within else "",
        before=None if before is None else values.kept(before),
        after=None if after is None else values.kept(after),
        note=values.kept(note),
        address=current_address(),
    )


def _cut(text: str, length: int) -> str:
    text = values.kept(text)
    return text if len(text) <= length else text[: length - 1] + "…"
