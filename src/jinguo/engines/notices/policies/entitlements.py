"""What a document entitles whom to (待遇、支持): sentences that give women, units or students something they can ask for.

Problem: a policy speaks to the offices that carry it out; a woman who reads it wants to know what she may ask for. A sentence
counts where a verb of granting stands with something that can be granted: precedence (同等条件下女性优先), a relaxed age, a later
date, money, a service, a share of seats, working hours. For whom is read from the sentence, else from the measure's heading.

Terms as in 国科发才〔2021〕172号 《关于支持女性科技人才在科技创新中发挥更大作用的若干措施》.

>>> from jinguo.engines.notices import read
>>> text = "关于支持女性人才的措施\\n一、支持科研\\n1.支持项目。在同等条件下女性申请人优先，孕哺期女性申请年龄可放宽2岁。\\n"
>>> [(one.what, one.audiences, one.condition) for one in entitlements_in(read(text), text)]
[('priority', ('women',), '同等条件下'), ('age', ('women', 'mothers'), '孕哺期')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..draft import Draft
from ..layout.text import bare

WHAT: dict[str, re.Pattern[str]] = {
    "priority": re.compile(r"优先(?!发展|领域|方向)|倾斜"),
    "age": re.compile(r"年龄[^，。；]{0,14}(?:放宽|延长|延至|不受)|放宽[^，。；]{0,14}年龄|年龄限制"),
    "extension": re.compile(
        r"(?:延长|延后|顺延|延期)[^。；]{0,16}(?:期限|时间|结题|考核|评价|任务|项目|合同)|(?:期限|结题|考核|评价|项目)[^，。；]{0,14}(?:延长|延期|顺延)"
    ),
    "money": re.compile(
        r"(?:给予|提供|发放|设立|设置|安排|享受|申请|获得|予以)[^。；]{0,30}(?:资助|补贴|补助|奖励|资金|基金|经费|贷款|贴息|津贴|奖金)"
    ),
    "seats": re.compile(
        r"(?:女性|妇女)[^。；]{0,24}(?:比例|占比|名额|席位)|(?:比例|名额|席位)[^，。；]{0,12}(?:女性|妇女)"
    ),
    "hours": re.compile(r"弹性(?:工作|考勤|上班)|灵活(?:就业|工作|办公)|居家办公|不坐班|育儿假|返岗"),
    "service": re.compile(
        r"(?:提供|开展|给予|享受|享有|免费|组织|建立|设置|配备|建设|搭建)[^。；]{0,36}(?:(?<!志愿)(?<!科技)服务(?!乡村|首都|阵地|队|社会|中小)|咨询|体检|身体检查|休养|疗养|托育|托幼|家政|母婴室|爱心妈咪小屋|维权|援助|培训|辅导(?!员)|指导|保险|绿色通道)"
    ),
}
AUDIENCES: dict[str, re.Pattern[str]] = {
    "women": re.compile(
        r"女(?:性|科|科技|科研|职工|企业家|院士|专家|教师|人才|博士|研究|大学生|同志|知识)|妇女|巾帼"
    ),
    "mothers": re.compile(r"孕|哺|生育|产假|育儿|返岗|母婴|妈咪"),
    "students": re.compile(r"学生|青少年|女童|研究生|中小学|校园"),
    "entrepreneurs": re.compile(r"创业|女企业家|创客"),
    "units": re.compile(
        r"(?:企业|高校|院所|科研机构|基地|学会|机构|事业单位)(?!家)|(?:对|给予|支持|鼓励)[^，。；]{0,16}单位"
    ),
}
_CONDITION = re.compile(
    r"同等条件下|(?:对|凡|经)?符合[^，。；]{0,16}(?:条件|规定|要求)的?|孕哺期|生育[^，。；]{0,6}期间?"
)
_PLAINLY = re.compile(r"提供|给予|享受|享有|免费|搭建")
_NO_GRANT = re.compile(r"选树|志愿|队伍建设|评选表彰|科普")
_SOUGHT = re.compile(r"[^。；;\n]+")
SURE, LIKELY = 0.85, 0.65


@dataclass(frozen=True, slots=True)
class Entitlement:
    """``what`` is granted (a key of :data:`WHAT`) to whom (keys of :data:`AUDIENCES`), in the document's own words at ``span``."""

    what: str
    audiences: tuple[str, ...]
    text: str
    condition: str
    measure: str
    span: tuple[int, int]
    confidence: float


def entitlements_in(draft: Draft, text: str) -> tuple[Entitlement, ...]:
    """What the measures of a policy grant; a call and a form grant nothing of their own."""
    if draft.document.get("kind_of_document") != "policy":
        return ()
    found: list[Entitlement] = []
    for n, measure in enumerate(draft.document["measures"]):
        start, end, _ = draft.spans[f"/measures/{n}"]
        if measure.get("role") in ("principle", "significance"):
            continue
        found += _of_measure(text, start, end, str(measure["heading"] or ""), str(measure["number"]))
    return tuple(found)


def _of_measure(text: str, start: int, end: int, heading: str, number: str) -> Iterator[Entitlement]:
    taken: list[tuple[int, int]] = []
    for sentence in _SOUGHT.finditer(text, start, end):
        for a, b in _clauses(text, sentence.start(), sentence.end()):
            words = bare(text[a:b])
            what = next((key for key, pattern in WHAT.items() if pattern.search(words)), "")
            if not what or words == heading or len(words) < 6 or _NO_GRANT.search(words):
                continue
            said = tuple(key for key, pattern in AUDIENCES.items() if pattern.search(words))
            whom = said or tuple(
                key for key, pattern in AUDIENCES.items() if pattern.search(bare(sentence.group()) + heading)
            )
            if whom and not any(x < b and a < y for x, y in taken):
                taken.append((a, b))
                condition = _CONDITION.search(words)
                plain = what != "service" or _PLAINLY.search(words) is not None
                yield Entitlement(
                    what=what,
                    audiences=whom,
                    text=words,
                    condition=condition.group() if condition else "",
                    measure=number,
                    span=(a, b),
                    confidence=SURE if said and plain else LIKELY,
                )


def _clauses(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of a sentence by its commas; parts in which nothing is granted go with the one that follows."""
    begin = start
    for stop in [*(m.end() for m in re.finditer(r"[，,]", text[start:end])), end - start]:
        part = bare(text[begin : start + stop])
        if start + stop < end and not any(pattern.search(part) for pattern in WHAT.values()):
            continue
        a, b = begin, start + stop
        while a < b and text[a] in " \t\u3000，,":
            a += 1
        while b > a and text[b - 1] in " \t\u3000，,":
            b -= 1
        yield a, b
        begin = start + stop
