"""Materials to hand in, with their bounds: copies, formats, lengths, sizes, pixels, aspect, signature and stamp.

>>> bounds("短视频，时长不超过1.5分钟，MP4格式，横屏（16：9）")["max_duration_s"]
90
>>> bounds("工作照2-3张，jpg格式")["max_count"]
3
"""

from __future__ import annotations

import re
from typing import Any

from .numbers import CN_DIGITS, quantity
from .text import Flow, Found

SECTION = re.compile(
    r"材料|报送|作品要求|具体要求|提交|上报|申报方式|申报办法|申报要求|报名办法|报名方式|参赛方式|资料|报名要求|征集内容|征[集稿]要求|投稿"
)
_SUFFIX = re.compile(
    r"(?<![A-Za-z])(jpe?g|png|mp4|wmv|avi|mov|pdf|docx?|xlsx?|pptx?|mpe?g4?|flv|mp3|tiff?|bmp|rmvb|wma|wav|zip|rar)(?![A-Za-z@.])",
    re.I,
)
_N = rf"(?:\d+(?:\.\d+)?|[{CN_DIGITS}半]+)"
_MOST = re.compile(
    r"不超过|不多于|不大于|不高于|控制在|以内|之内|(?<!不)(?<!不得)小于|以下|最长|不长于|不得超过|不得大于|限|不能超过|(?<!不)(?<!不得)少于"
)
_LEAST = re.compile(r"不少于|不低于|不小于|不得小于|以上|(?<!不)(?<!不得)大于|至少|最短|不得少于|不得低于")
_TIME = re.compile(
    rf"(?P<before>不超过|不少于|不多于|控制在|不得超过|不低于|约|最长|不能超过|限时?|大于|小于)?(?:在)?(?P<n>{_N})(?:(?P<u1>分钟|秒|[sS])?[-~—至](?P<n2>{_N}))?(?P<u>分半钟?|分钟|秒钟?|分|[sS](?![A-Za-z]))(?:(?P<s>\d+)秒)?(?P<half>半)?(?P<after>以内|左右|之内|以上|以下|内)?"
)
_SIZE = re.compile(
    r"(?P<before>不超过|不得小于|不得大于|不小于|不大于|不低于|小于|大于|控制在|不少于|不得超过)?(?:在)?(?P<n>\d+(?:\.\d+)?)(?:(?:[GMK]B?)?[-~—至到]{1,3}(?P<n2>\d+))?(?P<u>GB?|MB?|KB?|兆|K)(?![a-zA-Z])(?P<after>以内|以下|以上|左右|之内)?",
    re.I,
)
_PIXELS = re.compile(
    r"(?P<w>\d{3,5})[*xX](?P<h>\d{3,5})|(?P<p>\d+(?:\.\d+)?)(?P<m>万|k|K|百万)?(?:以上)?像素|(?P<line>720|1080|2160)[pP]|(?P<k>4)K"
)
_CHARS = re.compile(
    rf"(?P<before>不超过|不少于|控制在|约|限|不得超过)?(?:在)?(?:(?P<low>\d{{2,5}})字?[-~—至])?(?P<n>\d+万|\d[\d，]*|[{CN_DIGITS}]{{2,6}})字(?:符)?(?P<after>以内|左右|之内|以上|以下)?"
)
_KINDS = (
    ("video", r"视频|微课|录像|短片|微电影"), ("photo", r"照片|证件照|工作照|生活照|图片|标准照|[寸]照|jpg|JPG"), ("slides", r"PPT|ppt|课件|幻灯"),
    ("form", r"表》?(?:（|一式|$|，|、|及|和|电子|\d|\)|各|。|；)|登记表|申报表|推荐表|报名表|汇总表|一览表|申报书|申请书|审批表|信息表"),
    ("certificate", r"证书|证明|复印件|奖状|荣誉"), ("publication", r"论文|著作|专著|论著"), ("letter", r"推荐函|介绍信|公函|推荐信|承诺书"), ("text", r"材料|报告|总结|方案|说明|事迹|简介|教案|设计|文稿|论证|作品"),
)  # fmt: skip


def kind_of_material(text: str) -> str:
    """photo, video, form, … by the words of the item."""
    head = re.split(r"[，。；：]", text)[0][:60]
    for part in (head, text[:80]):
        for kind, pattern in _KINDS:
            if re.search(pattern, part):
                return kind
    return "text"


def _seconds(match: re.Match[str], name: str = "n") -> float | None:
    value = quantity(match[name])
    if value is None:
        return None
    minutes = value + (0.5 if "半" in match["u"] or match["half"] else 0)
    seconds = value if match["u"][0] in "秒sS" else minutes * 60 + int(match["s"] or 0)
    return int(seconds) if seconds == int(seconds) else seconds


def _bound(match: re.Match[str]) -> str:
    words = (match["before"] or "") + (match["after"] or "")
    if _LEAST.search(words):
        return "min"
    return "approx" if re.search(r"左右|约", words) else "max" if _MOST.search(words) or words == "内" else ""


