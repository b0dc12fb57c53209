"""Readings turned into drafts: the notice 003 into a call, the four policies into plans."""

import os
from pathlib import Path

import pytest

from jinguo.engines.eligibility import RuleSet
from jinguo.engines.forms.spec import Field
from jinguo.engines.materials.spec import MaterialSpec
from jinguo.engines.notices import load, read
from jinguo.engines.notices.drafting import CallDraft, PlanDraft, draft_call, draft_plan
from jinguo.engines.notices.layout.text import bare

from .test_reading import CALL, PLAN

SEEDS = Path(os.environ.get("JINGUO_SHARED", Path(__file__).resolve().parents[4] / "shared")) / "seeds"


def _seed(number: str) -> str:
    file = next(iter(SEEDS.glob(f"{number}_*.txt")), None)
    if file is None:
        pytest.skip("the seed documents are not beside the project")
    return load(file.read_bytes(), file.name).text


def _plan(number: str) -> tuple[str, PlanDraft]:
    text = _seed(number)
    return text, draft_plan(read(text), text)


def test_a_plan_has_measures_with_units_by_role_and_indicators() -> None:
    plan = draft_plan(read(PLAN), PLAN)
    assert plan.title is not None
    assert plan.title.value == "云州市女科技人才行动方案"
    first = plan.measures[0]
    assert (first.section_heading, first.heading.value if first.heading else None) == ("主要任务", "加强培养")
    assert [(u.name.value, u.role, u.group) for u in first.units] == [
        ("市妇联", "lead", False),
        ("市科协", "cooperating", False),
        ("各区县妇联", "cooperating", True),
    ]
    assert first.units[0].full_name == "云州市妇女联合会"
    count = first.indicators[0]
    assert (count.quantity, count.comparator, count.period, count.counted) == (
        12,
        "at_least",
        "year",
        "activities",
    )
    direction = first.indicators[-1]
    assert (direction.measure, direction.by_sex) == ("direction", True)


def test_every_value_of_a_draft_stands_at_its_place() -> None:
    plan = draft_plan(read(PLAN), PLAN)
    for measure in plan.measures:
        start, end = measure.text.span
        assert bare(PLAN[start:end]) == measure.text.value
        for unit in measure.units:
            assert bare(PLAN[slice(*unit.name.span)]) == unit.name.value
        for one in measure.indicators:
            assert bare(PLAN[slice(*one.said.span)]) == bare(one.said.value)


def test_a_call_fits_the_house() -> None:
    call = draft_call(read(CALL), CALL)
    assert call.closing_day is not None
    assert (call.closing_day.value, call.copies, call.year) == ("2024-05-10", 3, 2024)
    assert [(q.scope, q.places.value, q.at_most) for q in call.quotas] == [("each_of_kind", 2, True)]
    rules = RuleSet.model_validate({"rules": [dict(r.rule) for r in call.rules]})
    assert "born_on_or_after" in {rule.kind for rule in rules.rules}
    specs = [MaterialSpec.model_validate(dict(m.spec)) for m in call.materials]
    assert [spec.kind for spec in specs] == ["document", "photo", "video"]
    assert (specs[2].max_duration_s, specs[2].aspect) == (90, "16:9")


def _check_call(call: CallDraft, text: str) -> None:
    for one in (*call.issuers, *call.invited, *call.contacts["phones"], *call.attachments):
        assert bare(text[slice(*one.span)]) == bare(one.value)
    for field in call.fields:
        Field.model_validate(
            {
                "key": field.key,
                "label": field.label.value,
                "kind": field.kind,
                "stamp": field.stamp,
                "max_words": field.max_words,
            }
        )


def test_the_notice_of_2023_becomes_a_call() -> None:
    text = _seed("003")
    call = draft_call(read(text), text)
    _check_call(call, text)
    assert [c.number for c in call.categories] == ["1", "2", "3", "4"]
    assert call.closing_day is not None
    assert call.closing_day.value == "2023-10-20"
    assert {(q.scope, q.places.value) for q in call.quotas} == {("each_of_kind", 1)}
    photo = next(m for m in call.materials if m.kind == "photo")
    assert (photo.spec["min_count"], photo.spec["max_count"]) == (2, 3)
    assert [field.kind for field in call.fields if field.label.value in ("姓名", "民族")] == [
        "name",
        "ethnic_group",
    ]


@pytest.mark.parametrize(
    ("number", "measures", "indicators"), [("000", 16, 5), ("001", 10, 4), ("004", 21, 3)]
)
def test_policies_become_plans(number: str, measures: int, indicators: int) -> None:
    text, plan = _plan(number)
    tasks = [m for m in plan.measures if m.role == "task"]
    assert len(tasks) >= min(measures, len(plan.measures)) - 6
    assert sum(len(m.indicators) for m in plan.measures) + len(plan.indicators) == indicators
    assert all(bare(text[slice(*m.text.span)]) == m.text.value for m in plan.measures)


def test_the_plan_of_chongqing_has_no_numbers_but_tasks() -> None:
    _, plan = _plan("002")
    assert not any(m.indicators for m in plan.measures)
    assert any(m.tasks for m in plan.measures)
    assert all(unit.role in ("lead", "responsible", "cooperating") for m in plan.measures for unit in m.units)
