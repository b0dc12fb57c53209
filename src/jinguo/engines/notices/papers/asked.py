"""The papers and works that a call asks for, paragraph by paragraph: items of a list, works with their bounds, things named in running text.

A paragraph that stands in a list of materials (:func:`lists_materials` says whether) is one entry or the things that it names; anywhere else only
what a sentence asks for counts. At the end :func:`merged` leaves out bare mentions of what another entry describes.
"""

from __future__ import annotations

import re

from ..conditions.requirements import RANKS
from ..layout.paragraphs import Paragraph
from ..layout.text import Flow, Found
from . import handed, materials
from .bounds import bounds
from .gathering import is_generic
from .later import below_later
from .merging import ALL, ALL_OF, says_how_much
from .pieces import names_thing


def lists_materials(paragraph: Paragraph, titles: str, listing: str | None) -> str | None:
    """The style of the numbered lines that list materials, "" while it is not known, None where none do."""
    if listing and paragraph.style in RANKS and RANKS.index(paragraph.style) < RANKS.index(listing):
        listing = None  # 4. behind a list of （1）（2）（3）
    if _opens_materials(paragraph):
        return ""
    of_materials = re.search(r"材料|资料", titles.split("／")[-1]) is not None
    if paragraph.style == "cn" or (paragraph.style == "cn_bracket" and not of_materials):
        return "" if re.search(r"材料|报送|作品要求|具体要求|提交", titles.split("／")[0]) else None
    return paragraph.style if listing == "" and paragraph.style in RANKS else listing


def _opens_materials(paragraph: Paragraph) -> bool:
    """Whether a paragraph announces a list of materials below it."""
    if re.search(
        r"(?:材料|资料|作品)[^。]{0,12}：$|包括：$|(?:以下|下列|如下)[^。]{0,6}(?:材料|资料)[^。]{0,30}：$",
        paragraph.s,
    ) and re.search(r"材料|报送|提交|资料|作品", paragraph.s):
        return True
    # 请将以下材料报送到…，电子版发送至… with the list below
    return re.search(r"(?:以下|下列|如下)[^。；，：]{0,8}(?:材料|资料)[^。]{0,80}$", paragraph.s) is not None


def materials_of(paragraph: Paragraph, flow: Flow, titles: str, listing: bool) -> list[Found]:
    """What a paragraph asks for; ``listing``: it stands in a list of papers."""
    if len(paragraph.cells) > 2:  # a row of a table is read as one
        return []
    if below_later(titles):
        return at_acceptance(flow) if _ACCEPTED.search(titles) else []
    if _DEFINES.match(flow.s):
        flow = flow.cut(flow.s.find("。") + 1 or len(flow))
    if work := _work_of(paragraph, flow, titles):
        return [work]
    asked = materials.SECTION.search(titles) is not None
    if asked and (one := _labelled(flow)):
        return [one]
    inside = listing or bool(re.search(r"材料|作品要求|具体要求|资料", titles))
    if inside and paragraph.style in _ITEMS and len(flow) > 2 and not _NO_ITEM.match(flow.s):
        item = _item(paragraph, flow, listing)
        if item is not None:
            return item
    if asked and ALL_OF.match(flow.s) and (whole := _of_all(flow)):
        stop = next((p for p in range(len(flow)) if flow.s[p] in "。；"), len(flow))
        return [whole, *handed.handed_in(flow.cut(stop + 1), asked)]
    found = handed.handed_in(flow, asked)
    if not found and paragraph.style in RANKS[2:] and names_thing(flow.s) and says_how_much(bounds(flow.s)):
        return [materials.material_of(flow, 0.55)]
    if asked or found:  # …。申报材料一式3份
        later = [
            flow.cut(start, end) for start, end in flow.sentences() if start and ALL_OF.match(flow.s, start)
        ]
        taken = {str(one.data["text"]) for one in found}
        wholes = [whole for sentence in later if (whole := _of_all(sentence))]
        found += [whole for whole in wholes if str(whole.data["text"]) not in taken]
    return found or ([whole] if asked and (whole := _of_all(flow)) else [])


_ACCEPTED = re.compile("结项|结题|验收")


def at_acceptance(flow: Flow) -> list[Found]:
    """What a project hands in at its end, where so much of it is asked for; it is marked so and belongs to no nomination."""
    if not re.search("提交|提供|报送|上交", flow.s):
        return []
    found = [
        one
        for one in handed.handed_in(flow, True)
        if says_how_much(one.data) and not re.search("出版|发表|获得", str(one.data["text"]))
    ]
    return [Found({**one.data, "stage": "acceptance"}, one.span, one.confidence) for one in found]


_ITEMS = ("cn_bracket", "number", "number_bracket", "number_half", "circle")
_NO_ITEM = re.compile("每|所有|以上|上述|各项|文字资料|电子文件")
_NOUN = re.compile(
    r"""
    表|书|函|件|照|卡|材料|资料|证明|证书|意见|名单|名册|简介|事迹|总结|报告|方案|论文|文稿|活页
    |教学设计|文字|合同|歌曲|舞蹈|节目|动画|漫画|书法|绘画|执照|协议|专利|视频|图片|音频|录像|课件|PPT|光盘|教案|作品|海报|画册|实物|剧本|脚本|讲稿
    """,
    re.VERBOSE,
)


