"""Materials that running text asks for: 填写《推荐表》一式三份，并附事迹材料2份（不超过3000字）.

A phrase is the name of a thing that can be handed in and what is said about it, up to the next such phrase. A form in 《》 counts where the
sentence speaks of handing in; a thing without them counts only with a number of copies, of sheets or of characters beside it.

>>> text = "请填报《推荐表》一式3份、事迹材料1份（2000字以内），近期免冠照片2张。"
>>> [(f.data["name"], f.data["copies"], f.data["max_chars"] if "max_chars" in f.data else None) for f in handed_in(Flow.of(text, 0), True)]
[('推荐表', 3, None), ('事迹材料', 1, 2000), ('近期免冠照片', None, None)]
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from ..layout.text import Flow, Found, fold
from . import listed as listing
from .bounds import bounds
from .gathering import BOUNDS
from .later import of_later
from .materials import kind_of_material, material_of
from .pieces import ends_in_thing
from .things import forms, things
from .unmarked import unmarked
from .works import of_one_work, specified

_HANDED = re.compile(
    r"填写|提交|报送|上报|一式|各?\d+份|填报|附[^《]{0,4}《|电子|报名时须|打印|签|盖章|撰写|上传|寄|提供|送交|报至|材料[^。：]{0,16}(?:包括|有)"
)
_SHARED = re.compile(r"各一式|各\d|各[一二两三四五六]份|均")
_APPENDED = re.compile(
    r"""
    (?:
        (?:附上?|附有|提供|提交|出具|上传|携带)(?!的|虚假|以下|下列|如下|(?:相关|有关|必要)的?[^，。；]{0,4}材料)
        (?P<name>
            (?:(?!提交|提供|须|时)[^，。；：（）《》]){2,32}(?:复印件|扫描件|证明材料|佐证材料|支撑材料|文字介绍|文字说明|作品简介|作品说明|创作说明|设计说明)
            |[^，。；：（）《》]{0,16}(?:照片|图片|截图)(?=[，。；、（及和等]|$)
            |(?<=出具)[^，。；：（）《》]{2,16}证明
        )
        |(?:要|须|需|应)(?:有|附有?|配有?)(?P<had>[^，。；：（）《》]{2,32}(?:说明材料|文字说明|文字介绍|证明材料|复印件))
    )(?!的|时|上|中)
    """,
    re.VERBOSE,
)
_DEMANDS = re.compile(r"附|须|需|应|请|并由|同时|最好|可以?提供")
_CIRCLED = frozenset("①②③④⑤⑥⑦⑧⑨⑩")
_OPENS = re.compile(r"(?:材料|资料)(?:[^。：；]{0,10})：")
_NOUN = re.compile(r"(?:表|书|材料|照片?|视频|复印件|原件|证书|证明|论文|函|方案|报告|作品|光盘|名单|简介)")


_MAY_ASK = re.compile(
    rf"""
    {_HANDED.pattern}
    |提交|递交|准备|填好|填妥|携带|出具|发送|发至|发到|拍摄|录制|[报交送][至到]|连同|(?:将|把).{{2,60}}[报交送寄发]
    |\d字|千字|万字|[一二两三四五六七八九十百]字|\d[MKGSPsp兆]|分钟|\d秒|格式|像素|分辨率|包括|材料
    """,
    re.VERBOSE,
)
"""A word or a bound without which a paragraph asks for no paper and describes no work."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    start: int
    end: int
    name: tuple[int, int]
    form: bool


def handed_in(flow: Flow, asked: bool, inside: bool = False) -> list[Found]:
    """The materials in running text; ``asked``: it stands under a heading of materials or handing in."""
    if not asked and _MAY_ASK.search(flow.s) is None:
        return []
    found: list[Found] = []
    listed = -1
    done = _lists(flow, asked, inside, found)
    for start, end in flow.sentences():
        sentence = flow.s[start:end]
        if any(a <= start < b for a, b in done) or of_later(sentence):
            continue
        opened = _OPENS.search(sentence)
        if opened and sentence.endswith("；"):  # …报送以下材料：A；B；C。
            listed = start + opened.end()
        found += _in_sentence(flow, start, end, asked, listed)
        listed = -1 if sentence.endswith("。") else listed
    return found


