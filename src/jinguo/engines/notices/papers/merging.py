"""The papers of a whole call, each once: copies that are set for all given to each, what is said of one work in several places put together, bare mentions left out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..layout.text import Found, fold
from . import handed
from .gathering import BOUNDS

ALL = re.compile(
    r"""
    (?:请将)?
    (?:(?:以上|上述|所有|全部|各项|所需|前述|相关|有关)(?:的)?)*
    (?P<name>(?:申报|推荐|报送|参评|报名|评审|申请|书面|纸质|文字|上报)*(?:材料|资料|表格))
    [^。；：《]{0,24}?
    (?:[一1]式|各)(?:\d{1,2}|[一二两三四五六七八九十]{1,3})[份套]
    """,
    re.VERBOSE,
)
"""All papers and the number of copies of each."""
ALL_WITHIN = re.compile(
    r"(?:以上|上述|所有|全部)(?:的)?(?:申报|推荐|报送|书面|纸质|文字)*(?:材料|资料|表格)[^，。；：《]{0,12}?[一1]式"
)
ALL_OF = re.compile("以上|上述|所有|全部|各项|前述|申报材料|推荐材料|报送材料")


def says_how_much(told: Mapping[str, object]) -> bool:
    """Whether a number, a length, a size or a format is set."""
    keys = ("copies", "max_count", "min_count", "max_duration_s", "approx_duration_s", "min_size_bytes", "max_size_bytes")  # fmt: skip
    formats = told.get("format")
    packed = isinstance(formats, list) and set(formats) <= {
        "rar",
        "zip",
    }  # how it is packed, and nothing of the thing
    return any(told.get(key) for key in (*keys, "chars", "max_chars")) or bool(formats and not packed)


_FAR = 400
"""Characters between two papers that are no longer of one list."""


def _given_to_each(found: list[Found]) -> list[Found]:
    """The materials, with the number of copies that a sentence behind their list sets for all: 以上材料一式两份."""
    kept: list[Found] = []
    for one in found:
        copies, text = one.data.get("copies"), fold(str(one.data["text"]))
        reach = len(kept)
        while (
            reach and one.span[0] - kept[reach - 1].span[1] < _FAR and kept[reach - 1].span[1] <= one.span[0]
        ):
            reach -= 1
        open_ones = [i for i in range(reach, len(kept)) if _may_take_copies(kept[i])]
        whole = ALL.match(text) if ALL_OF.match(text) else ALL_WITHIN.search(text)
        if not copies or not whole or not open_ones:
            kept.append(one)
            continue
        for i in open_ones:
            kept[i] = Found({**kept[i].data, "copies": copies}, kept[i].span, kept[i].confidence)
    return kept


_WORKS = ("作品", "论文", "征文", "文章", "稿件", "来稿")


_MANUSCRIPT = re.compile(r"^(?:参赛|参评|应征|纸质|电子|打印|书面)+(?=.{2})|的?(?:电子|纸质)[版稿]$")


def _work_called(one: Found) -> str:
    """What a work is called that is handed in; nothing for papers that go with it."""
    name = _MANUSCRIPT.sub("", str(one.data["name"]))
    return name if name in _WORKS else ""


def _alike(one: str, other: str) -> bool:
    return one == other or bool(one and other and {one, other} & {"作品", "稿件", "来稿"})


def _one_work(found: list[Found]) -> list[Found]:
    """The materials, with what several places say of the one kind of works that is called for taken together: its length here, its copies there."""
    kept: list[Found] = []
    for one in found:
        name = _work_called(one)
        twin = next((i for i, other in enumerate(kept) if name and _alike(name, _work_called(other))), None)
        if twin is None:
            kept.append(one)
            continue
        before = kept[twin]
        if any(before.data.get(key) and one.data.get(key) for key in BOUNDS if key != "format"):
            kept.append(one)
            continue
        data = before.data | {
            key: value for key, value in one.data.items() if value and not before.data.get(key)
        }
        kept[twin] = Found(data, before.span, before.confidence)
    return kept


def _may_take_copies(one: Found) -> bool:
    return one.data.get("copies") is None and one.data["kind"] not in ("photo", "video", "slides")


_NOT_CALLED = re.compile(r"^(?:候选人|推荐人选|申报人|被推荐人)的?(?=.{3})|[《》“”（）]|原件$")
"""Marks, and whose a paper is, which a second mention says and the first does not."""


def merged(found: list[Found]) -> list[Found]:
    """The materials without bare mentions of a form that another entry describes."""
    if len(found) > MOST_MATERIALS:
        return found
    found = _one_work(_given_to_each(found))
    found = [one for one in found if not re.match("鼓励|提倡", str(one.data["name"]))]
    names = [_NOT_CALLED.sub("", str(one.data["name"])) for one in found]
    much = [says_how_much({**one.data, "format": None}) for one in found]
    told = [
        any(
            one.data.get(k)
            for k in (
                "copies",
                "max_count",
                "max_chars",
                "chars",
                "format",
                "max_duration_s",
                "approx_duration_s",
                "stamped",
            )
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
        if handed.only_counted(one):
            continue
        kept.append(one)
    return kept


MOST_MATERIALS = 200
"""More than any notice asks for: what is longer is no list of papers and is not compared pair by pair."""
