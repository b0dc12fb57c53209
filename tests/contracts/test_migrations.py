"""The models and the migrations that an office runs tell the same."""

from __future__ import annotations

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

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
