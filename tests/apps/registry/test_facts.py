"""From a number down to its honours: each keeper sees those of persons in her registry, and opens the person."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from jinguo.apps.facts import counting
from jinguo.apps.registry import actions
from jinguo.apps.registry.models import PersonEntry
from jinguo.engines.rosters import PersonRow
from tests import factories

pytestmark = pytest.mark.django_db


def granted(people, holder: str, kind: str = "person", entry=None):
    return actions.grant_honour(
        title="示例奖", year=2026, granted_by=people.association.name, granted_on=date(2026, 3, 8), holder_kind=kind,
        holder_name=holder, source=f"test:{holder}", by=people.officer, entry=entry,
    )  # fmt: skip


def test_the_honours_behind_a_number_open_the_person_to_who_keeps_her_alone():
    people = factories.cast()
    actions.add_entries([PersonRow("王晓兰")], source="import:1", organisation=people.society, by=None)
    entry = PersonEntry.objects.get()
    granted(people, "王晓兰", entry=entry)
    granted(people, "示例团队", kind="team")
    days = {"since": date(2026, 1, 1), "until": date(2026, 12, 31), "of": people.association}
    expression = counting.Expression("honour.granted")

    hers = counting.records(expression, people.li, **days)
    others = counting.records(expression, people.zhao, **days)

    assert counting.count(expression, **days).value == 2
    assert [(one.on, one.title, one.url) for one in hers] == [
        (date(2026, 3, 8), "王晓兰 · 示例奖", reverse("registry:person", args=[entry.identity.uid])),
        (date(2026, 3, 8), "示例团队 · 示例奖", ""),
    ]
    assert [one.title for one in others] == ["示例团队 · 示例奖"]
