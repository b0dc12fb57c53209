"""The facts that apps declare: every path of every fact leads somewhere."""

from __future__ import annotations

import pytest

from jinguo.apps.facts import kernel

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", sorted(kernel.declared()))
def test_every_path_of_a_fact_leads_somewhere(name):
    fact = kernel.declared()[name]

    paths = [fact.path(one) for one in fact.dimensions]
    rows = fact.told(fact.dimensions).values(fact.date, *paths, *fact.amounts.values())

    assert list(rows) == []


def test_a_fact_can_not_be_declared_twice():
    fact = next(iter(kernel.declared().values()))

    with pytest.raises(ValueError, match="declared twice"):
        kernel.declare(fact)