def _item(paragraph: Paragraph, flow: Flow, listing: bool) -> list[Found] | None:
    """The thing or things of a numbered item; None where it is none and is read as running text."""
    title = re.match(r"[^，。；：]{2,8}。", flow.s)
    if title and not names_thing(title.group()[:-1]):  # 材料报送。打印申报书，一式两份…
        return handed.handed_in(flow.cut(title.end()), True)
    filled = re.search(r"(?:填写|填报|提交|报送)[^，。；]{2,40}表(?:（[^（）]*）)?[；。，]?$", flow.s)
    if listing and filled and (parts := handed.handed_in(flow, True)):
        return parts
    bounded = says_how_much(bounds(flow.s))
    if not bounded and _RULE.search(flow.s[:60]):  # what a work must be, and no thing to hand in
        return None if _ASKS.search(flow.s) else []
    if flow.s.endswith("："):
        return []
    if listing and _SHORT.match(flow.s):
        return [materials.material_of(flow, 0.7)]
    ends = paragraph.style != "cn_bracket" or flow.s[-1] in "；。"
    if _NOUN.search(flow.s[:60]) and (
        bounded or (listing and ends and names_thing(flow.s) and not _STATED.match(flow.s))
    ):
        told = _CONSISTS.match(flow.s)
        whole = told is not None and not is_generic(told["name"])
        if whole:  # what its parts are bounded by is no bound of the whole
            one = materials.material_of(flow, 0.7)
            return [Found({**one.data, "min_count": None, "max_count": None}, one.span, one.confidence)]
        parts = handed.several(flow) or handed.handed_in(flow, True, listing)
        return parts if len(parts) > 1 else [materials.material_of(flow, 0.85 if bounded else 0.6)]
    return [] if len(flow) < 60 and not bounded else None


_CONSISTS = re.compile(
    r"""
    (?P<name>[^，。；：、（）]{1,24}?(?:材料|报告|书|函|方案|文件|总结|简介))
    (?:（[^（）]*）|\d+[份套]|[一二三四五六]式?[一二三四五六]?[份套])*
    (?:[。，：]?(?:内容|主要|应|须|需|具体)*(?:包括|包含|含|涵盖)|(?<=[件明证撑绩果]材料)：)
    """,
    re.VERBOSE,
)
"""A paper and what it is to hold, which is not handed in by itself: 事迹材料。包括简历、业绩…"""
_SHORT = re.compile(r"[\u4e00-\u9fff]{2,12}（[^（）]*\d字[^（）]*）[；。，]?$")
"""A text by its length, whatever it is called: 家庭格言（20字以内）."""
_DEFINES = re.compile(r"[^，。；：]{2,12}(?:：(?:是指|指|即)|是指)(?![^。]*\d+(?:分钟|秒|M|字|张|份))")
"""What a kind of work is: 微课：是指教师围绕单一主题…."""
_STATED = re.compile(r"[^，。；：（《]{2,}(?<![作成行])(?:为|是|不|分为|应当|属于)")
"""A statement of what something is, which asks for nothing: 申报论文为自然科学论文."""
_ASKS = re.compile(
    r"(?:同时|一并|须|需|请|应)[^，。；]{0,6}(?:提交|提供|附上?|报送|上传|填写)|将[^。；]{2,80}(?:发送|发至|发到|寄|报送|报至|交至|交到|送至|上传)"
)
_LABEL = re.compile(r"[^，。；：、（）]{2,20}(?:（[^（）]{1,12}）)?：")


def _labelled(flow: Flow) -> Found | None:
    """A thing and, behind a colon, how it is to be: 先进事迹材料：第三人称撰写，1200字以内，一式两份。"""
    label = _LABEL.match(flow.s)
    if (
        label is None
        or len(flow) > 160
        or not names_thing(label.group()[:-1])
        or is_generic(label.group()[:-1])
    ):
        return None
    rest = flow.s[label.end() :]
    if (
        not says_how_much(bounds(rest))
        or names_thing(rest)
        or re.search(r"[；、][^，。；]{2,16}(?:表|复印件|材料)(?=[、；。（\d]|各|一式)", rest)
    ):
        return None
    return materials.material_of(flow, 0.7)


def _of_all(flow: Flow) -> Found | None:
    """How many copies of all papers are asked for, whatever they are: 所有申报材料一式两份，装订成册。"""
    match = ALL.match(flow.s)
    if match is None:
        return None
    stop = min((p for c in "。；" if (p := flow.s.find(c, match.end())) >= 0), default=len(flow))
    one = materials.material_of(flow.cut(0, stop), 0.6)
    return Found({**one.data, "kind": "text", "name": match["name"]}, one.span, one.confidence)


def _work_of(paragraph: Paragraph, flow: Flow, titles: str) -> Found | None:
    """A kind of works with its bounds, where works are called for: （一）科普文章：…5000字以内; （二）短视频：时长3分钟以内."""
    label = re.match(r"[\u4e00-\u9fff]{2,8}(?:（[^（）]{1,8}）)?[：。]", flow.s)
    if label is None or not _OF_WORKS.search(titles):
        return None
    told = bounds(flow.s)
    if not any(
        told.get(k)
        for k in ("max_duration_s", "max_size_bytes", "min_size_bytes", "chars", "max_chars", "format")
    ):
        return None
    return materials.material_of(flow, 0.6) if re.search(_MADE, flow.s[:60]) else None


_OF_WORKS = re.compile(r"作品(?:类型|类别|形式|种类)|征[集稿](?:类[型别]|形式|(?:视频|作品)?内容|作品)")
_MADE = r"文|作品|视频|图|摄影|绘画|漫画|音频|课件|海报|剧|小说|动画"
_RULE = re.compile(
    r"不得|不能|严禁|必须|须为|应为|(?:作品|内容|材料)(?:须|应|要|要求)|围绕|主题|内容|原创|知识产权|著作权|抄袭|未曾|取消|真实|署名|命名|类型|逾期|(?:时间|方式|方法|地点)：|同时提交|均需|^[请要各]|于\d{1,4}[年月]"
)
