"""The ways messages go out. A way is a module with ``send(message)`` that raises :class:`NotSent`."""

from __future__ import annotations

from types import ModuleType

from jinguo.apps.outbox.channels import email, sms
from jinguo.apps.outbox.channels.problem import NotSent

__all__ = ["NotSent", "email", "find", "sms"]

_CHANNELS: dict[str, ModuleType] = {"email": email, "sms": sms}


def find(name: str) -> ModuleType:
    return _CHANNELS[name]
