"""For every test: files and keys in a folder of the test run, never those of a real site."""

from __future__ import annotations

import ipaddress
import os
import socket
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, settings

from tests import tables_made_before

# The same commit gives the same answer, on a quick machine and on a slow one. To look for new examples:
# `pytest --hypothesis-profile=searching`.
settings.register_profile(
    "repeatable", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("searching", deadline=None, max_examples=2000)
settings.load_profile("repeatable")

_connect, _look_up = socket.socket.connect, socket.getaddrinfo


def _is_near(host: object) -> bool:
    """This machine, or the database that the tests were told to use."""
    if host in (None, "", "localhost", urlsplit(os.environ.get("DATABASE_URL", "")).hostname):
        return True
    try:
        return ipaddress.ip_address(str(host).split("%")[0]).is_loopback
    except ValueError:
        return False


def _guarded_connect(self: socket.socket, address: object) -> None:
    if isinstance(address, tuple) and not _is_near(address[0]):
        raise RuntimeError(f"a test wants to reach {address[0]}: tests stay on this machine")
    return _connect(self, address)


def _guarded_look_up(host: object, *rest: object, **named: object) -> object:
    name = host.decode() if isinstance(host, bytes) else host
    if not _is_near(name):
        raise RuntimeError(f"a test wants to look up {name}: tests stay on this machine")
    return _look_up(host, *rest, **named)


@pytest.fixture(autouse=True, scope="session")
def _no_network():
    """Nothing a test does reaches beyond this machine."""
    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", _guarded_connect)
    patch.setattr(socket, "getaddrinfo", _guarded_look_up)
    yield
    patch.undo()


@pytest.fixture(autouse=True, scope="session")
def own_data(tmp_path_factory):
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("data")
    (folder / "static").mkdir()
    with override_settings(
        JINGUO_DATA=folder,
        MEDIA_ROOT=folder / "files",
        STATIC_ROOT=folder / "static",
        BALLOT_KEYS_DIR=folder / "ballot-keys",
        VAULT_KEYS="",
        VAULT_KEYS_FILE=folder / "keys" / "keys.json",
        VAULT_MAKE_KEYS=True,
        REQUIRE_SECOND_FACTOR=[],
        WHITENOISE_AUTOREFRESH=True,  # else every client of every test reads the folders of static files
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield folder


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """Tables on SQLite are made once for a state of the migrations and copied after that: making them takes most
    of a short run."""
    from django.core import management
    from django.db import connection

    if connection.vendor != "sqlite":
        yield
        return
    tables = tables_made_before.path()
    run = management.call_command

    def migrate_from_copy(name: str, *rest: object, **named: object) -> object:
        if name != "migrate":
            return run(name, *rest, **named)
        tables_made_before.load(connection, tables)
        answer = run(name, *rest, **named)
        tables_made_before.keep(connection, tables)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(management, "call_command", migrate_from_copy)
        yield


def pytest_sessionstart(session: pytest.Session) -> None:
    """Pages are tested in both languages: compile what the translators changed, and have Django forget what it read."""
    from django.utils.translation.reloader import translation_file_changed
    from tools.messages import compile_all

    for written in compile_all():
        translation_file_changed(None, written)


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
