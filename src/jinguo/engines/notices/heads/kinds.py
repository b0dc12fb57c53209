"""What a document is: a policy, a call or a form, by its title and by what its body speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..layout.outline import Node
from ..layout.paragraphs import Paragraph
from ..layout.text import fold, lexicon
from .identity import Identity

_OF_TASKS = re.compile(r"任务|措施|指标|目标|事项|工作内容|举措|重点工作")
_HEADS = re.compile(
    r"^(?:参加|征集|投稿|征稿|作品|评选|评奖|参评|申报|推荐|报名)(?:基本|具体)?(?:范围|要求|方式|对象|条件|办法|标准|材料)",
    re.M,
)
"""Headings that only a call has, where a page has lost its title: 征集要求, 评选对象, 投稿方式."""
_OF_DUTY = re.compile(r"(?:责任|牵头|配合|参与|负责|主责|协同)(?:责任)?(?:单位|部门|处室|科室|部室|股室)")


def _purpose(items: Sequence[Paragraph]) -> str:
    """What a text without a title says that it is about: the sentence before 通知如下."""
    opening = next((p.s for p in items[:8] if re.search(r"通知如下|公告如下|如下事项|以下事项", p.s)), "")
    return opening[-120:]


def kind_of(identity: Identity, items: Sequence[Paragraph], nodes: Sequence[Node]) -> str:
    """policy, call or form, by title, and by what the body speaks of."""
    title = fold(str(identity.title.data["value"])) if identity.title else ""
    inner = fold(str(identity.inner_title.data["value"])) if identity.inner_title else ""
    words = lexicon()["words"]
    sentences = sum(p.s.count("。") for p in items)
    if any(_OF_TASKS.search(p.s) and _OF_DUTY.search(p.s) for p in items if len(p.cells) >= 3):
        return "policy"
    if items and items[0].s.startswith("〔sheet〕"):
        return "form"
    duties = re.search(r"(?:分解|分工|责任)表$", title)
    if (
        sentences < 6
        and not duties
        and len(nodes) < 4
        and (re.search(r"表(?:（[^）]*）)?$", title) or sum(1 for p in items if p.cells) >= 3)
        and "通知" not in title
    ):
        return "form"
    if (
        sentences < 12
        and not (identity.addressees or duties)
        and any(re.fullmatch(r".{2,30}(?:表|明细|复印件)", p.s) for p in items[:6])
    ):
        return "form"
    if items and sentences < 6 and all(p.cells for p in items):
        return "form"
    call = sum(2 for w in words["call_words"] if w in (title or _purpose(items)))
    policy = sum(
        2
        for w in words["policy_genre"]
        if inner.endswith(w) or title.endswith((w, w + "的通知", w + "》的通知"))
    )
    whole = "".join(p.s for p in items[:400])
    call += sum(
        1
        for w in (
            "联系人",
            "名额",
            "截止",
            "报送材料",
            "申报表",
            "推荐表",
            "报名表",
            "一式",
            "申报条件",
            "推荐条件",
            "参赛",
            "评选条件",
            "公示",
        )
        if w in whole
    )
    call += len(_HEADS.findall("\n".join(n.heading.s for n in nodes if n.heading is not None)))
    policy += 2 * min(3, len(re.findall(r"责任单位|牵头单位|参与单位|负责）|负责部门|分工负责", whole))) + (
        1 if "印发" in title else 0
    )
    policy += 4 if "征求意见" in title else 0
    policy += 1 if re.search(r"保障措施|主要任务|重点任务|总体要求|工作目标", whole) else 0
    return "call" if call > policy else "policy"
