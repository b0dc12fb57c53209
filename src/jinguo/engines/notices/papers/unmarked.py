"""Papers and films that running text asks for without marks around their names: forms that are filled in, things with their length before or after them.

>>> sentence = "填写候选人推荐表，于5月6日前报送；提供3-5分钟的视频。"
>>> [sentence[a:b] for _, a, b, _ in unmarked(sentence)]
['候选人推荐表', '视频']
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..layout.numbers import CN_DIGITS

Spot = tuple[int, int, int, bool]
"""Where a phrase begins, where its name begins and ends, and whether it names a form."""
_FILLED = re.compile(
    r"""
    (?:填写|填报|填好|填妥|报送|提交|递交|上报|上交|上传|提供|准备|携带|连同|[将、和及与])好?(?:以?上?述)?
    (?P<name>
        (?:(?!填[写报好妥]|报送|提交|下载)[^，。；：、（）《》]|（[^（）]{1,6}）){0,36}?
        (?:推荐表|申报表|登记表|审批表|汇总表|报名表|一览表|简况表|信息表|简表|呈报表|评审表|情况表|统计表|备案表|回执表|申报书|申请书|推荐书|承诺[书页]|申[报请]表)格?
        |(?:申报|推荐|报名|登记|申请|参赛|参评)表格
    )
    (?=
        （[^（）]*附件
        |，(?!并?(?:由|经)[^，。；]{0,12}(?:审核|评审|审定))
        |于|[和及与并后、；。]|$
        |一式|一并|一起|各\d|报|发|交|寄|送|提交|上报|加盖|盖章|电子|纸质
        |（(?![^（）]{0,8}下载)
    )
    """,
    re.VERBOSE,
)
_BESIDE = re.compile(
    r"(?<=[》）][和及])(?!相关|有关|其他|上述|以上)(?P<name>[^，。；、（）《》]{1,10}(?:事迹材料|证明材料|佐证材料|照片|简介|总结|报告))(?=（|，|。|；|$)"
)
"""A paper beside a form: 填写《推荐表》和单行事迹材料（第三人称）."""
_SHOT = re.compile(
    rf"(?:\d{{1,2}}(?:[-~—至]\d{{1,2}})?|[{CN_DIGITS}]{{1,2}}|\d{{1,3}}(?:秒|[sS])[-~—至]{{1,2}}\d{{1,3}})(?:分钟|秒钟?|[sS])(?:左右|以内|之内)?的?(?P<name>[^，。；、（）]{{0,10}}(?:视频|短片|录像|微课|音频)[^，。；、（）]{{0,6}})"
)


_COUNT_FIRST = re.compile(
    rf"(?:(?:提供|提交|附|报送|上交)(?:\d{{1,2}}|[{CN_DIGITS}]{{1,2}})份|(?:不少于|不低于|不超过|至少|约)?(?:\d{{2,5}}[-~—至]{{1,2}})?(?:\d{{2,5}}|\d万)字(?:左右|以内|以上)?的?)"
    r"(?P<name>[^，。；：、（）《》]{0,32}?(?:材料|报告|总结|简介|说明|方案|论文|摘要|文字说明|事迹(?!材料)))"
)
"""A thing with its number or length before it: 提供一份工作材料, 2000字左右的申报材料."""


_WORDED = re.compile(
    r"(?:^|(?<=[，；、》）]))(?P<name>[^，。；、（）《》]{0,8}?(?:事迹简介|事迹材料|主要事迹|事迹|简介|材料|概要|摘要|报告|总结))(?:要|应|须|内容|生动|真实|突出|详实)[^。；（）]{0,20}（[^（）]*\d字[^（）]*）"
)
"""A text of which more is said before its length: 事迹简介要真实精炼（300字以内）."""


_LENGTH_AFTER = re.compile(
    r"""
    (?:提供|附上?|撰写|提交|报送)
    (?P<name>[^，。；：（）《》]{2,12}(?:事迹|材料|简介|说明|报告|总结|征文|论文|介绍|摘要))，
    (?:[^。；]{0,50}?字数[^，。；\d]{0,6}\d{2,5}字|(?:限|不超过|控制在|约)?(?:在)?\d{2,5}字(?:以内|左右)?)
    """,
    re.VERBOSE,
)
"""A text and, a clause later, its length: 提供主要事迹，字数不超过800字."""


_SENT = re.compile(
    "填写|填报|填好|填妥|报送|提交|递交|上报|上交|发送|发至|上传|寄至|寄送|送至|交至|交到|报至|一并|一起"
)
_SPOKEN_OF = re.compile(
    "[》”]$|^相关|^有关|规范|本通知|以下|下列|上述|已|从|根据|按照?|下载|见附件|评审(?!表)|审核(?!表)"
)


def unmarked(sentence: str) -> Iterator[Spot]:
    """Forms without 《》 that are filled in, and films said by their length: 填写推荐表，于5月6日前报送; 3-5分钟的视频."""
    if _SENT.search(sentence):
        for match in _FILLED.finditer(sentence):
            if not _SPOKEN_OF.search(match["name"]):
                yield match.start("name"), *match.span("name"), True
    for pattern in (_BESIDE, _SHOT, _COUNT_FIRST, _WORDED, _LENGTH_AFTER):
        for match in pattern.finditer(sentence):
            yield match.start(), *match.span("name"), False
