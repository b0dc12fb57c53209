"""`jinguo account`: who left signs in no more."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from django.test import Client
from tests import factories

from jinguo.apps.audit.models import Entry
from jinguo.cli import group

pytestmark = pytest.mark.django_db


def run(*args: str):
    return CliRunner().invoke(group, ["account", *args])


def test_who_left_is_signed_out_and_signs_in_no_more():
    user, client = factories.user("li"), Client()
    client.force_login(user)
    assert run("LI", "--close", "--note", "调离").exit_code == 0

    assert client.get("/accounts/profile/").status_code == 302
    assert not Client().login(username="li", password=factories.PASSWORD)
    assert Entry.objects.get(action="user_closed").note == "调离"
    assert run("li", "--reopen").exit_code == 0
    user.refresh_from_db()
    assert user.is_active


def test_a_link_leads_to_a_new_password():
    factories.user("li")
    path = urlsplit(run("li", "--link").stdout.strip()).path
    assert Client().get(path, follow=True).status_code == 200


@pytest.mark.parametrize("args", [("nobody", "--close"), ("nobody",)])
def test_nobody_is_told_in_one_line(args):
    refused = run(*args)
    assert refused.exit_code == 2
    assert len(refused.stderr.strip().splitlines()) == 1
