"""Queue a message, send what is due, mark it read."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, Q

from jinguo.apps import vault
from jinguo.apps.clock import now
from jinguo.apps.outbox import channels
from jinguo.apps.outbox.models import Channel, Message
from jinguo.apps.outbox.writing import language_of, write

log = logging.getLogger(__name__)

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 4, 16, 64))
STALE = timedelta(minutes=10)
TO_FIRST = 200


@transaction.atomic
def queue(
    code: str,
    *,
    to: Iterable[Any],
    params: Mapping[str, Any] | None = None,
    about: models.Model | None = None,
    link: str = "",
    within: models.Model | None = None,
    sender: models.Model | None = None,
    sms: bool = False,
) -> list[Message]:
    """Queue one message for every recipient: in the site for users, by e-mail where there is an address.

    Args:
        code: the sentences ``<code>_subject`` and ``<code>_body`` of the phrases.
        to: users, or pairs of name and e-mail address.
        about: the record the message speaks of.
        within, sender: in which call's and which organisation's list officers find it; where they are not
            given, the record's ``call`` and that call's ``organiser`` (or the record's own).
        link: the path of the page to go to.
    """
    home = _home(about, within, sender)
    plain = dict(params or {})
    rows = [row for one in to for row in _rows_for(one, code, plain, link, home, sms)]
    return Message.objects.bulk_create(rows)


def _rows_for(
    recipient: Any, code: str, params: dict[str, Any], link: str, home: dict[str, Any], sms: bool
) -> Iterable[Message]:
    is_user = isinstance(recipient, models.Model)
    name, address = (str(recipient), recipient.email) if is_user else recipient
    written = write(code, params, lang=language_of(recipient))
    moment = now()
    common = {
        "to_user": recipient if is_user else None,
        "to_name": name[:100],
        "code": code,
        "params": params,
        "subject": written.subject,
        "body": written.body,
        "link": link if is_user else "",
        "queued_at": moment,
        **home,
    }
    if is_user:
        yield Message(channel=Channel.SITE, sent_at=moment, **common)
    if address and (channels.email.is_set_up() or not is_user):
        message = Message(channel=Channel.EMAIL, to_address=address, due_at=moment, **common)
        if link and not is_user:
            message.link_sealed = vault.seal(link, about=message.link_about)
        yield message
    if sms and is_user and recipient.phone:
        yield Message(channel=Channel.SMS, to_address=recipient.phone, due_at=moment, **common)


def _home(
    about: models.Model | None, within: models.Model | None, sender: models.Model | None
) -> dict[str, Any]:
    within = within or getattr(about, "call", None) or about
    sender = sender or getattr(within, "organiser", None) or getattr(about, "organisation", None)
    return {
        "about_type": about._meta.label_lower if about is not None else "",
        "about_id": _id(about),
        "within_type": within._meta.label_lower if within is not None else "",
        "within_id": _id(within),
        "sender_id": sender.pk if sender is not None else None,
        "sender_name": str(sender)[:200] if sender is not None else "",
    }


def _id(record: models.Model | None) -> str:
    return "" if record is None else str(getattr(record, "uid", None) or record.pk)


def send_due() -> dict[str, int]:
    """Send what is due, each message claimed by one conditional update. Counts of sent and failed ones.

    A claim older than ten minutes is a dead worker's; the message may then go out twice rather than never.
    """
    moment = now()
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=moment - STALE)
    due = Message.objects.filter(free, sent_at__isnull=True, due_at__lte=moment).order_by("due_at", "pk")
    counts = {"sent": 0, "failed": 0}
    for pk in [*due.values_list("pk", flat=True)[:TO_FIRST]]:
        if not Message.objects.filter(free, pk=pk, sent_at__isnull=True).update(claimed_at=moment):
            continue
        counts["sent" if _send(Message.objects.get(pk=pk)) else "failed"] += 1
    return counts


def _send(message: Message) -> bool:
    try:
        channels.find(message.channel).send(message)
    except channels.NotSent as problem:
        _put_back(message, problem)
        return False
    # A link that is a key is not kept, not even sealed.
    Message.objects.filter(pk=message.pk).update(
        sent_at=now(),
        claimed_at=None,
        attempts=F("attempts") + 1,
        last_error="",
        last_error_detail="",
        link_sealed="",
    )
    return True


def _put_back(message: Message, problem: channels.NotSent) -> None:
    """Try again after 1, 4, 16, then every 64 minutes; a refused address then waits for an officer."""
    wait = BACK_OFF[min(message.attempts, len(BACK_OFF) - 1)]
    over = problem.for_good and message.attempts >= len(BACK_OFF)
    Message.objects.filter(pk=message.pk).update(
        claimed_at=None,
        attempts=F("attempts") + 1,
        due_at=None if over else now() + wait,
        last_error=problem.code,
        last_error_detail=problem.detail[:2000],
    )


def send_again(message: Message, *, by: Any) -> None:
    """Put an unsent message to the front, with a fresh row of attempts."""
    Message.objects.filter(pk=message.pk, sent_at__isnull=True).update(
        due_at=now(), attempts=0, claimed_at=None
    )


def mark_read(messages: models.QuerySet[Message], *, by: Any) -> int:
    """Mark the user's own in-site messages as read."""
    return messages.filter(to_user=by, channel=Channel.SITE, read_at__isnull=True).update(read_at=now())


def forget(*, user: Any, about: Iterable[tuple[str, str]] = ()) -> int:
    """Delete what was written to a user, and to anybody about these records (kind, id): she is erased."""
    mine = Q(to_user=user)
    for kind, record in about:
        mine |= Q(about_type=kind, about_id=record, to_user__isnull=True)
    return Message.objects.filter(mine).delete()[0]
