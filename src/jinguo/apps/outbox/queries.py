"""Reads of messages: one's own, and what an organisation sends."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from jinguo.apps.outbox.models import Channel, Message


def inbox_of(user: Any) -> QuerySet[Message]:
    """The user's own in-site messages, newest first."""
    return Message.objects.filter(to_user=user, channel=Channel.SITE)


def unread_count(user: Any) -> int:
    return inbox_of(user).filter(read_at__isnull=True).count() if user.is_authenticated else 0


def sent_by(organisation_id: int) -> QuerySet[Message]:
    """Everything that goes out in an organisation's name, newest first."""
    return Message.objects.filter(sender_id=organisation_id)


def about(messages: QuerySet[Message], record: str) -> QuerySet[Message]:
    """Messages about one record, or about something within it; ``record`` is its id in addresses."""
    return messages.filter(Q(about_id=record) | Q(within_id=record))


def in_state(messages: QuerySet[Message], state: str) -> QuerySet[Message]:
    """``sent``, ``waiting`` (queued, no attempt failed), ``failing`` (tried, will be again) or ``stuck``."""
    unsent = messages.filter(sent_at__isnull=True)
    return {
        "sent": messages.filter(sent_at__isnull=False),
        "waiting": unsent.filter(last_error=""),
        "failing": unsent.exclude(last_error="").filter(due_at__isnull=False),
        "stuck": unsent.filter(due_at__isnull=True),
    }.get(state, messages)
