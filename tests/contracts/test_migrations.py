"""The models and the migrations that an office runs tell the same."""

from __future__ import annotations

import ast
import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from tests.contracts import source

OWN = [app for app in apps.get_app_configs() if app.name.startswith("jinguo.apps.") and app.models]
WITHOUT = [
    app.label for app in OWN if not (source.APPS / app.label / "migrations" / "0001_initial.py").exists()
]


@pytest.mark.skipif(
    len(WITHOUT) == len(OWN), reason="no app has migrations yet: tables are made from the models"
)
def test_no_app_with_tables_is_without_migrations():
    assert WITHOUT == []


@pytest.mark.django_db
@pytest.mark.skipif(bool(WITHOUT), reason="some apps have no migrations yet: tables are made from the models")
def test_no_migration_is_pending():
    out = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=out, stderr=out)
    except SystemExit:
        pytest.fail(out.getvalue())


@pytest.mark.parametrize("label", sorted(app.label for app in OWN))
def test_every_migration_can_be_taken_back(label):
    loader = MigrationLoader(connection=None)
    stuck = [
        f"{name}: {operation.describe()}"
        for (app, name), migration in loader.disk_migrations.items()
        if app == label
        for operation in migration.operations
        if not operation.reversible
    ]

    assert stuck == []


def test_a_migration_imports_no_live_models_and_is_named_for_what_it_does():
    """What a migration needs of a model, it gets from `apps.get_model`: the live one moves on."""
    live, nameless = [], []
    for path in sorted(source.APPS.glob("*/migrations/0*.py")):
        if re.match(r"\d{4}_(auto|alter|add|remove)_", path.stem):
            nameless.append(source.named(path))
        for node in ast.walk(source.tree(path)):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            live += [
                f"{source.named(path)}: {name}" for name in names if re.search(r"jinguo\..*models", name)
            ]

    assert (live, nameless) == ([], [])
