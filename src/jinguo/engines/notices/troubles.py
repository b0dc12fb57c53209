"""What stands against a full reading: no Chinese, no numbering, dates that contradict each other. Each as a Reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from jinguo.reasons import Reason

from .identity import Identity
from .outline import Node
from .text import Found, lexicon


def found_in(
    text: str, identity: Identity, nodes: Sequence[Node], found: Mapping[str, Sequence[Found]], kind: str
) -> list[Reason]:
    """The findings about a text that was read."""
    reasons: list[Reason] = []
    chinese = len(re.findall(r"[\u4e00-\u9fff]", text))
    letters = len(re.findall(r"[A-Za-z]", text))
    if chinese < 20 or chinese * 2 < letters:
        return [Reason.warning("notice_not_chinese", chinese=chinese, letters=letters)]
    old = set(lexicon()["traditional"]["pairs"][::2]) & set(text)
    if len(old) >= 8:
        reasons.append(Reason.info("notice_traditional", characters=len(old)))
    if not nodes and identity.title is None and kind != "form":
        reasons.append(Reason.warning("notice_no_structure"))
    if kind != "form":
        for key in ("title", "issue_date"):
            if getattr(identity, key) is None:
                reasons.append(Reason.info("notice_missing", key=key))
        if not identity.issuers:
            reasons.append(Reason.info("notice_missing", key="issuers"))
    if kind == "policy" and not found["measures"]:
        reasons.append(Reason.warning("notice_missing", key="measures"))
    if kind == "call" and not found["deadlines"]:
        reasons.append(Reason.warning("notice_missing", key="deadlines"))
    if kind == "call":
        reasons += _left_out(text, found)
    doubtful = sum(1 for values in found.values() for one in values if one.confidence < DOUBTFUL)
    if doubtful:
        reasons.append(Reason.info("notice_doubtful", values=doubtful))
    return reasons + _contradictions(identity, found)


DOUBTFUL = 0.7
"""Values that the reader is less sure of than this are for a person to check."""
_IN_ANNEX = {
    "quotas": re.compile(r"名额[^。；\n]{0,16}(?:见|详见|附)[^。；\n]{0,6}附?[件表]|名额分配表|名额如下表"),
    "eligibility": re.compile(r"条件[^。；\n]{0,16}(?:见|详见|参见)[^。；\n]{0,12}(?:附件|办法|通知)"),
    "materials": re.compile(r"材料[^。；\n]{0,16}(?:见|详见)[^。；\n]{0,6}附件"),
}


def _left_out(text: str, found: Mapping[str, Sequence[Found]]) -> list[Reason]:
    """What a call should say and does not, and whether it stands in an annex that is not in the text."""
    reasons = []
    for key, pattern in _IN_ANNEX.items():
        if found[key]:
            continue
        elsewhere = pattern.search(re.sub(r"[ \u3000\t]", "", text)) is not None
        reasons.append(Reason.info("notice_in_annex" if elsewhere else "notice_missing", key=key))
    return reasons


def _contradictions(identity: Identity, found: Mapping[str, Sequence[Found]]) -> list[Reason]:
    reasons: list[Reason] = []
    issued = str(identity.issue_date.data["value"]) if identity.issue_date else None
    for one in found["deadlines"]:
        day = str(one.data["date"])
        if issued and len(day) == 10 and day < issued:
            reasons.append(Reason.warning("notice_deadline_before_issue", deadline=day, issued=issued))
    title = str(identity.title.data["value"]) if identity.title else ""
    years = set(re.findall(r"(20\d\d)年", title))
    if issued and len(years) == 1 and int(next(iter(years))) > int(issued[:4]):
        reasons.append(Reason.info("notice_year_of_title", title=next(iter(years)), issued=issued))
    by_who: dict[tuple[str, str], set[str]] = {}
    for one in found["deadlines"]:
        by_who.setdefault((str(one.data.get("who")), str(one.data.get("action"))[:12]), set()).add(
            str(one.data["date"])
        )
    for days in by_who.values():
        if len(days) > 1:
            reasons.append(Reason.warning("notice_dates_differ", dates=sorted(days)))
    return reasons
