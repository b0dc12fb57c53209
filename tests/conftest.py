"""For every test: files and keys in a folder of the test run, never those of a real site."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True, scope="session")
def own_data(tmp_path_factory):
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("data")
    (folder / "static").mkdir()
    with override_settings(
        JINGUO_DATA=folder,
        MEDIA_ROOT=folder / "files",
        STATIC_ROOT=folder / "static",
        VAULT_KEYS="",
        VAULT_KEYS_FILE=folder / "keys" / "keys.json",
        VAULT_MAKE_KEYS=True,
        REQUIRE_SECOND_FACTOR=[],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield folder


def pytest_sessionstart(session: pytest.Session) -> None:
    """Pages are tested in both languages: compile what the translators changed."""
    from tools.messages import compile_all

    compile_all()


@pytest.fixture(autouse=True)
def _trail_may_be_emptied(request):
    """Tests with real transactions empty all tables at their end; the trail's triggers would refuse that."""
    marker = request.node.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not (asked or (marker and marker.kwargs.get("transaction"))):
        yield
        return
    request.getfixturevalue("transactional_db")
    from django.db import connection

    from jinguo.apps.audit import append_only

    append_only.install(connection)
    yield
    with connection.cursor() as cursor:
        for statement in append_only.removal(connection.vendor):
            cursor.execute(statement)
