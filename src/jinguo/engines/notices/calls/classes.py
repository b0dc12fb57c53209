"""Classes that a sentence names: 分为A、B和C三类; 设个人奖和集体奖; 共有两个组别，即A组和B组.

A number must be the number of the names, however 和 is read; without a number the names must be alike. Ways, stages and forms that are counted the same way
(两种方式, 三个阶段) and steps of one award (一、二、三等奖) are no classes.

>>> [name.s for name in classes_in(Flow.of("大赛设课堂教学比赛、混合式教学比赛和微课比赛等3个赛项。", 0))]
['课堂教学比赛', '混合式教学比赛', '微课比赛']
>>> classes_in(Flow.of("分为组织推荐和个人自荐两种方式。", 0))
[]
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..layout.numbers import quantity
from ..layout.text import Flow
from .vocabulary import any_of

KIND = re.compile(rf"{any_of('kinds')}(?:（[^）]*）)?$")
"""How the names of awards, groups, persons and works end that one can be nominated for."""
_COUNTER = r"(?:类别|类型|奖项|奖|组别|评审组|赛项|赛道|赛区|项目|单元|板块|模块|系列|方向|主题|领域|专题|类|组|种|项|部分)(?!情形|形式|方式|方法|措施|情况|途径|原则|工作|任务|制度|机制|渠道|内容|阶段|意见|材料|职责|条件|要求)"
_NUMBER = r"(?P<n>[二两三四五六七八九十]|\d{1,2})"
_NAME = r"(?:[“”《》\u4e00-\u9fffA-Za-z0-9·+]|（[^（）]{1,30}）){1,24}?"
_LIST = rf"(?P<list>{_NAME}(?:(?:、|和|及|与|以及|(?<=”)(?=“)){_NAME})+)"
_VERB = r"(?:分为|分成|包括|包含|设置|设立|设有?|分设|下设|开设|共分|分|为|围绕|(?:可以?|只能?|限|只可以)(?:申报|选报|参加|报名))"
_OF = r"(?:大|个|大类|个大)?(?:选题|研究|申报|参赛|评选|作品|竞赛|学科|评审|专业)?"
_BEHIND = re.compile(rf"{_VERB}{_LIST}(?:等|，?共|，?共计|，?合计)?{_NUMBER}{_OF}{_COUNTER}")
"""Names with their number behind them."""
_BY = re.compile(
    rf"按(?:照)?{_LIST}(?:等|，?共)?{_NUMBER}{_OF}{_COUNTER}(?=[^，。；]{{0,6}}(?:申报|评审|评选|评奖|评比|评定|分别|进行|报送|推荐|参赛))"
)
"""Names by which one applies or is judged: 按小学、初中、高中三个组分别评奖."""
_AHEAD = re.compile(
    rf"(?:分为?|分成|设置|设立|设有?|下设|开设|包括|共?有){_NUMBER}(?:大|个)?{_COUNTER}(?:：|，(?:即|包括|分别[为是])?|（){_LIST}(?=[，。；）]|$)"
)
"""Names with their number before them."""
_ALIKE = re.compile(
    rf"(?:分为|分成|设置|设立|(?<!另)设有?|分设|下设|(?<![部百十划区积学])分(?!别|配|工|布|析|散|享|管|离|解|发|支|会|校|院|公|设|成|为))(?P<n>){_LIST}(?=[，。；：]|$)"
)
"""Names without their number, which must be of one kind: 分为重点支持领域项目和一般项目."""
_LABELLED = re.compile(
    rf"(?:类别|类型|奖项|组别|赛道|单元|项目|主题|活动|大赛|比赛|系列)(?:设置|分类|划分)?(?:：(?:设|分为|有|包括)?|(?:为|有|分为|包括)：?)(?P<n>){_LIST}(?=[。；，]|$)"
)
"""Names behind their label: 课题类别：重点课题、一般课题。"""
_BARE = re.compile(rf"^(?:分为?|设有?|包括)?{_LIST}(?:等|共)?(?:{_NUMBER}{_OF}{_COUNTER})?[。；]?$")
"""Nothing but names, below a heading that announces them: 微课和优秀课件。"""
_OF_PAPER = re.compile(r"题目|正文|参考文献|个人信息|摘要|关键词|封面|附录")
"""Parts of a written paper."""
STEPS = re.compile(
    r"^[一二三四特]$|等奖|[金银铜]奖|优秀奖|优胜奖|入围|鼓励奖|纪念奖|提名奖|特等|初评|复评|终评|初赛|复赛|决赛"
)
"""Steps of one award and of one way, which are no classes."""
_SPOKEN_OF = re.compile(
    r"候选|参赛|参评|报名|申请|选手|评选|评审|评奖|评比|比赛|竞赛|大赛|赛|活动|奖|项目|作品|课题|推荐|申报|征集|征文|论文|成果|人选|对象|类别|组别|荣誉|表彰|计划|基金|专项|内容|学科|本次|本届|拟设"
)


def classes_in(flow: Flow, announced: bool = False) -> list[Flow]:
    """The names of the classes that a paragraph says; ``announced``: it stands below a heading that announces them."""
    found: list[Flow] = []
    for pattern in (_BEHIND, _BY, _AHEAD, _LABELLED, _ALIKE):
        if pattern is _ALIKE and found:
            break
        for match in pattern.finditer(flow.s):
            names = _agreed(flow, match, pattern in (_ALIKE, _LABELLED))
            begin = max(flow.s.rfind(c, 0, match.start()) for c in "。；") + 1
            if begin == match.start():  # 选题须…。分为A、B、C三个方向。
                begin = max(flow.s.rfind(c, 0, max(begin - 1, 0)) for c in "。；") + 1
            if names and (announced or _SPOKEN_OF.search(flow.s[begin : match.end() + 4])):
                found += [name for name in names if name.s not in {f.s for f in found}]
    return found or (_only_names(flow) if announced else [])


def _only_names(flow: Flow) -> list[Flow]:
    """The names of a paragraph that holds nothing else."""
    match = _BARE.match(flow.s) if len(flow) <= 80 else None
    if match is None:
        return []
    for marks in ("、和及与", "、"):
        names = [_unquoted(_plain(name)) for name in listed_names(flow.cut(*match.span("list")), marks)]
        count = quantity(match["n"]) if match["n"] else len(names)
        if count == len(names) and all(
            len(n) > 1 and not STEPS.search(n.s) and not _SAID.search(n.s) for n in names
        ):
            return names
    return []


_SAID = re.compile(
    r"[须应请将由被让使的在]|获奖|择优|^[^“]*”|“[^”]*$|不|要求|设置|名额|条件|标准|办法|方式|时间|\d+[名人个项件篇]|题目|正文|参考文献|个人信息|摘要|关键词|封面|等$|有关|相关|以上|以下|单位|各|全[市省校县区国]"
)
"""Words of a sentence, which no name has."""


def _agreed(flow: Flow, match: re.Match[str], alike: bool) -> list[Flow]:
    """The names of a match, where they are as many as it says or end alike."""
    for marks in ("、和及与", "、"):
        names = [_unquoted(_plain(name)) for name in listed_names(flow.cut(*match.span("list")), marks)]
        texts = [re.sub(r"（[^（）]*）$", "", name.s) for name in names]
        if (
            not texts
            or any(STEPS.search(t) or _OF_PAPER.search(t) for t in texts)
            or (min(map(len, texts)) < 2 and len(texts) < 4)
        ):
            continue
        if quantity(match["n"]) == len(texts) or (
            alike
            and len(texts) > 1
            and len({t[-1] for t in texts}) == 1
            and all(KIND.search(t) for t in texts)
        ):
            return names
    return []


def listed_names(flow: Flow, marks: str = "、") -> list[Flow]:
    """The names of a list, brackets kept whole; 以及 is read as 及."""
    return [flow.cut(a, b) for a, b in _cuts(flow.s, marks) if b > a]


def _cuts(text: str, marks: str) -> Iterator[tuple[int, int]]:
    start = depth = 0
    for i, c in enumerate(text):
        depth += (c in "（《") - (c in "）》")
        if depth == 0 and c in marks:
            yield start, i - (c == "及" and text[i - 1 : i] == "以")
            start = i + 1
        elif depth == 0 and text[i : i + 2] == "”“":
            yield start, i + 1
            start = i + 1
    yield start, len(text)


def _plain(name: Flow) -> Flow:
    """A name without a bracket that explains it: 全日制组（教学对象为全日制学生）."""
    told = re.search(r"（(?:[^（）]{9,}|[^（）]*(?:[为即指含限见]|面向|对象)[^（）]*)）$", name.s)
    return name.cut(0, told.start()) if told else name


def _unquoted(name: Flow) -> Flow:
    """A name without the marks around it, or around the list that it begins or ends: “A、B和C”三类."""
    start = 1 if name.s.startswith("“") else 0
    end = len(name) - (1 if name.s.endswith("”") else 0)
    inner = name.cut(start, end)
    return name if "“" in inner.s or "”" in inner.s else inner
