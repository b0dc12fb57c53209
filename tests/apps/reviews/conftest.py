"""A call with its experts, opened and given out."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from jinguo.apps.calls.actions import checking, opening
from jinguo.apps.calls.models import Material
from jinguo.apps.clock import now
from jinguo.apps.files import actions as files
from jinguo.apps.reviews import actions, queries
from jinguo.apps.reviews.models import Promise
from tests import factories

CRITERIA = [
    {"key": "deeds", "label": "事迹", "weight": "0.6", "max": "100"},
    {"key": "example", "label": "示范", "weight": "0.4", "max": "100"},
]
UNITS = ("示例市物理学会", "示例市数学学会", "示例市生物学会", "示例市天文学会")


@pytest.fixture
def people():
    cast = factories.cast()
    cast.experts = [expert_of(cast, n) for n in range(3)]
    return cast


def expert_of(cast, n: int):
    return actions.add_expert(
        pool=cast.association,
        by=cast.officer,
        user=factories.user(f"expert{n}", f"专家{n}"),
        name=f"专家{n}",
    )


def call_with(people, names: tuple[str, ...] = ("王晓兰", "李若云"), **settings):
    """An open call whose nominations, one from each unit, have passed the formal check."""
    settings = {"criteria": CRITERIA, "policy": {"seats": 1, "last": {"by": "id"}}, **settings}
    call = factories.open_call(people, **settings)
    opening.set_quotas(call=call, rows=[], by=people.officer)
    for sequence, name in enumerate(names, 1):
        add_nomination(people, call, name, sequence)
    return call


def add_nomination(people, call, name: str, sequence: int, **values):
    unit, by = [(people.society, people.li), (people.district, people.zhao)][sequence % 2]
    nomination = factories.handed_in(call, unit, by, factories.filled_values(name, sequence, **values))
    return checking.accept(nomination=nomination, by=people.officer) or nomination


def opened(call, people, **settings):
    return actions.open_round(
        call=call, reviews_each=3, closes_at=now() + timedelta(days=5), by=people.officer, **settings
    )


def everybody_reads_everything(round_):
    """Every entrant with every expert, without a plan."""
    experts = list(queries.experts_to_assign(round_))
    entrants = queries.entrants(round_).order_by("number")
    return [(nomination, expert) for nomination in entrants for expert in experts]


def distributed(call, people, **settings):
    round_ = opened(call, people, **settings)
    actions.assign(round_=round_, pairs=everybody_reads_everything(round_), by=people.officer)
    return round_


def promised(round_, *experts) -> None:
    Promise.objects.bulk_create([Promise(round=round_, expert=expert) for expert in experts])


def photo_for(nomination, by, name: str = "王晓兰工作照.jpg", spec_key: str = "photos"):
    stored = files.store(io.BytesIO(factories.jpeg(300, 200)), name=name, kind="calls.material", by=by)
    return Material.objects.create(nomination=nomination, spec_key=spec_key, file=stored)


@pytest.fixture
def call(people):
    return call_with(people)


@pytest.fixture
def round_(people, call):
    made = distributed(call, people)
    promised(made, *people.experts)
    return made


def marks(deeds="90", example="80", **also):
    return {"mark_deeds": deeds, "mark_example": example, "comment": "扎实", "seen_version": "0", **also}
