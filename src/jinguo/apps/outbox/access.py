"""Fetch and authorise in one step. Absent and forbidden look the same."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from jinguo.apps.outbox.models import Message
from jinguo.apps.outbox.permissions import is_recipient, may_oversee


def received_by(user: Any, uid: UUID) -> Message:
    """One of the user's own in-site messages.

    Raises:
        Http404: there is none, or it is another's.
    """
    message = Message.objects.filter(uid=uid).first()
    if message is None or not is_recipient(user, message):
        raise Http404
    return message


def sent_for(user: Any, uid: UUID) -> Message:
    """A message that an organisation sends whose messages this user oversees.

    Raises:
        Http404: there is none, or she does not.
    """
    message = Message.objects.filter(uid=uid).first()
    if message is None or not may_oversee(user, message.sender_id):
        raise Http404
    return message


def overseen(user: Any, organisation: Any) -> int:
    """The id of an organisation whose messages this user oversees.

    Raises:
        Http404: she does not, or acts for none.
    """
    if not organisation or not may_oversee(user, organisation.pk):
        raise Http404
    return int(organisation.pk)
