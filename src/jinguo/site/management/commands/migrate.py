"""``migrate``, quicker: a new model does not have its neighbours drawn anew.

For every model that a migration adds Django draws anew all models it is related to, and theirs. Ours are all related, so that the
empty tables cost eleven thousand drawings for 150 models: nine tenths of the time. Nothing points to a model that was just born,
and those it points to learn of it when it is drawn beside them: drawing it alone is enough. Whatever else a migration does goes
Django's way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.state import ModelState, ProjectState, StateApps

_add_model = ProjectState.add_model


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> Any:
        with drawing_alone():
            return super().handle(*args, **options)


@contextmanager
def drawing_alone() -> Iterator[None]:
    """Within this block a new model is drawn by itself where that is the same."""
    ProjectState.add_model = add_model  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = _add_model  # type: ignore[method-assign]


def add_model(state: ProjectState, model: ModelState) -> None:
    """In place of ``ProjectState.add_model``."""
    drawn: StateApps | None = state.__dict__.get("apps")
    if drawn is not None and state.is_delayed:
        # a small change has left neighbours of neighbours as they were: all are drawn when they are next asked for
        del state.__dict__["apps"]
        state.is_delayed, drawn = False, None
    if drawn is None or not _is_one_whole(drawn) or (model.app_label, model.name_lower) in state.models:
        return _add_model(state, model)
    del state.__dict__["apps"]  # else it has the neighbours drawn anew
    try:
        _add_model(state, model)
    finally:
        state.__dict__["apps"] = drawn
    drawn.render_multiple([model])
    return None


def _is_one_whole(drawn: StateApps) -> bool:
    """Whether all models were drawn here. Those of a copy were not: they ask the original who is related to them."""
    return all(model._meta.apps is drawn for models in drawn.all_models.values() for model in models.values())
