"""Works that a sentence describes and does not list: a film from several sides, the length of what is written, a picture's size.

>>> flow = Flow.of("视频采用MP4格式，时长3-5分钟，大小不超过300MB。", 0)
>>> specified(flow, 0, len(flow)).data["max_duration_s"]
300
>>> flow = Flow.of("征文体裁不限，字数不超过3000字。", 0)
>>> [specified(flow, 0, len(flow)).data[key] for key in ("name", "max_chars")]
['征文', 3000]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..layout.numbers import CN_DIGITS
from ..layout.text import Flow, Found
from .bounds import bounds
from .materials import kind_of_material, material_of

COUNT = rf"(?:[一1]式)?(?:\d{{1,3}}(?:[-~—至]\d{{1,3}})?|[{CN_DIGITS}]{{1,3}})(?:份|张|套|幅|篇|册)"
LENGTH = rf"[^，。；、（）]{{0,8}}(?:\d{{2,5}}|[{CN_DIGITS}]{{2,6}})(?:[-~—至]\d{{2,5}})?字"
_MEDIUM = re.compile(r"视频|照片|图片|音频|微电影|短片|课件|海报|微课|摄影")
_SUBJECT = re.compile(
    rf"(?:参赛|参评|报送|提交|所有|每[个件幅张])?(?:的)?[\u4e00-\u9fff]{{0,4}}(?:{_MEDIUM.pattern})(?:作品|文件)?"
)
"""A sentence that begins with the work and says more of it."""
_SPECS = tuple(
    re.compile(side, re.I)
    for side in (
        r"格式|mp4|jpe?g|png|pdf",
        r"时长|分钟",
        r"\d[MK]B?|兆|大小",
        r"分辨率|像素|dpi",
        r"\d张|横屏|竖屏",
    )
)
_OF_FILE = (
    "max_duration_s",
    "approx_duration_s",
    "min_size_bytes",
    "max_size_bytes",
    "min_pixels",
    "min_dpi",
)
_NO_SOUND = re.compile(r"音频(?:采样|码率|码流|信号)")
_TIMED = re.compile(
    r"[^，。；、的]{0,6}(?:视频|短片|微课|微电影|音频)(?:作品)?，(?:视频|作品)?(?:时长|长度)[^，。；]{1,12}(?:分钟|秒)(?:左右|以内|之内|以上)?"
)
"""A film and, a clause later, its length: 完成的原创短视频作品，时长为2-5分钟."""
_DIGITS = r"\d{3,5}字?(?:[-~—至]{1,2}\d{3,5})?(?:余)?"
_ROUND = r"(?:（含）)?(?:以内|左右|之内|以上|以下|为宜)?"
_WRITTEN = re.compile(
    rf"""
    (?:[^，。；、]{{0,8}}(?:作品|征文|文章|稿件|来稿|论文|文稿|正文|全文))?(?:总?字数|篇幅)[^，。；\d]{{0,10}}{_DIGITS}(?:之间)?字?{_ROUND}
    |(?:^|(?<=[，；]))(?:不超过|不少于|不得超过|不得少于|限|控制在|在){_DIGITS}字{_ROUND}(?=[，；。、]|$)
    |(?:^|(?<=[，；])){_DIGITS}字(?:以内|左右|之内|以上|以下|为宜)(?=[，；。、]|$)
    |每篇[^，。；\d]{{0,6}}{_DIGITS}字{_ROUND}
    |(?:征文|文章|来稿|稿件|论文|文稿|作品)[^，。；、\d]{{0,6}}{_DIGITS}字{_ROUND}
    """,
    re.VERBOSE,
)
"""How long a written work is to be: 征文要求主题鲜明，篇幅一般不超过3000字."""
_OF_WRITING = re.compile(r"字数|题目自拟|作品|征文|文章|来?稿|论文|每篇|体裁|题材")
_CALLED = re.compile(r"(?:参赛|参评|应征|申报|投稿)?(?:的)?(?:征文|文章|论文|稿件|来稿|文稿|作品)")


_JUDGED = re.compile("主要形式|形式可以|评审方式|现场|答辩|初赛|决赛|复赛|评分|抽签")
"""How works are judged, which is no description of one."""


def of_one_work(sentence: str, names: Sequence[str]) -> bool:
    """Whether a sentence describes one film or picture from several sides: 作品以视频格式报送，时长5-12分钟，文件小于200M."""
    counted = re.search(rf"{COUNT}|一式|{LENGTH}", sentence)
    kinds = {kind_of_material(m.group()) for name in names if (m := _MEDIUM.search(name))}
    return counted is None and len(kinds) == 1 and all(_MEDIUM.search(name) for name in names)


def specified(flow: Flow, start: int, end: int) -> Found | None:
    """The film, picture or text that a sentence of its own describes: 视频采用MP4格式，大小不超过300MB."""
    sentence = flow.s[start:end]
    if timed := _TIMED.search(sentence):
        return material_of(flow.cut(start + timed.start(), start + timed.end()), 0.6)
    if one := _written(flow, start, sentence):
        return one
    if _JUDGED.search(sentence):
        return None
    sentence = _NO_SOUND.sub("", sentence)
    sides = sum(1 for side in _SPECS if side.search(sentence))
    subject = _SUBJECT.match(sentence)
    told = bounds(sentence) if subject and sides else {}
    if sides >= (2 if _MEDIUM.search(sentence) else 3) or any(told.get(key) for key in _OF_FILE):
        one = material_of(flow.cut(start, end), 0.6)
        return Found({**one.data, "name": subject.group()}, one.span, one.confidence) if subject else one
    return None


def _written(flow: Flow, start: int, sentence: str) -> Found | None:
    """The text whose length a sentence says, called as the sentence calls it."""
    written = _WRITTEN.search(sentence) if _OF_WRITING.search(flow.s) else None
    if written is None or _MEDIUM.search(sentence[: written.start()]):
        return None
    one = material_of(flow.cut(start + written.start(), start + written.end()), 0.6)
    called = _CALLED.match(sentence) or _CALLED.search(str(one.data["name"])[:8])
    return Found({**one.data, "name": called.group() if called else "作品"}, one.span, one.confidence)
