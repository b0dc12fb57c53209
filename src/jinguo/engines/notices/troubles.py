"""What stands against a full reading: no Chinese, no numbering, dates that contradict each other. Each as a Reason."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from jinguo.reasons import Reason

from .heads.identity import Identity
from .layout.outline import Node
from .layout.text import Found, lexicon


def found_in(
    text: str, identity: Identity, nodes: Sequence[Node], found: Mapping[str, Sequence[Found]], kind: str
) -> list[Reason]:
    """The findings about a text that was read."""
    reasons: list[Reason] = []
    chinese, letters = _written_in(text)
    if is_foreign(text):
        return [Reason.warning("notice_not_chinese", chinese=chinese, letters=letters)]
    old = set(lexicon()["traditional"]["pairs"][::2]) & set(text)
    if len(old) >= 8:
        reasons.append(Reason.info("notice_traditional", characters=len(old)))
    if not nodes and identity.title is None and kind != "form":
        reasons.append(Reason.warning("notice_no_structure"))
    if kind != "form" and nodes and not says_anything(identity, found):
        return [*reasons, Reason.warning("notice_no_content", headings=len(nodes))]
    if kind != "form":
        without = [key for key in ("title", "issue_date", "issuers") if not getattr(identity, key)]
        reasons += [Reason.info("notice_missing", key=key) for key in without]
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


def of_length(text: str, findings: Sequence[Reason]) -> list[Reason]:
    """Whether a text is far longer than a notice, where the pages did not say so already."""
    told = any(one.code == "notice_long" for one in findings)
    return (
        [Reason.warning("notice_long_text", characters=len(text))]
        if len(text) > LONG_TEXT and not told
        else []
    )


def _written_in(text: str) -> tuple[int, int]:
    """How many Chinese characters and how many Latin letters a text has."""
    return len(re.findall(r"[\u4e00-\u9fff]", text)), len(re.findall(r"[A-Za-z]", text))


def is_foreign(text: str) -> bool:
    """Whether a text is hardly Chinese, so that nothing in it can be read. A short list in Chinese is none."""
    chinese, letters = _written_in(text)
    return chinese == 0 or chinese * 2 < letters


def says_anything(identity: Identity, found: Mapping[str, Sequence[Found]]) -> bool:
    """Whether a text has a head or a foot, or asks for or grants anything; headings alone are those of a novel too."""
    head = identity.title or identity.doc_number or identity.issue_date
    body = any(values for key, values in found.items() if key != "sections")
    return bool(head or identity.issuers or identity.addressees or body)


LONG_TEXT = 60_000
"""Characters of a text far longer than a notice, some hundred pages."""
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


_AHEAD = re.compile(r"计划|规划|方案|行动|纲要|要点|任务|目标|措施|举措|意见|20\d\d年?[-—–~至]20\d\d")
"""What a title calls that which looks ahead: a year later than that of its signature is none too late."""


def _contradictions(identity: Identity, found: Mapping[str, Sequence[Found]]) -> list[Reason]:
    reasons: list[Reason] = []
    issued = _issued(identity)
    for one in found["deadlines"]:
        if _before(one, issued):
            reasons.append(
                Reason.warning("notice_deadline_before_issue", deadline=str(one.data["date"]), issued=issued)
            )
    title = str(identity.title.data["value"]) if identity.title else ""
    years = set() if _AHEAD.search(title) else set(re.findall(r"(20\d\d)年", title))
    if issued and len(years) == 1 and int(next(iter(years))) > int(issued[:4]):
        reasons.append(Reason.info("notice_year_of_title", title=next(iter(years)), issued=issued))
    for days in _days_of_matters(found["deadlines"]).values():
        if len(days) > 1:
            reasons.append(Reason.warning("notice_dates_differ", dates=sorted(days)))
    return reasons


def doubted(identity: Identity, deadlines: Sequence[Found]) -> list[Found]:
    """Deadlines; those that contradict the date of issue or each other are doubtful, so that a person looks first."""
    issued, days = _issued(identity), _days_of_matters(deadlines)
    return [
        replace(one, confidence=min(one.confidence, CONTRADICTED))
        if _before(one, issued) or len(days[_matter(one)]) > 1
        else one
        for one in deadlines
    ]


CONTRADICTED = 0.6


def _issued(identity: Identity) -> str | None:
    return str(identity.issue_date.data["value"]) if identity.issue_date else None


def _before(deadline: Found, issued: str | None) -> bool:
    day = str(deadline.data["date"])
    return issued is not None and len(day) == 10 and day < issued


def _matter(deadline: Found) -> tuple[str, str]:
    """Who has to do what by a day."""
    return str(deadline.data.get("who")), str(deadline.data.get("action"))[:12]


def _days_of_matters(deadlines: Sequence[Found]) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = {}
    for one in deadlines:
        found.setdefault(_matter(one), set()).add(str(one.data["date"]))
    return found