def bounds(text: str) -> dict[str, Any]:
    """The bounds that a description of a material sets."""
    data: dict[str, Any] = {"min_count": None, "max_count": None, "copies": None, "format": [], "max_duration_s": None,
                            "min_resolution": None, "aspect": None}  # fmt: skip
    data["format"] = sorted(
        {s.lower() for s in _SUFFIX.findall(text)}, key=[s.lower() for s in _SUFFIX.findall(text)].index
    )
    _counts(text, data)
    _durations(text, data)
    _sizes(text, data)
    aspect = re.search(r"(16|4|9|3|1)[：:](9|3|16|4|1)(?!\d)", text)
    data["aspect"] = (
        f"{aspect[1]}:{aspect[2]}" if aspect and re.search(r"屏|比例|画幅|宽高|版", text) else None
    )
    if re.search(r"横屏|横版|横向", text):
        data["orientation"] = "landscape"
    elif re.search(r"竖屏|竖版", text):
        data["orientation"] = "portrait"
    chars = list(_CHARS.finditer(text))
    if chars:
        most = [
            m
            for m in chars
            if m["after"] != "左右" and _MOST.search((m["before"] or "") + (m["after"] or ""))
        ]
        numbers = [quantity(m["n"]) for m in chars]
        if chars[0]["low"]:
            data["min_chars"], data["max_chars"] = quantity(chars[0]["low"]), numbers[0]
        elif most:
            data["max_chars"] = quantity(most[0]["n"])
        else:
            data["chars"] = numbers[0] if len(numbers) == 1 else numbers
    data["stamped"] = True if re.search(r"盖章|公章|加盖", text) else None
    data["signed"] = True if re.search(r"签字|签名|签章", text) else None
    data["electronic"] = True if re.search(r"电子|邮箱|上传|刻录|光盘|U盘", text) or data["format"] else None
    return data


def _counts(text: str, data: dict[str, Any]) -> None:
    copies = re.search(rf"[一1]式({_N})[份套]|各?({_N})[份套]", text)
    if copies:
        data["copies"] = quantity(copies[1] or copies[2])
    if each := re.search(r"各?(\d)[-~—至](\d)(?:份|篇|件)", text):
        data["min_count"], data["max_count"], data["copies"] = quantity(each[1]), quantity(each[2]), None
    count = re.search(r"(\d+)[-~—至](\d+)张", text) or re.search(rf"({_N})张", text)
    if count:
        data["min_count"], data["max_count"] = quantity(count[1]), quantity(count[count.re.groups])
        if count.re.groups == 1 and _MOST.search(
            text[max(0, count.start() - 4) : count.start()] + text[count.end() :][:2]
        ):
            data["min_count"] = None
        elif count.re.groups == 1 and text[count.end() :].startswith("以上"):
            data["max_count"] = None
    elif upper := re.search(rf"(?:不超过|最多|限)({_N})(?:篇|件|部|项)", text):
        data["max_count"] = quantity(upper[1])
    if disc := re.search(rf"光盘({_N})张", text):
        data["copies"], data["min_count"], data["max_count"] = quantity(disc[1]), None, None


def _durations(text: str, data: dict[str, Any]) -> None:
    for match in _TIME.finditer(text):
        if match["u"] == "分" and not re.search(r"时长|时间", text[: match.start()][-8:]):
            continue
        value, kind = _seconds(match), _bound(match)
        if value is None:
            continue
        if match["u1"] and match["u1"][0] != match["u"][0]:  # 30秒至3分钟
            value = int(quantity(match["n"]) or 0) * (60 if match["u1"] == "分钟" else 1)
        if match["n2"]:
            data["min_duration_s"], data["max_duration_s"] = value, _seconds(match, "n2")
        elif kind == "approx":
            data["approx_duration_s"] = value
        else:
            data["min_duration_s" if kind == "min" else "max_duration_s"] = value


def _sizes(text: str, data: dict[str, Any]) -> None:
    scale = {"k": 1024, "m": 1024**2, "g": 1024**3, "兆": 1024**2}
    for match in _SIZE.finditer(text):
        if re.match(r"(?:以上)?像素", text[match.end() :]) or (match["n"] == "4" and match["u"] == "K"):
            continue
        factor = scale[match["u"][0].lower()]
        value = int(float(match["n"]) * factor)
        if match["n2"]:
            data["min_size_bytes"], data["max_size_bytes"] = value, int(match["n2"]) * factor
        else:
            data["min_size_bytes" if _bound(match) == "min" else "max_size_bytes"] = value
    pixels = _PIXELS.search(text)
    if pixels:
        after = text[pixels.end() : pixels.end() + 2]
        data["min_resolution"] = pixels.group() + (after if after in ("以上", "像素") else "")
        if pixels["w"]:
            data["min_resolution"] = f"{pixels['w']}*{pixels['h']}"
        if pixels["p"]:
            factor = {"万": 10000, "k": 1000, "K": 1000, "百万": 1000000}.get(pixels["m"] or "", 1)
            data["min_pixels"] = int(float(pixels["p"]) * factor) if pixels["m"] else None
    elif "高清" in text:
        data["min_resolution"] = "高清以上" if "高清以上" in text else "高清"
    dpi = re.search(r"(\d{2,4})dpi", text, re.I)
    if dpi:
        data["min_dpi"] = int(dpi[1])


_COUNTED = re.compile(rf"(?:各|共)?(?:[一1]式)?(?:\d[\d-]*|[{CN_DIGITS}]+)(?:份|张|套|幅|篇|册)$")


_BARE = re.compile(
    r"^(?:请|需|须|并)?(?:填报|填写|递交|提交|上交|提供|报送|上传)|(?:合并|统一|采用|制作)(?:为|成|采用).*$"
)
"""Words around the name of a thing that say what to do with it."""


def material_of(flow: Flow, confidence: float, extra: str = "") -> Found:
    """One item of a list of materials."""
    name = re.match(r"《([^》]+)》", flow.s)
    length = len(re.split(r"[，。；：（]", flow.s)[0])
    title = flow.raw[name.start(1) : name.end(1)] if name else _BARE.sub("", flow.raw[:length])
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
