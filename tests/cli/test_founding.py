"""`jinguo migrate` and `jinguo found`: from an empty database to a link for the first officer."""

from __future__ import annotations

import os
import subprocess
import sys
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from django.test import Client

from jinguo.apps.organisations.models import Invitation, Membership, Organisation
from jinguo.cli import group

FOUND = ("found", "--organisation", "云川市科学技术协会", "--name", "易佳彤")


@pytest.mark.django_db
def test_the_first_officer_opens_her_account_by_the_printed_link():
    printed = CliRunner().invoke(group, FOUND)
    path = urlsplit(printed.stdout.strip()).path

    assert printed.exit_code == 0
    assert Client().get(path).status_code == 200
    assert Invitation.objects.get().role == "officer"


@pytest.mark.django_db
def test_called_again_it_invites_and_registers_nothing_twice():
    CliRunner().invoke(group, FOUND)
    CliRunner().invoke(group, FOUND)

    assert Organisation.objects.count() == 1
    assert Invitation.objects.count() == 2
    assert Membership.objects.count() == 0


def test_an_empty_folder_gets_its_tables(tmp_path):
    environment = {**os.environ, "JINGUO_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)

    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", "jinguo", *words],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    before, made, after = run(*FOUND), run("migrate"), run(*FOUND)

    assert (before.returncode, made.returncode, after.returncode) == (2, 0, 0)
    assert "jinguo migrate" in before.stderr
    assert "/invitation/" in after.stdout