def _in_sentence(flow: Flow, start: int, end: int, asked: bool, listed: int) -> list[Found]:
    """The papers of one sentence; ``listed``: where a list began that it goes on, or less than zero."""
    sentence = flow.s[start:end]
    phrases = _phrases(sentence, bool(_HANDED.search(sentence)), asked or listed >= 0)
    if not phrases:
        return _without_phrase(flow, start, end, listed)
    names = [sentence[slice(*phrase.name)] for phrase in phrases]
    if len(phrases) > 1 and of_one_work(sentence, names):
        return [material_of(flow.cut(start, end), 0.65)]
    head = start + phrases[0].start
    before = _before_first(flow, max(start, listed), head) if listed >= 0 else None
    if before is None and head - start > 12:
        before = specified(flow, start, head)
    made = [_made(flow, start, sentence, phrases, n, phrase) for n, phrase in enumerate(phrases)]
    return [before, *made] if before else made


def _without_phrase(flow: Flow, start: int, end: int, listed: int) -> list[Found]:
    """What a sentence asks for without a number or a form: an item of a list, a work that it describes, the one thing that is sent."""
    if listed >= 0:
        item = flow.cut(max(start, listed), end)
        item = item.cut(1) if item.s[:1] in _CIRCLED else item
        return [material_of(item, 0.55)] if 3 < len(item) < 60 and _NOUN.search(item.s) else []
    one = specified(flow, start, end) or listing.sent_alone(flow.cut(start, end))
    return [one] if one else []


_WHOLE_WORDS = "(?:所有|全部|上述|以上|相关|有关|申报|推荐|报送|的)*(?:纸质|书面|文字|电子)(?:版|文档)?(?:材料|资料|文档|表格|表)"
_WHOLE = re.compile(_WHOLE_WORDS)
_WHOLE_SENT = re.compile(rf"[，；](?:[^，。；]{{0,16}})?(?:将|把){_WHOLE_WORDS}")
"""All that the sentence named before: 填写《申请书》…，将纸质材料一式两份送至."""
_WORK = re.compile(r"(?:论文|作品|课题|项目|征文|稿件|案例|成果|家书|故事)$")


def only_counted(one: Found) -> bool:
    """Whether a work is only counted: 每单位报送论文不超过10篇, which is a quota."""
    told = {key for key in BOUNDS if one.data.get(key)}
    if not told or not told <= {"max_count", "min_count"}:
        return False
    name = re.split(r"[，（]", fold(str(one.data["name"])))[0]
    if not ends_in_thing(name) and "册" not in name:
        return True
    many = one.data.get("max_count") or 0
    each = "min_count" not in told or many >= _MANY or re.search(r"每|各|限|可", str(one.data["text"]))
    return bool(each) and many > 0 and _WORK.search(name) is not None and "代表" not in name


_MANY = 5
"""So many works are those of a unit and not one nominee's: 推荐征文10篇."""


def _lists(flow: Flow, asked: bool, inside: bool, found: list[Found]) -> list[tuple[int, int]]:
    """Takes the sentences that list two things or more, and says where they stand."""
    done = []
    start = 0
    for stop in [m.end() for m in re.finditer("。|$", flow.s)]:
        if of_later(flow.s[start:stop]):
            start = stop
            continue
        several_things = listing.listed(flow.cut(start, stop), asked, inside)
        names = [str(one.data["name"]) for one in several_things]
        if names and of_one_work(flow.s[start:stop], names):
            several_things = [material_of(flow.cut(start, stop), 0.65)]
        if several_things:
            found += several_things
            done.append((start, stop))
        start = stop
    return done


def _before_first(flow: Flow, start: int, end: int) -> Found | None:
    """The thing without a number that stands before the first one with: 论文原件，证书复印件各1份."""
    item = flow.cut(start, max(start, end))
    item = item.cut(0, len(re.split("，", item.s)[0]))
    named = re.fullmatch(r"[^，。；：]{2,24}(?:原件|复印件|论文|专著|证书|证明|报告|简介)", item.s)
    return material_of(item, 0.55) if named else None


def _phrases(sentence: str, speaks: bool, asked: bool) -> list[_Phrase]:
    listed = asked and re.match(r"(?:[a-zA-Z][.、])?《", sentence) is not None
    spots = list(forms(sentence)) if speaks or listed else []
    if asked or speaks:
        spots += things(sentence)
        for spot in unmarked(sentence):
            if not any(a < spot[2] and spot[0] < b for a, _, b, _ in spots):
                spots.append(spot)
    if asked or _DEMANDS.search(sentence):
        for match in _APPENDED.finditer(sentence):
            name = "name" if match["name"] else "had"
            begin = match.start(name)
            if not any(a <= begin < b or begin <= a < match.end() for a, _, b, _ in spots):
                spots.append((match.start(), *match.span(name), False))
    spots.sort()
    cut = [s for i, s in enumerate(spots) if i == 0 or s[0] >= spots[i - 1][2]]
    cut = [s for i, s in enumerate(cut) if i == 0 or not _WHOLE.fullmatch(sentence[s[1] : s[2]])]
    ends = [s[0] for s in cut[1:]] + [len(sentence)] if cut else []
    return [_Phrase(s[0], e, (s[1], s[2]), s[3]) for s, e in zip(cut, ends, strict=True)]


