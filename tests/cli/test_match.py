"""`jinguo match`, on a small registry."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from tests import factories

from jinguo.apps.registry import actions
from jinguo.apps.registry.models import Merge, Pair
from jinguo.cli import group, server
from jinguo.engines.rosters import PersonRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(monkeypatch):
    monkeypatch.setattr(server, "demand_tables", lambda: None)
    people = factories.cast()
    hers = {"sex": "F", "birth_date": "1984-03-12", "unit": "示例医院", "title": "主任医师"}
    for source, name in (("import:1", "欧阳若兰"), ("import:2", "欧阳若兰"), ("import:3", "欧阳若岚")):
        actions.add_entries(
            [PersonRow(name, **hers)], source=source, organisation=people.association, by=people.officer
        )
    return people.association


def run(*words):
    return CliRunner().invoke(group, ["match", *words], standalone_mode=False)


def test_what_is_likely_waits_and_what_is_certain_is_merged_where_the_rules_let_a_machine(keeper):
    waiting = run("--organisation", keeper.name, "--json")
    said = json.loads(waiting.stdout)
    assert (said["scope"], said["entries"], said["merged"]) == ("match_whole", 3, 0)
    assert said["queued"] == Pair.objects.filter(state=Pair.OPEN).count() > 0

    merged = run("--organisation", keeper.name, "--rules", "strict", "--json")
    said = json.loads(merged.stdout)
    assert said["merged"] == Merge.objects.count() >= 1

    again = run("--organisation", keeper.name, "--new", "--lang", "en")
    assert again.exit_code == 0
    assert "0 pairs merged" in again.stdout


def test_a_registry_that_nobody_keeps_is_refused(keeper):
    ran = CliRunner().invoke(group, ["match", "--organisation", "没有的单位"])
    assert ran.exit_code == 2
    assert "import_organisation_unknown" in ran.output
