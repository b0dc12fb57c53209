"""Addresses of a person elsewhere: read from what somebody types, checked, shown with the name of the place.

>>> read_link("0000-0002-1825-0097")
Link(kind='ORCID', url='https://orcid.org/0000-0002-1825-0097', shown='0000-0002-1825-0097')
>>> read_link("https://example.org/people/wang").kind
'example.org'
>>> read_link("0000-0002-1825-0098"), read_link("javascript:alert(1)"), read_link("http://a b")
(None, None, None)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

__all__ = ["LONGEST", "Link", "is_orcid_like", "read_link"]

_ORCID = re.compile(
    r"(?:https?://(?:www\.)?orcid\.org/)?(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])/?", re.IGNORECASE
)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE)
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Link:
    """``kind`` is ORCID or the host's name; ``url`` is https or http and nothing else."""

    kind: str
    url: str
    shown: str


def read_link(text: str) -> Link | None:
    """The link that a text means; ``None`` where it is none that may be shown as one."""
    text = text.strip()
    if found := _ORCID.fullmatch(text):
        number = "-".join(found.groups()).upper()
        return Link("ORCID", f"https://orcid.org/{number}", number) if _checked(number) else None
    if len(text) > LONGEST or re.search(r"[\s<>\"'\x00-\x1f]", text):
        return None
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    if (
        parts.scheme not in ("http", "https")
        or not _HOST.fullmatch(host)
        or parts.username
        or port not in (None, 80, 443)
    ):
        return None
    return Link(host.removeprefix("www."), parts.geturl(), host.removeprefix("www.") + parts.path.rstrip("/"))


def is_orcid_like(text: str) -> bool:
    """Whether a text has the form of an ORCID iD, whatever its check digit.

    >>> is_orcid_like("0000-0002-1825-0098"), is_orcid_like("https://example.org")
    (True, False)
    """
    return _ORCID.fullmatch(text.strip()) is not None


def _checked(number: str) -> bool:
    """ISO 7064 MOD 11-2 over the sixteen characters."""
    total = 0
    for digit in number.replace("-", "")[:15]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == number[-1]
