"""Reading the trail. What a reader may see is for the app to say whose records they are."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.db.models import Q, QuerySet

from jinguo.apps.audit.models import Entry


def history_of(subject: models.Model) -> QuerySet[Entry]:
    """Every act on one record, newest first."""
    return Entry.objects.filter(_is("subject", subject))


def history_within(parent: models.Model) -> QuerySet[Entry]:
    """Every act on a record and on what belongs to it: a call's whole trail, newest first."""
    return Entry.objects.filter(_is("within", parent) | _is("subject", parent))


def of_subjects(subjects: Sequence[models.Model], action: str) -> QuerySet[Entry]:
    """Every act of one kind on records of one model, newest first."""
    label = subjects[0]._meta.label_lower if subjects else ""
    keys = [str(one.pk) for one in subjects]
    return Entry.objects.filter(action=action, subject_type=label, subject_id__in=keys)


def _is(role: str, record: models.Model) -> Q:
    return Q(**{f"{role}_type": record._meta.label_lower, f"{role}_id": str(record.pk)})
