"""Cards say what entries say, also after a unit moved or a work was broken off between the two."""

from __future__ import annotations

import pytest

from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.apps.organisations.actions import change_organisation
from jinguo.apps.registry import actions, queries, tasks
from jinguo.apps.registry.models import Card, PersonEntry, Statement
from jinguo.apps.registry.search import indexing
from jinguo.engines.rosters import PersonRow
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    made = factories.cast()
    actions.add_entries(
        [PersonRow("王晓兰", unit="示例大学"), PersonRow("赵霞")],
        source="list:1",
        organisation=made.district,
        by=None,
    )
    return made


def seen(organisation):
    return sorted(queries.people.cards_of(organisation).values_list("name", flat=True))


def test_a_unit_that_moves_takes_its_people_along(people):
    other = factories.organisation("另一市科学技术协会", "association")
    factories.Membership.objects.create(user=people.officer, organisation=other, role="admin")

    change_organisation(organisation=people.district, changes={"parent": other}, by=people.officer)
    jobs.run(Job.objects.get(name="registry.cards_of_unit").uid)

    assert seen(other) == ["王晓兰", "赵霞"]
    assert seen(people.association) == []
    assert seen(people.district) == ["王晓兰", "赵霞"]


def test_whoever_is_killed_between_entries_and_cards_leaves_what_is_found_and_mended(people, monkeypatch):
    def killed(identities):
        raise KeyboardInterrupt

    actions.add_entries(
        [PersonRow("孙梅")], source="list:2", organisation=people.district, by=None, index=False
    )
    one = PersonEntry.objects.get(name="王晓兰")
    Statement.objects.create(entry=one, attribute="title", value="教授", source="证书")
    Card.objects.filter(name="赵霞", organisation=people.association).delete()
    PersonEntry.objects.filter(name="赵霞").update(withdrawn_at="2026-01-01T00:00Z")
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "refresh", killed)
        with pytest.raises(KeyboardInterrupt):
            tasks.mending.mend_cards()

    assert tasks.mending.mend_cards() == {"persons": 3}
    assert seen(people.association) == ["孙梅", "王晓兰"]
    assert queries.people.cards_of(people.association).get(name="王晓兰").title == "教授"
    assert tasks.mending.mend_cards() == {"persons": 0}
