"""Women's share at every stage: nominated, checked, reviewed, chosen. Persons alone; unknown sex is in neither."""

from __future__ import annotations

from collections import Counter

from django.db.models import Exists, OuterRef

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.states import HANDED_IN, NominationState
from jinguo.apps.decisions.drawing import Stage
from jinguo.apps.reviews.candidates import columns_of
from jinguo.apps.reviews.models import Standing
from jinguo.apps.reviews.states import REVIEWABLE


def stages_of(call: Call) -> list[Stage]:
    """The four stages with their counts; a handful of queries whatever their number."""
    nominations = list(
        Nomination.objects.filter(call=call, state__in=HANDED_IN, nominee_kind="person")
        .annotate(reviewed=Exists(Standing.objects.filter(nomination=OuterRef("pk"), reviews__gt=0)))
        .select_related("call", "unit", "category")
    )
    sexes = {pk: columns["sex"] for pk, columns in columns_of(call, nominations).items()}
    chosen = {NominationState.CHOSEN, NominationState.HONOURED}
    groups = {
        "stage_nominated": nominations,
        "stage_checked": [n for n in nominations if n.state in REVIEWABLE],
        "stage_reviewed": [n for n in nominations if n.reviewed],
        "stage_chosen": [n for n in nominations if n.state in chosen],
    }
    found = []
    for code, group in groups.items():
        counted = Counter(sexes.get(n.pk, "") for n in group)
        women, men = counted["F"], counted["M"]
        found.append(Stage(code, women, men, len(group) - women - men))
    return found
