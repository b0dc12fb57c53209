"""The bounds that words set: how many copies and sheets, how long a text or film, how large a file, how fine a picture.

A bound is a number with its unit and, before or after it, a word that says which side it bounds: 不超过3000字, 3000字（含）以内, ≤5M, 大小在2M-5M之间.

>>> bounds("短视频，时长不超过1.5分钟，片头不超过5秒，MP4格式，横屏（16：9）")["max_duration_s"]
90
>>> bounds("工作照2-3张，jpg格式")["max_count"], bounds("正本1份，副本5份")["copies"], bounds("不少于2千字")["min_chars"]
(3, 6, 2000)
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from ..layout.numbers import CN_DIGITS, quantity

_BEFORE = {
    "most": "不超过 不得超过 不能超过 不要超过 不应超过 不多于 不大于 不得大于 不高于 不长于 不得多于 不得长于 小于等于 小于 少于 低于 控制在 限制在 限定在 限定为 限时 限为 限 最长 最多 最大 至多 ≤ < 以内",
    "least": "不少于 不低于 不小于 不得少于 不得低于 不得小于 不应少于 不应低于 不能少于 不能低于 不短于 大于等于 大于 高于 多于 至少 最短 最少 最低 ≥ >",
    "about": "大约 约为 约",
}  # fmt: skip
_AFTER = {
    "most": "（含）以内 （含）以下 以内 之内 以下 内",
    "least": "（含）以上 及以上 或以上 以上",
    "about": "左右 上下 为宜",
}


@cache
def _side_of() -> dict[str, str]:
    return {
        word: side for table in (_BEFORE, _AFTER) for side, words in table.items() for word in words.split()
    }


def _any_of(table: dict[str, str]) -> str:
    words = [word for line in table.values() for word in line.split()]
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_B = rf"(?P<before>{_any_of(_BEFORE)})?(?:在|为|是|到|：)?"
_A = rf"(?P<after>{_any_of(_AFTER)})?"
_N = rf"(?:\d+(?:\.\d+)?|[{CN_DIGITS}半]+)"
_TO = r"(?:[-~—至到]{1,3})"
_C = rf"(?:\d+|[{CN_DIGITS}]{{1,3}})"


def _side(match: re.Match[str]) -> str:
    """most, least, about or nothing: what the words around a number say."""
    return _side_of().get(match["after"] or "", "") or _side_of().get(match["before"] or "", "")


_STAMP = re.compile("盖章|公章|加盖")
_SIGN = re.compile("签字|签名|签章")
_BY_MAIL = re.compile("电子|邮箱|上传|刻录|光盘|U盘")


def bounds(text: str) -> dict[str, Any]:
    """The bounds that a description of a material sets."""
    text = _LEADER.sub("，", text)
    data: dict[str, Any] = {"min_count": None, "max_count": None, "copies": None, "format": formats(text), "max_duration_s": None,
                            "min_resolution": None, "aspect": None}  # fmt: skip
    _counts(text, data)
    _durations(text, data)
    _sizes(text, data)
    _pixels(text, data)
    _lengths(text, data)
    _shape(text, data)
    data["stamped"] = True if _STAMP.search(text) else None
    data["signed"] = True if _SIGN.search(text) else None
    data["electronic"] = True if _BY_MAIL.search(text) or data["format"] else None
    return data


_LEADER = re.compile(
    r"(?:片头|片尾|字幕|开场)[^，。；、）]{0,24}(?:[，、][^，。；、）]{0,12}(?:时长|时间)[^，。；、）]{0,6})?\d+(?:秒|[sS])(?:以内|之内|左右)?"
)
"""How long the leader of a film is, which is no bound of the film."""
_SUFFIX = re.compile(
    r"(?<![A-Za-z])(jpe?g|png|mp4|wmv|avi|mov|pdf|docx?|xlsx?|pptx?|mpe?g4?|flv|mp3|tiff?|bmp|rmvb|wma|wav|zip|rar|swf|gif|cdr|psd)(?![A-Za-z@.])",
    re.I,
)


def formats(text: str) -> list[str]:
    """The kinds of file that a text names, each once."""
    return list(dict.fromkeys(suffix.lower() for suffix in _SUFFIX.findall(text)))


_COPIES = re.compile(
    rf"[一1]式(?P<in>{_N})(?:（\d+）)?[份套本]|各?(?P<n>{_N})(?:[份套]|本(?![科人单校市省院]))"
)
_ORIGINAL = re.compile(rf"正本(?P<one>{_N})[份套]?[，、和及（]*副本(?P<more>{_N})[份套]")
_SHEETS = re.compile(rf"{_B}(?P<n>{_C})(?:{_TO}(?P<to>{_C}))?张{_A}")
_PICTURES = re.compile(rf"(?<=[照片图影])(?<!组照)(?:作品)?{_B}(?P<n>{_C})(?:{_TO}(?P<to>{_C}))?幅{_A}")
_ITEMS_OF = re.compile(
    rf"(?<![第每])(?<!组照（){_B}(?P<n>{_C})(?:{_TO}(?P<to>{_C}))?(?:篇|件|部|幅)(?!以?上?的?(?:作品|论文)?(?:以上)?(?:署名|名))(?:（[^（）]{{1,2}}）)?{_A}"
)
"""How many papers or works of one kind: 代表性论文5篇, 实物作品1-3件."""
_MOST_OF = re.compile(rf"(?:不超过|最多|限)(?P<n>{_N})(?:篇|件|部|项)")
_SOME = re.compile(r"各?(\d)[-~—至](\d)(?:份|篇|件)")
_DISC = re.compile(rf"光盘({_N})张")


def _counts(text: str, data: dict[str, Any]) -> None:
    if both := _ORIGINAL.search(text):
        data["copies"] = (quantity(both["one"]) or 0) + (quantity(both["more"]) or 0)
    elif copies := _COPIES.search(text):
        data["copies"] = quantity(copies["in"] or copies["n"])
    if each := _SOME.search(text):
        data["min_count"], data["max_count"], data["copies"] = quantity(each[1]), quantity(each[2]), None
    if count := _SHEETS.search(text) or _PICTURES.search(text):
        _set_count(count, data)
    elif upper := _MOST_OF.search(text):
        data["max_count"] = quantity(upper["n"])
    elif data["max_count"] is None and (some := _ITEMS_OF.search(text)):
        _set_count(some, data)
    if disc := _DISC.search(text):
        data["copies"], data["min_count"], data["max_count"] = quantity(disc[1]), None, None


def _set_count(count: re.Match[str], data: dict[str, Any]) -> None:
    few, many, side = quantity(count["n"]), quantity(count["to"] or count["n"]), _side(count)
    exact = count["to"] is not None or side not in ("most", "least")
    data["min_count"] = few if exact or side == "least" else None
    data["max_count"] = many if exact or side == "most" else None


_MINUTE = r"分半钟?|分钟|秒钟?|分|min|[sS](?![A-Za-z])|[′″]"
_TIME = re.compile(
    rf"{_B}(?P<n>{_N})(?:(?P<u1>分钟|秒|[sS])?{_TO}(?P<n2>{_N}))?(?P<u>{_MINUTE})(?:(?P<s>\d+)秒)?(?P<half>半)?{_A}"
)
_PER_SECOND = re.compile(r"(?:帧|[kKmM]?bps|[kKmM])/?$")


def _durations(text: str, data: dict[str, Any]) -> None:
    for match in _TIME.finditer(text):
        if re.search(r"(?:包括|含|片头)[^，。；]{0,4}$", text[: match.start()]):
            continue  # （包括30秒片头）
        if match["u"] == "分" and not re.search(r"时长|时间", text[: match.start()][-8:]):
            continue
        value, side = _seconds(match), _side(match)
        if value is None:
            continue
        if match["u1"] and match["u1"][0] != match["u"][0]:  # 30秒至3分钟
            value = int(quantity(match["n"]) or 0) * (60 if match["u1"] == "分钟" else 1)
        if match["n2"]:
            data["min_duration_s"], data["max_duration_s"] = value, _seconds(match, "n2")
        elif side == "about" or (not side and text[match.end() :].startswith("的")):  # 3分钟的视频
            data["approx_duration_s"] = value
        else:
            data["min_duration_s" if side == "least" else "max_duration_s"] = value


def _seconds(match: re.Match[str], name: str = "n") -> float | None:
    value = quantity(match[name])
    if value is None:
        return None
    minutes = value + (0.5 if "半" in match["u"] or match["half"] else 0)
    seconds = value if match["u"][0] in "秒sS″" else minutes * 60 + int(match["s"] or 0)
    return int(seconds) if seconds == int(seconds) else seconds


_SIZE = re.compile(
    rf"{_B}(?P<n>\d+(?:\.\d+)?)(?:(?:[GMK]B?)?{_TO}(?P<n2>\d+(?:\.\d+)?))?(?P<u>GB?|MB?|KB?|兆|K)(?![a-zA-Z]){_A}",
    re.I,
)
_SCALE = {"k": 1024, "m": 1024**2, "g": 1024**3, "兆": 1024**2}


def _sizes(text: str, data: dict[str, Any]) -> None:
    for match in _SIZE.finditer(text):
        if re.match(r"(?:以上)?像素|(?:bit|b)?/s|帧", text[match.end() :]) or (
            match["n"] == "4" and match["u"] == "K"
        ):
            continue
        factor = _SCALE[match["u"][0].lower()]
        value = int(float(match["n"]) * factor)
        if match["n2"]:
            data["min_size_bytes"], data["max_size_bytes"] = value, int(float(match["n2"]) * factor)
        else:
            data["min_size_bytes" if _side(match) == "least" else "max_size_bytes"] = value


_DOTS = re.compile(r"(\d{2,4})(?:dpi|像素/英寸)", re.I)
_PIXELS = re.compile(
    r"(?P<w>\d{3,5})(?:px|像素)?(?:（[宽高长]）)?[*xX](?P<h>\d{3,5})|(?P<p>\d+(?:\.\d+)?)(?P<m>百万|万|k|K)?(?:以上)?像素(?!/)|(?P<line>720|1080|2160)[pP]|(?P<k>4)K"
)


def _pixels(text: str, data: dict[str, Any]) -> None:
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
    if dots := _DOTS.search(text):
        data["min_dpi"] = int(dots[1])


_L = rf"(?:\d[\d，]*(?:\.\d+)?[万千]?|[{CN_DIGITS}万]{{2,6}})"
_CHARS = re.compile(rf"{_B}(?:(?P<low>{_L})字?{_TO})?(?P<n>{_L})余?(?:个?汉?字符?)(?![号体]){_A}")
_CHARS_OF = re.compile(
    rf"字[数符](?:[^，。；、\d]{{0,8}}?)(?P<low>\d{{2,5}}){_TO}(?P<n>\d{{2,5}})(?:之间|左右|以内)?(?!字|\d|年)"
)
"""A number of characters without the word behind it: 字数在1000-1500之间."""


def _lengths(text: str, data: dict[str, Any]) -> None:
    found = list(_CHARS.finditer(text))
    if not found:
        if plain := _CHARS_OF.search(text):
            data["min_chars"], data["max_chars"] = quantity(plain["low"]), quantity(plain["n"])
        return
    numbers = [quantity(m["n"]) for m in found]
    most = [quantity(m["n"]) for m in found if _side(m) == "most"]
    if found[0]["low"]:
        data["min_chars"], data["max_chars"] = quantity(found[0]["low"]), numbers[0]
    elif most:
        data["max_chars"] = most[0]
    elif _side(found[0]) == "least":
        data["min_chars"] = numbers[0]
    else:
        data["chars"] = numbers[0] if len(numbers) == 1 else numbers


_ASPECT = re.compile(r"(16|4|9|3|1)[：:∶](9|3|16|4|1)(?!\d)")
_OF_SCREEN = re.compile("屏|比例|画幅|宽高|版")
_LYING = re.compile("横屏|横版|横向")
_STANDING = re.compile("竖屏|竖版")


def _shape(text: str, data: dict[str, Any]) -> None:
    aspect = _ASPECT.search(text)
    if aspect and _OF_SCREEN.search(text):
        data["aspect"] = f"{aspect[1]}:{aspect[2]}"
    if _LYING.search(text):
        data["orientation"] = "landscape"
    elif _STANDING.search(text):
        data["orientation"] = "portrait"
