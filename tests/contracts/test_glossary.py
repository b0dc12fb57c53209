"""The glossary names every model and every state, and no field that is gone."""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from jinguo.apps.calls import states as call_states
from jinguo.apps.calls.models import Objection
from jinguo.apps.decisions.models import Revocation
from jinguo.apps.decisions.states import DECISION_STATES, REVOCATION_STATES
from jinguo.apps.files.models import Upload
from jinguo.apps.jobs.states import State as JobState
from jinguo.apps.meetings import states as meeting_states
from jinguo.apps.meetings.models import Slip, Vote
from jinguo.apps.organisations.kinds import KINDS, ROLES
from jinguo.apps.outbox.models import Channel
from jinguo.apps.plans import states as plan_states
from jinguo.apps.reviews import states as review_states
from jinguo.apps.reviews.models import Review
from jinguo.phrases import term
from tests.contracts import source

GLOSSARY = (source.PROJECT / "docs" / "glossary.md").read_text("utf-8")
MODELS = {
    model.__name__: model
    for config in apps.get_app_configs()
    if config.name.startswith("jinguo.apps.")
    for model in config.get_models()
}
STATES = (
    *call_states.CALL_STATES,
    *call_states.NOMINATION_STATES,
    *call_states.PROGRESS,
    *Objection.STATES,
    *Objection.EFFECTS,
    *DECISION_STATES,
    *REVOCATION_STATES,
    *Revocation.KINDS,
    *meeting_states.MEETING_STATES,
    *meeting_states.ITEM_STATES,
    *meeting_states.VOTE_STATES,
    *meeting_states.ATTENDING,
    *Vote.KINDS,
    *Slip.CHOICES,
    Review.DRAFT,
    Review.SUBMITTED,
    *plan_states.PLAN_STATES,
    *plan_states.DUTY_STATES,
    *plan_states.TASK_STATES,
    *plan_states.INDICATOR_STATES,
    *plan_states.PERIOD_STATES,
    *plan_states.REPORT_STATES,
    *plan_states.MARK_STATES,
    *plan_states.ASSESSMENT_STATES,
    *plan_states.SELF_SCORE_STATES,
    *plan_states.APPEAL_STATES,
    *plan_states.DUTY_ROLES,
    *plan_states.PERIOD_KINDS,
    *plan_states.SOURCES,
    *plan_states.AGGREGATES,
    *plan_states.COMPARATORS,
    *plan_states.SUCCESSION_KINDS,
    *plan_states.OBJECTIVES,
    *review_states.POOL_STATES,
    *review_states.PANEL_STATES,
    *review_states.CONFLICT_STATES,
    *KINDS,
)
CHOICES = (*JobState.values, *Upload.State.values, *Channel.values)
ROWS = dict(re.findall(r"^\| `([A-Z]\w+)` \| (.+)$", GLOSSARY, re.MULTILINE))


@pytest.mark.parametrize("name", sorted(MODELS))
def test_a_model_has_its_chinese_term(name):
    assert name in ROWS, f"docs/glossary.md lacks a row for {name}"
    assert re.match(r"[一-鿿]", ROWS[name])


def test_no_model_is_named_that_is_gone():
    assert set(ROWS) - set(MODELS) == set()


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_field_that_is_named_exists(name):
    fields = {field.name for field in MODELS[name]._meta.get_fields()}
    named = set(re.findall(r"`([a-z_0-9]+)`", ROWS[name]))

    assert named - fields == set()


@pytest.mark.parametrize("code", sorted({*STATES, *CHOICES}))
def test_a_state_has_its_chinese_term(code):
    assert re.search(r"[一-鿿]", _line_of(code)), f"docs/glossary.md lacks {code}"


@pytest.mark.parametrize("code", STATES)
def test_the_term_is_the_one_on_the_pages(code):
    assert term(code) in _line_of(code)


def _line_of(code: str) -> str:
    return next((line for line in GLOSSARY.splitlines() if f"`{code}`" in line), "")


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_its_chinese_term(role):
    assert re.search(rf"^\| {role} \| [一-鿿]", GLOSSARY, re.MULTILINE)
