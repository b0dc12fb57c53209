"""The words of what was read: every code that the reader gives can be chosen and is said in both languages."""

from __future__ import annotations

import pytest

from jinguo.apps.policies.forms import ValueForm
from jinguo.apps.policies.wording import PARTS, choice_label
from jinguo.engines.notices import CONDITIONS
from jinguo.phrases import term


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_every_kind_of_condition_has_words(lang: str) -> None:
    said = [term(f"choice_of_type_{kind}", lang) for kind in CONDITIONS]
    assert len(set(said)) == len(CONDITIONS)
    assert not any("choice_of" in word for word in said)


def test_a_kind_of_condition_is_chosen_and_one_that_is_not_known_stays() -> None:
    form = ValueForm(kind="eligibility", value={"type": "height", "text": "身高不限"})
    choices = dict(form.fields["part_type"].choices)
    assert choices["age"] == choice_label("type", "age")
    assert form.fields["part_type"].initial == "height"
    assert choices["height"] == "height"


def test_a_target_can_ask_for_less() -> None:
    comparator = next(part for part in PARTS["target"] if part.key == "comparator")
    assert choice_label("comparator", "decrease") in ("降低", "decrease")
    assert "decrease" in comparator.choices
