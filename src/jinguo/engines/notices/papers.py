"""The papers and works that a call asks for, paragraph by paragraph: items of a list, works with their bounds, things named in running text.

A paragraph that stands in a list of materials (:func:`lists_materials` says whether) is one entry or the things that it names; anywhere else only
what a sentence asks for counts. At the end :func:`merged` leaves out bare mentions of what another entry describes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from . import handed, materials
from .bounds import bounds
from .paragraphs import Paragraph
from .pieces import names_thing
from .requirements import RANKS
from .text import Flow, Found


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
    if len(paragraph.cells) > 2:  # a row of a table, which is read as one
        return []
    if work := _work_of(paragraph, flow, titles):
        return [work]
    inside = listing or bool(re.search(r"材料|作品要求|具体要求|资料", titles))
    if (
        inside
        and paragraph.style in ("cn_bracket", "number", "number_bracket", "number_half", "circle")
        and len(flow) > 4
        and not re.match(r"每|所有|以上|上述|各项|文字资料|电子文件", flow.s)
    ):
        filled = re.search(r"(?:填写|填报|提交|报送)[^，。；]{2,40}表(?:（[^（）]*）)?[；。，]?$", flow.s)
        if listing and filled and (parts := handed.handed_in(flow, True)):
            return parts
        told = bounds(flow.s)
        names = re.search(
            r"表|书|材料|照|视频|复印件|证书|论文|函|方案|报告|件|课件|教案|作品|图片|音频|PPT|光盘|总结|名单|意见|证明|简介|事迹|名册|录像|活页|文稿|剧本|脚本|讲稿|画册|实物|海报",
            flow.s[:60],
        )
        bounded = _says_how_much(told)
        if not bounded and _RULE.search(flow.s[:60]):  # what a work must be, and no thing to hand in
            return []
        if flow.s.endswith("："):
            return []
        item = paragraph.style != "cn_bracket" or flow.s[-1] in "；。"
        if names and (bounded or (listing and item and names_thing(flow.s))):
            whole = re.match(r"(?:附件|证明|佐证|支撑|业绩)材料[^。；：]{0,6}(?:包括|含)", flow.s)
            parts = [] if whole else handed.several(flow) or handed.handed_in(flow, True)
            if len(parts) > 1:
                return parts
            return [materials.material_of(flow, 0.85 if bounded else 0.6)]
        if len(flow) < 60 and not bounded:
            return []
    asked = materials.SECTION.search(titles) is not None
    found = handed.handed_in(flow, asked)
    if not found and paragraph.style in RANKS[2:] and names_thing(flow.s) and _says_how_much(bounds(flow.s)):
        return [materials.material_of(flow, 0.55)]
    return found


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


def _says_how_much(told: Mapping[str, object]) -> bool:
    """Whether a number, a length, a size or a format is set."""
    keys = ("copies", "max_count", "min_count", "max_duration_s", "approx_duration_s", "min_size_bytes", "max_size_bytes")  # fmt: skip
    formats = told.get("format")
    packed = isinstance(formats, list) and set(formats) <= {
        "rar",
        "zip",
    }  # how it is packed, and nothing of the thing
    return any(told.get(key) for key in (*keys, "chars", "max_chars")) or bool(formats and not packed)


def merged(found: list[Found]) -> list[Found]:
    """The materials without bare mentions of a form that another entry describes."""
    if len(found) > MOST_MATERIALS:
        return found
    names = [re.sub(r"[《》“”（）]", "", str(one.data["name"])) for one in found]
    much = [_says_how_much({**one.data, "format": None}) for one in found]
    told = [
        any(
            one.data.get(k)
            for k in ("copies", "max_count", "max_chars", "chars", "format", "max_duration_s", "stamped")
        )
        for one in found
    ]
    kept = []
    for i, one in enumerate(found):
        twins = [
            j
            for j, name in enumerate(names)
            if j != i
            and min(len(name), len(names[i])) > 2
            and (name.endswith(names[i]) or names[i].endswith(name))
        ]
        kind = one.data["kind"]
        if kind in ("video", "photo") and not told[i]:
            same = [j for j, other in enumerate(found) if other.data["kind"] == kind and j != i]
            if len(same) == 1 and told[same[0]] and found[same[0]].data.get("max_count") is None:
                continue
        if not much[i] and any(names[j] == names[i] and much[j] for j in range(len(found)) if j != i):
            continue
        if not told[i] and any(told[j] or j < i for j in twins):
            continue
        kept.append(one)
    return kept


MOST_MATERIALS = 200
"""More than any notice asks for: what is longer is no list of papers and is not compared pair by pair."""
