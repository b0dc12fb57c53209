"""What a person is told of her own proposals."""

from __future__ import annotations

from jinguo.apps.outbox import actions as outbox
from jinguo.apps.registry.models import Statement

FROM_HERSELF = "source_self"
"""The source of what a person says of herself; its words are the phrase of this name."""


def tell_proposer(statement: Statement, *, accepted: bool, why: str) -> None:
    """She hears whether her correction was taken over, or why not. What it says is not in the message."""
    if statement.source != FROM_HERSELF or statement.recorded_by is None:
        return
    outbox.queue(
        "correction_accepted" if accepted else "correction_refused",
        to=[statement.recorded_by],
        params={"attribute": f"attribute_{statement.attribute}", "why": why},
        about=statement,
        sender=statement.entry.organisation,
        link="/registry/mine/",
    )
