"""Reading accounts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from jinguo.apps.accounts.models import User

# In this order: Edge and others also say Chrome, Chrome also says Safari.
_BROWSERS = (
    (r"MicroMessenger", "微信"),
    (r"Edg[A-Z]*/", "Edge"),
    (r"Firefox/", "Firefox"),
    (r"OPR/", "Opera"),
    (r"Chrom(e|ium)/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"HarmonyOS|OpenHarmony", "HarmonyOS"),
    (r"Android", "Android"),
    (r"iPhone|iPad", "iOS"),
    (r"Windows", "Windows"),
    (r"Mac OS X", "macOS"),
    (r"Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One place where a user is signed in."""

    browser: str
    ip: str
    since: datetime
    is_this: bool


def sessions_of(user: User, *, this: str | None) -> list[SessionLine]:
    """The live sessions of a user, newest first; ``this`` is the key of the session that asks."""
    live = UserSession.objects.purge_and_list(user)
    live.sort(key=lambda session: session.created_at, reverse=True)
    return [
        SessionLine(browser_of(found.user_agent), found.ip, found.created_at, found.session_key == this)
        for found in live
    ]


def factors_of(user: User) -> dict[str, list[Authenticator]]:
    """A user's second factors by type, oldest first."""
    found: dict[str, list[Authenticator]] = {}
    for factor in Authenticator.objects.filter(user=user).order_by("pk"):
        found.setdefault(factor.type, []).append(factor)
    return found


def browser_of(agent: str) -> str:
    """A browser's long name of itself in two words.

    >>> browser_of("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0")
    'Edge · Windows'
    """
    words = [
        next((word for pattern, word in known if re.search(pattern, agent)), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(filter(None, words)) or agent[:40]
