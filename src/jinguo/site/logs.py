"""What the log may not keep: keys in addresses, ID numbers, telephone numbers."""

from __future__ import annotations

import logging
import re

_SECRETS = (
    (re.compile(r"(/(?:confirm|invitation)/)[^/\s?\"']+"), r"\1…"),
    (re.compile(r"(/password/reset/key/)[^/\s?\"']+"), r"\1…"),
    (re.compile(r"(?<![0-9A-Za-z])\d{17}[0-9Xx](?![0-9A-Za-z])"), "…"),
    (re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])"), "…"),
)


def discreet(text: str) -> str:
    """The text without what opens a door or names a person.

    >>> discreet("Conflict: /confirm/n0Tf0rAny0ne/files/ 110105198503120021")
    'Conflict: /confirm/…/files/ …'
    """
    for pattern, shown in _SECRETS:
        text = pattern.sub(shown, text)
    return text


class DiscreetFormatter(logging.Formatter):
    """Writes a record as usual, with its traceback, and hides what the log may not keep."""

    def format(self, record: logging.LogRecord) -> str:
        return discreet(super().format(record))
