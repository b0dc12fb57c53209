"""Doormen: what a worker is asked for by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinguo.apps import jobs
from jinguo.apps.policies import actions
from jinguo.apps.policies.models import PolicyDocument


@jobs.job("policies.read_document")
def read_document(progress: Callable[..., None], *, document: str) -> dict[str, Any]:
    """Read a document that is too long to be waited for."""
    found = PolicyDocument.objects.filter(uid=document).first()
    if found is None:
        return {}
    read = actions.read_document(document=found, progress=progress)
    return {"values": read.items.count()}
