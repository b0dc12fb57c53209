"""Materials to hand in: what kind a thing is, what it is called, and one entry of a list as an answer.

>>> kind_of_material("工作照2-3张，jpg格式"), kind_of_material("推荐表一式三份")
('photo', 'form')
"""

from __future__ import annotations

import re

from ..layout.numbers import CN_DIGITS
from ..layout.text import Flow, Found
from .bounds import bounds

SECTION = re.compile(
    r"材料|报送|作品要求|具体要求|提交|上报|申报方式|申报办法|申报要求|报名办法|报名方式|参赛方式|资料|报名要求|征集内容|征[集稿文]要求|论文要求|稿件要求|参赛要求|投稿|参与方式|推荐方式|参评方式"
)
_KINDS = {
    "video": "视频|微课|录像|短片|微电影|样片",
    "photo": "照片|证件照|工作照|生活照|图片|标准照|[寸]照|jpg|JPG",
    "slides": "PPT|ppt|课件|幻灯",
    "form": r"表》?(?:（|一式|$|，|、|及|和|电子|\d|\)|各|。|；)|登记表|申报表|推荐表|报名表|汇总表|一览表|申报书|申请书|审批表|信息表",
    "certificate": "证书|证明|复印件|奖状|荣誉",
    "publication": "论文|著作|专著|论著",
    "letter": "推荐函|介绍信|公函|推荐信|承诺书",
    "text": "材料|报告|总结|方案|说明|事迹|简介|教案|设计|文稿|论证|作品",
}
_WORDS_OF = {kind: re.compile(words) for kind, words in _KINDS.items()}


def kind_of_material(text: str) -> str:
    """photo, video, form, … by the words of the item."""
    head = re.split(r"[，。；：]", text)[0][:60]
    for part in (head, text[:80]):
        for kind, words in _WORDS_OF.items():
            if words.search(part):
                return kind
    return "text"


_COUNTED = re.compile(rf"(?:各|共)?(?:[一1]式)?(?:\d[\d-]*|[{CN_DIGITS}]+)(?:份|张|套|幅|篇|册)$")


_BARE = re.compile(
    r"^(?:请|需|须|并)?(?:填报|填写|递交|提交|上交|提供|报送|上传)|(?:合并|统一|采用|制作)(?:为|成|采用).*$"
)
"""Words around the name of a thing that say what to do with it."""


_EACH = re.compile(
    r"""
    ^每(?:件|个|幅|张|篇|位)?[\u4e00-\u9fff]{0,8}?(?:须|应|需|均|同时)*附(?:有|上)?
    |^\d+字(?:以内|左右)?的?
    |^[^，。；：]{0,14}[可须应需](?:同时|另)?(?:提供|提交|附上?|报送|上报|上传)
    """,
    re.VERBOSE,
)
_SAID = re.compile(
    r"(?<=.{2})(?:各?[一1]式(?=.*[份套])|时长|大小|格式|像素|分辨率|画面|字数|篇幅|须|应|需|要求|采用|分为|统一|不超过|不少于|不低于|尺寸|以(?=.{1,8}为)|为(?=\d|[A-Z])).*$"
)
"""What is said of a thing right behind its name: 参赛视频时长为1-5分钟."""


_LENGTH = re.compile(r"(?<=.{2})(?:约|限)?\d+字(?:左右|以内)?$")


def _called(clause: str) -> str:
    """The name of the thing that a clause begins with."""
    return _LENGTH.sub("", _SAID.sub("", _EACH.sub("", _BARE.sub("", clause))))


def material_of(flow: Flow, confidence: float, extra: str = "") -> Found:
    """One item of a list of materials."""
    name = re.match(r"[^，。；：《]{0,18}《([^》]+)》", flow.s)
    length = len(re.split(r"[，。；：（]", flow.s)[0])
    title = flow.raw[name.start(1) : name.end(1)] if name else _called(flow.raw[:length])
    data = {
        "kind": kind_of_material(flow.s),
        "name": _COUNTED.sub("", title)[:40],
        **bounds(flow.s + extra),
        "text": flow.raw.rstrip("；。;."),
    }
    if data["kind"] == "text" and data["max_duration_s"]:
        data["kind"] = "video"
    if data["kind"] in ("video", "photo", "slides") and not re.search(r"一式|光盘", flow.s):
        data["copies"] = None
    return Found(data, flow.span(0, len(flow)), confidence)
