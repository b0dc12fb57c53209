"""An empty folder of ballot keys for every test; a database of its own for those that look at its bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from django.db import connection, connections


@pytest.fixture(autouse=True)
def _empty_key_folder(settings, tmp_path):
    settings.BALLOT_KEYS_DIR = tmp_path / "ballot-keys"


@pytest.fixture
def own_database(tmp_path, transactional_db, django_db_blocker) -> Iterator[str]:
    """A real database with real transactions, which threads and other processes can open: a file, or one of
    PostgreSQL. Yields its name."""
    with django_db_blocker.unblock():
        kept, stated = connections["default"], connections.settings["default"]
        before = stated["NAME"]
        name = _copied_file(tmp_path) if kept.vendor == "sqlite" else _copied_postgres(before)
        stated["NAME"] = name
        del connections["default"]
        yield name
        connection.close()
        stated["NAME"] = before
        connections["default"] = kept
        if kept.vendor == "postgresql":
            _elsewhere(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _copied_file(tmp_path) -> str:
    place = tmp_path / "own.sqlite3"
    connection.ensure_connection()
    with sqlite3.connect(place) as copy:
        connection.connection.backup(copy)
    copy.close()
    return str(place)


def _copied_postgres(template: str) -> str:
    connection.close()
    name = f"{template}_own"
    _elsewhere(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    _elsewhere(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return name


def _elsewhere(sql: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql)
