"""Who may read which message. Who oversees an organisation's is said by the app that knows its roles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinguo.apps.outbox.models import Channel, Message
from jinguo.reasons import Verdict

Oversight = Callable[[Any, int], Verdict]


def _nobody(user: Any, organisation_id: int) -> Verdict:
    return Verdict.no("messages_of_another")


_oversight: Oversight = _nobody


def register_oversight(predicate: Oversight) -> None:
    """``(user, organisation id) -> Verdict``: may she see what it sends? Nobody until this is called."""
    global _oversight
    _oversight = predicate


def may_oversee(user: Any, organisation_id: int | None) -> Verdict:
    if organisation_id is None or not user.is_authenticated:
        return Verdict.no("messages_of_another")
    return _oversight(user, organisation_id)


def is_recipient(user: Any, message: Message) -> Verdict:
    mine = user.is_authenticated and message.to_user_id == user.pk and message.channel == Channel.SITE
    return Verdict.of(mine, "messages_of_another")
