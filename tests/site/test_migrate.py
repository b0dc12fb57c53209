"""New models drawn by themselves while tables are made: what comes of it is what Django makes of the whole."""

from __future__ import annotations

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState, StateApps

from jinguo.site.management.commands.migrate import drawing_alone


def seen(drawn: StateApps) -> dict[str, object]:
    """Every model with its fields, those it points to as they stand in the same registry, and who points to it."""
    told = {}
    for model in drawn.get_models(include_auto_created=True):
        fields = {
            field.name: field.related_model is None
            or field.related_model is drawn.get_model(*field.related_model._meta.label.split("."))
            for field in model._meta.get_fields(include_hidden=True)
        }
        told[model._meta.label] = (fields, sorted(map(str, model._meta.related_objects)))
    return told


def test_models_drawn_one_by_one_are_those_drawn_as_a_whole():
    loader = MigrationLoader(None)
    plan = loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True)
    state = ProjectState(real_apps=loader.unmigrated_apps)
    compared = 0
    with drawing_alone():
        for key in plan:
            assert state.apps
            migration = loader.graph.nodes[key]
            state = migration.mutate_state(state, preserve=False)
            if len(migration.operations) < 10 or state.is_delayed:
                continue
            compared += 1
            one_by_one = seen(state.apps)
            assert one_by_one == seen(StateApps(state.real_apps, state.models))
            assert all(all(fields.values()) for fields, _ in one_by_one.values())
    assert compared >= 3


def test_a_copy_has_its_neighbours_drawn_anew():
    """Back from a migration Django works on copies, whose models ask the original who is related to them."""
    loader = MigrationLoader(None)
    state = loader.project_state(("registry", "0001_initial"), at_end=False)
    assert state.apps
    copy = state.clone()
    with drawing_alone():
        for operation in loader.graph.nodes["registry", "0001_initial"].operations:
            operation.state_forwards("registry", copy)
    one_by_one = seen(copy.apps)
    del copy.__dict__["apps"]
    assert one_by_one == seen(copy.apps)
