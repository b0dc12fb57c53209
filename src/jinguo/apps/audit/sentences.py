"""The trail told in sentences: ``中国数学会 王敏 提交了《…》的推荐。``"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language

from jinguo.apps.audit import values
from jinguo.apps.audit.models import Entry
from jinguo.phrases import catalogue, say, term
from jinguo.reasons import Reason


@dataclass(frozen=True, slots=True)
class Line:
    """One act for a page: when, the sentence, and the note as it was written."""

    at: datetime
    text: str
    note: str
    entry: Entry


def told(entries: Iterable[Entry], lang: str | None = None) -> list[Line]:
    """Lines for a page, in the order of ``entries``."""
    return [Line(entry.at, sentence(entry, lang), entry.note, entry) for entry in entries]


def sentence(entry: Entry, lang: str | None = None) -> str:
    """One act as a sentence in the reader's language. A code is never shown to people.

    The phrase is ``trail_<action>`` with the parameters actor, acting_for, subject, note and the keys of
    ``before`` (as before_<key>) and ``after``.
    """
    lang = lang or get_language() or "zh-Hans"
    code = f"trail_{entry.action}"
    if code not in catalogue():
        code = "trail_unnamed_act"
    try:
        return say(Reason(code, _params(entry, lang)), lang)
    except (KeyError, ValueError, TypeError, AttributeError):
        # An old row may lack a value that today's sentence names.
        return say(Reason("trail_unnamed_act", _params(entry, lang)), lang)


def _params(entry: Entry, lang: str) -> dict[str, object]:
    before = values.shown(entry.before or {}, lang)
    after = values.shown(entry.after or {}, lang)
    who = " ".join(part for part in (entry.acting_for_name, entry.actor_name) if part)
    return {
        **{f"before_{key}": value for key, value in before.items()},
        **after,
        "actor": who or term("trail_the_site", lang),
        "acting_for": entry.acting_for_name,
        "subject": entry.subject_name,
        "note": entry.note,
    }
