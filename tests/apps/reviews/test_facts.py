"""From a number down to its reviews: the organiser's officer opens each, nobody else sees any."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from jinguo.apps.clock import today
from jinguo.apps.facts import counting
from jinguo.apps.reviews import actions

pytestmark = pytest.mark.django_db


def test_the_reviews_behind_a_number_open_the_nomination_to_the_officer_alone(people, round_):
    assignment = round_.assignments.select_related("nomination", "expert__user").first()
    actions.submit_review(
        assignment=assignment, marks={"deeds": Decimal(90), "example": Decimal(80)}, comment="", seen_version=0,
        by=assignment.expert.user,
    )  # fmt: skip
    days = {
        "since": today() - timedelta(days=1),
        "until": today() + timedelta(days=1),
        "of": people.association,
    }
    expression = counting.Expression("review.submitted")

    [record] = counting.records(expression, people.officer, **days)

    assert counting.count(expression, **days).value == 1
    assert record.title == f"{assignment.nomination.name} · {assignment.expert.name}"
    assert record.url == reverse("reviews:nomination", args=[assignment.nomination.uid])
    assert counting.records(expression, people.li, **days) == []
