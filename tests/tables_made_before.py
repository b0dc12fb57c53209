"""A copy of the empty tables, kept in `var/tests/` under a name that says which migrations made them."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import django
from django.apps import apps

FOLDER = Path(__file__).resolve().parent.parent / "var" / "tests"


def path() -> Path:
    """Where the tables of these very migrations are, or will be."""
    digest = hashlib.sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for config in sorted(apps.get_app_configs(), key=lambda one: one.label):
        for file in sorted(Path(config.path, "migrations").glob("*.py")):
            digest.update(f"{config.label}/{file.name}".encode() + file.read_bytes())
    return FOLDER / f"tables-{digest.hexdigest()[:16]}.sqlite3"


def load(connection: Any, file: Path) -> None:
    """Fills the empty database of the tests from the copy, where there is one."""
    if file.exists():
        connection.ensure_connection()
        with sqlite3.connect(file) as copy:
            copy.backup(connection.connection)
        copy.close()


def lay(file: Path) -> bool:
    """Puts the tables into a new database file, for a process of its own; False where they are still to be made."""
    made = path()
    if made.exists():
        shutil.copyfile(made, file)
    return made.exists()


def keep(connection: Any, file: Path) -> None:
    """Writes the copy where there is none; those of other migrations go. Whoever comes second changes nothing."""
    if file.exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("tables-*.sqlite3"):
        old.unlink(missing_ok=True)
    fresh = file.with_suffix(f".{os.getpid()}")
    with sqlite3.connect(fresh) as copy:
        connection.connection.backup(copy)
    copy.close()
    fresh.replace(file)
