"""Pages of plans: as many queries for one as for three of what repeats."""

from __future__ import annotations

import pytest
from django.urls import reverse

from jinguo.apps.plans import actions
from tests.apps.plans.conftest import in_force, reported

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("measures", [1, 3])
@pytest.mark.parametrize(
    ("name", "who", "most"),
    [
        ("plans:plan", "officer", 26),
        ("plans:wall", "leader", 22),
        ("plans:figures", "leader", 22),
        ("plans:objectives", "leader", 18),
        ("plans:periods", "officer", 18),
    ],
)
def test_a_page_of_a_plan_takes_no_query_for_each_measure(
    people, client, django_assert_max_num_queries, name, who, most, measures
):
    made = in_force(people, measures=measures)
    for duty in made.duties[::2]:
        actions.approve_report(report=reported(made, duty, people.li), by=people.officer)
    client.force_login(getattr(people, who))
    client.get(reverse(name, args=[made.plan.uid]))

    with django_assert_max_num_queries(most) as asked:
        answer = client.get(reverse(name, args=[made.plan.uid]))

    counts = _COUNTS.setdefault(name, len(asked))
    assert (answer.status_code, len(asked)) == (200, counts)


_COUNTS: dict[str, int] = {}


def test_two_who_write_a_report_both_find_their_words(people, client):
    made = in_force(people)
    actions.save_report(duty=made.duty, period=made.period, text="甲写。", by=people.li)
    client.force_login(people.li)
    page = reverse("plans:report", args=[made.duty.uid, made.period.uid])

    answer = client.post(page, {"text": "乙写。", "seen": 0})

    assert answer.status_code == 409
    assert "甲写。" in answer.content.decode()
    assert "乙写。" in answer.content.decode()
