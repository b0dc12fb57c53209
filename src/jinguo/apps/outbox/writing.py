"""A message's subject and text in its recipient's language; also what an officer sees beforehand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from jinguo.phrases import say
from jinguo.reasons import Reason


@dataclass(frozen=True, slots=True)
class Preview:
    """What one recipient would get."""

    name: str
    address: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Written:
    subject: str
    body: str
    lang: str


def language_of(recipient: Any) -> str:
    """The language a user chose; the site's for everyone else."""
    return getattr(recipient, "locale", "") or settings.LANGUAGE_CODE


def write(code: str, params: Mapping[str, Any], *, lang: str) -> Written:
    """The sentences ``<code>_subject`` and ``<code>_body`` with their values.

    Raises:
        KeyError: a sentence or a value is missing (an error in the program).
    """
    subject = say(Reason.info(f"{code}_subject", **params), lang)
    return Written(" ".join(subject.split()), say(Reason.info(f"{code}_body", **params), lang), lang)


def preview(code: str, *, to: Iterable[Any], params: Mapping[str, Any] | None = None) -> list[Preview]:
    """What :func:`~jinguo.apps.outbox.actions.queue` with the same arguments would send; nothing is queued.

    `outbox/_preview.html` shows it (with ``previews``).
    """
    shown = []
    for recipient in to:
        name, address = recipient if isinstance(recipient, tuple) else (str(recipient), recipient.email)
        written = write(code, params or {}, lang=language_of(recipient))
        shown.append(Preview(name, address, written.subject, written.body))
    return shown