def _made(flow: Flow, start: int, sentence: str, phrases: list[_Phrase], n: int, phrase: _Phrase) -> Found:
    own = sentence[phrase.start : phrase.end]
    last = phrases[-1]
    shared = own
    if phrase.form and last.form and _SHARED.search(sentence[last.start :]):
        shared = sentence[last.start :]
    elif phrase.form and last.form and _WHOLE_SENT.search(sentence, last.name[1]):
        shared = sentence[phrase.start :]
    elif (
        n + 1 < len(phrases)
        and _shares(sentence, phrases[n + 1])
        and re.fullmatch(r"(?:《[^》]+》|“[^”]+”)(?:（[^（）]*）)?[、和及]", own)
    ):
        shared = sentence[phrase.start : phrases[n + 1].end]
    told = bounds(shared)
    stop = phrase.end if shared == own else _stop(sentence, phrases, n, shared)
    text = flow.raw[start + phrase.start : start + stop].rstrip("；。，、;,和及 ")
    name = flow.raw[start + phrase.name[0] : start + phrase.name[1]]
    data = {"kind": "form" if phrase.form else kind_of_material(own), "name": name, **told, "text": text}
    if data["kind"] in ("video", "photo", "slides") and not re.search(r"一式|光盘", own):
        data["copies"] = None
    return Found(
        data, flow.span(start + phrase.start, start + phrase.start + len(own)), 0.75 if phrase.form else 0.65
    )


def _shares(sentence: str, phrase: _Phrase) -> bool:
    """Whether what is said of a thing is said of the one before it too: 《推荐表》和事迹材料各3份, but not …（2000字以内）."""
    return phrase.form or re.search(r"份|套|电子|均", sentence[phrase.start : phrase.end]) is not None


def _stop(sentence: str, phrases: list[_Phrase], n: int, shared: str) -> int:
    """Where the words end that a phrase shares with those after it."""
    return (
        phrases[n + 1].end
        if shared.startswith(sentence[phrases[n].start : phrases[n].end])
        else len(sentence)
    )


_ONE_IS = re.compile(r"(?:其中)?一张(?:为|是)")
_NAMES = re.compile(
    r"[\u4e00-\u9fff“”]{2,14}?(?:表|书|函|材料|照片|视频|复印件|证书|报告|简介|总结)(?=、|和|及|$)"
)


def several(flow: Flow) -> list[Found]:
    """The things of one item that names several: 照片2张，其中一张为…，一张为…; 推荐表、事迹材料，一式3份."""
    cuts = [m.end() for m in _ONE_IS.finditer(flow.s)]
    if len(cuts) > 1:
        ends = [*[m.start() for m in _ONE_IS.finditer(flow.s)][1:], len(flow)]
        parts = [flow.cut(a, b) for a, b in zip(cuts, ends, strict=True)]
        head = flow.s[: cuts[0]]
        shared: dict[str, Any] = {"kind": kind_of_material(head), "min_count": 1, "max_count": 1}
        shared |= {"electronic": True} if "电子" in head else {}
        made = [material_of(part, 0.7) for part in parts]
        return [Found({**one.data, **shared}, one.span, one.confidence) for one in made]
    title = re.split(r"[。：，；（]", flow.s)[0]
    names = list(_NAMES.finditer(title))
    if len(names) < 2 or re.sub(r"[、和及]", "", title) != "".join(m.group() for m in names):
        return []
    told = bounds(flow.s)
    found = []
    for match in names:
        kind = kind_of_material(match.group() + "，")
        data = {
            "kind": kind,
            "name": flow.raw[match.start() : match.end()],
            **told,
            "text": flow.raw[: len(title)],
        }
        if kind == "form":
            data["chars"], data["max_chars"] = None, None
        elif told.get("chars"):
            data["text"] = flow.raw.rstrip("；。")
        found.append(Found(data, flow.span(0, len(flow)), 0.6))
    return found
