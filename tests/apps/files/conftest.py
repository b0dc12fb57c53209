"""The cast: Alice owns it, Charlie must never see it."""

from __future__ import annotations

import pytest

from jinguo.apps import files
from jinguo.apps.accounts.models import User
from jinguo.reasons import Verdict


def _of_owner(user, stored):
    return Verdict.of(user.pk is not None and user.pk == stored.by_id, "job_of_another")


@pytest.fixture(autouse=True)
def _kinds():
    files.register("test_any", _of_owner, max_bytes=2_000_000)
    files.register("test_public", lambda user, stored: Verdict.yes())
    files.register("test_picture", _of_owner, allowed=("image/jpeg", "png"))


@pytest.fixture
def alice():
    return User.objects.create_user("alice", "alice@example.org", name="Alice")


@pytest.fixture
def charlie():
    return User.objects.create_user("charlie", "charlie@example.org", name="Charlie")
