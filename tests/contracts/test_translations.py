"""Every message of the interface stands in Chinese."""

from __future__ import annotations

import pytest
from tools import messages


@pytest.mark.parametrize("app", messages.apps(), ids=lambda app: app.name)
def test_every_message_is_translated(app):
    assert messages.check(app) == []
