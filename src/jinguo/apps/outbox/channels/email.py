"""E-mail through the mail server of the settings."""

from __future__ import annotations

import smtplib
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from jinguo.apps import vault
from jinguo.apps.outbox.channels.problem import NotSent
from jinguo.apps.outbox.models import Message

__all__ = ["is_set_up", "send"]


def is_set_up() -> bool:
    """Whether mail goes anywhere at all."""
    return not settings.EMAIL_BACKEND.endswith("dummy.EmailBackend")


def send(message: Message) -> None:
    """Send one message.

    Raises:
        NotSent: no server is set up, it is away, or it refuses.
    """
    if not is_set_up():
        raise NotSent("mail_not_set_up")
    body = message.body
    link = (
        vault.unseal(message.link_sealed, about=message.link_about) if message.link_sealed else message.link
    )
    if link:
        body = f"{body}\n\n{settings.SITE_URL}{link}"
    mail = EmailMessage(
        message.subject,
        body,
        to=[formataddr((message.to_name, message.to_address), "utf-8")],
        headers={
            "Message-ID": f"<{message.uid}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('>')}>"
        },
        connection=get_connection(),
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as problem:
        raise NotSent("mail_address_refused", str(problem), for_good=True) from problem
    except smtplib.SMTPAuthenticationError as problem:
        raise NotSent("mail_sign_in_refused", str(problem)) from problem
    except smtplib.SMTPResponseException as problem:
        raise NotSent("mail_server_refused", str(problem)) from problem
    except (smtplib.SMTPException, OSError) as problem:
        raise NotSent("mail_server_away", f"{type(problem).__name__}: {problem}") from problem
    except ValueError as problem:  # an address or a header that cannot be written
        raise NotSent("mail_address_refused", str(problem), for_good=True) from problem
