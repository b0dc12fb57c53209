"""Deadlines: the last day for handing in, with its time, and what it is for.

>>> flow = Flow.of("请于6月24日下午5：00前将材料报送市教育局。", 0)
>>> [(d.data["date"], d.data["time"]) for d in deadlines_in(flow, 2019, "")]
[('2019-06-24', '17:00')]
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from .numbers import CLOCK, DAY, clock_of, day_of, quantity
from .text import Flow, Found

_BEFORE = re.compile(
    r"）?(?:（[^（）]{1,12}）)?(?:星期[一二三四五六日]|周[一二三四五六日])?(?:（[^（）]{1,12}）)?(?:(?:上午|下午|中午|晚上?)?(?:\d{1,2}(?:[：:]\d\d|[时点](?:\d{1,2}分|半)?))|下班|中午|24时|放学)?(?:之?前|以前|截止|截稿|止|内)"
)
_ACTION = re.compile(
    r"受理|截至|报送|上报|提交|报名|申报|上传|截止|送至|寄送|送交|发送|投稿|报至|反馈|送达|交到|上交|推荐|报市|报到|完成|申请|征集|填报|截稿|收稿|征文|开放"
)
_NOT = re.compile(
    r"出生|年龄|计算|年限|任期|生效|施行|实施之|有效期|毕业|工作满|以来|发表|会议|召开|统计|参加工作|注册|入学|学校工作|入职|实施时间|实施期|执行期|资助期"
)
_NOT_BEFORE = re.compile(_NOT.pattern.replace("|会议|召开", ""))
_RELATIVE = re.compile(
    r"(?:在|自)?[^，。；]{0,10}(?:印发|发布|公布|下发|收到[^，。；]{0,6})之日起(\d{1,3}|[一二三四五六七八九十]{1,3})(个工作日|日|天|个月)内"
)


_STAGE = re.compile(r"(?:(?!时间|报名|申报|报送|受理|投稿|上传|提交)[\u4e00-\u9fff、]){2,12}（(?:\d{4}年)?")


def deadlines_in(flow: Flow, year: int | None, heading: str, issued: str | None = None) -> list[Found]:
    """The deadlines of a paragraph. ``year``: of the document, where the text gives month and day only."""
    found: list[Found] = []
    taken = -1
    for match in DAY.finditer(flow.s):
        if match.start() < taken:
            continue
        kind = _kind(flow.s, match, heading)
        if not kind:
            continue
        if kind == "opens" and _STAGE.fullmatch(flow.s[: match.start()]):
            continue  # a stage with its dates in brackets: a period and no hand-in
        if kind == "opens":
            closing = re.compile(
                rf"(?:[^，。；\d]{{0,6}}(?:\d{{1,2}}[时点：:](?:\d\d)?)?)?[-~—至到]+(?:{DAY.pattern.replace('?P<', '?P<_')})"
            ).match(flow.s, match.end())
            if closing is None:
                continue
            last = next((m for m in DAY.finditer(flow.s, match.end())), None)
            if last is None:
                continue
            found.append(_made(flow, last, year, match))
            taken = last.end()
            continue
        found.append(_made(flow, match, year, None))
    found += _relative(flow, issued) + _months(flow, year)
    return [f for f in found if f.data["date"]]


def _kind(text: str, match: re.Match[str], heading: str) -> str | None:
    left = max(text.rfind(c, 0, match.start()) for c in "。；\n") + 1
    rights = [p for p in (text.find(c, match.end()) for c in "。；\n") if p >= 0]
    sentence = text[left : min(rights, default=len(text))]
    near = text[max(left, match.start() - 12) : match.end() + 10]
    before = _BEFORE.match(text, match.end()) is not None
    if (_NOT_BEFORE if before else _NOT).search(near):
        return None
    lead = text[left : match.start()]
    if _STAGE_TIME.search(lead):
        return None
    tail = text[match.end() :]
    if re.match(r"[^，。；]{0,3}(?:期间|之间|内发表|内出版)", tail):
        return None
    if re.search(r"截止|截稿", heading) and re.fullmatch(r"[^，。；\d]{0,4}", lead) and len(text) < 40:
        return "by"  # a heading 截止时间 and the date below it
    if _BEFORE.match(tail):
        return "by"
    if _HANDED_ON.match(tail):
        return "by"
    if re.match(r"(?:\d{1,2}[时点：:](?:\d\d)?)?[-~—至到]", tail) and (
        _ACTION.search(sentence)
        or (re.search(r"时间|报名|申报|期限|安排", heading) and not _OF_EVENT.search(heading))
    ):
        return "opens"
    if _UNTIL.search(lead) and (
        _ACTION.search(sentence) or re.search(r"时间|截止|申报|报名|报送|推荐", heading)
    ):
        return "by"
    return None


_HANDED_ON = re.compile(r"(?:将|把)[^，。；]{2,16}(?:报送?|上报|提交|送交?|交)(?:[至到市县校省区]|给)")
"""A day on which something is handed in: 5月15日将名单报市教育局."""
_OF_EVENT = re.compile(
    r"(?:大赛|比赛|竞赛|活动|展示|培训|会议|评审)(?:的)?(?:时间|日期)(?!.*(?:报名|申报|征集))"
)
_STAGE_TIME = re.compile(
    r"(?:初赛|复赛|决赛|比赛|竞赛|活动|评审|评选|公示|培训|考察|面试|答辩|展示|表彰|实施)(?:(?:时间|日期)(?:：|为|是|从|自)?|：)$"
)
_UNTIL = re.compile(
    r"截止(?:时间|日期)?(?:为|是|：|到|至|于)?$|截至$|(?:即日|之日|日)起(?:-|—|~|至|到|开始，?至)$|截[止稿](?:时间|日期)?[^，。；：]{0,6}(?:为|是|：)$"
)


def _made(flow: Flow, match: re.Match[str], year: int | None, opening: re.Match[str] | None) -> Found:
    opened = day_of(opening, year) if opening else None
    given = match["y"] or match["y2"] or (opening and (opening["y"] or opening["y2"]))
    when = day_of(match, int(opened[:4]) if opened else year)
    begin = opening.start() if opening else match.start()
    left = max(flow.s.rfind(c, 0, begin) for c in "，。；：\n") + 1
    label = re.search(r"[^，。；：\n]{0,8}(?:时间|日期|截止|期限)：$", flow.s[:left])
    if label and left == begin:
        left = label.start()
    if flow.s.rfind("、", left, begin) > left and re.search(r"前、", flow.s[left:begin]):
        left = flow.s.rfind("、", left, begin) + 1
    after = _BEFORE.match(flow.s, match.end())
    stop = after.end() if after else match.end()
    clock = CLOCK.match(flow.s, re.compile(r"(?:（[^（）]*）|星期.|周.)?").match(flow.s, match.end()).end())  # type: ignore[union-attr]
    stop = max(stop, clock.end() if clock else stop)
    rights = [p for p in (flow.s.find(c, stop) for c in "，。；\n、") if p >= 0]
    end = min(rights, default=len(flow))
    sentence_end = min([p for p in (flow.s.find(c, stop) for c in "。；\n") if p >= 0], default=len(flow))
    who = re.sub(r"^请|于$|在$|须?于?$", "", flow.s[left:begin])
    if re.search(r"时间|日期|截止|截至|起至|材料|一式|：", who):
        who = ""
    data: dict[str, object] = {
        "date": when,
        "time": clock_of(clock) if clock else None,
        "comparator": "by",
        "who": re.sub(r"(?:务必|请|应|须|要|于|在|并)+$", "", who) or None,
        "action": flow.s[stop:sentence_end][:30] or None,
        "text": flow.raw[left:end],
    }
    if not given:
        data["year_is_inferred"] = True
    if opened:
        data["opens"] = opened
    return Found(data, flow.span(left, end), 0.9 if given else 0.8)


_MONTH_END = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)年|(?P<rel>今年|本年|当年|明年|次年))?(?P<m>\d{1,2})月(?:底|末|中旬|下旬|上旬)?(?:之?前|以前)"
)


def _months(flow: Flow, year: int | None) -> list[Found]:
    """Deadlines that name a month only, where something is handed in: 于9月底前完成推荐."""
    found = []
    for match in _MONTH_END.finditer(flow.s):
        start = max(flow.s.rfind(c, 0, match.start()) for c in "，。；：\n") + 1
        end = min([p for p in (flow.s.find(c, match.end()) for c in "，。；\n") if p >= 0], default=len(flow))
        when = int(match["y"]) if match["y"] else year
        if when is None or not _ACTION.search(flow.s[start:end]) or _NOT.search(flow.s[start:end]):
            continue
        when += 1 if match["rel"] in ("明年", "次年") else 0
        data: dict[str, object] = {"date": f"{when}-{int(match['m']):02d}", "time": None, "comparator": "by", "who": None,
                "action": flow.s[match.end() : end][:30] or None, "text": flow.raw[start:end]}  # fmt: skip
        if not match["y"]:
            data["year_is_inferred"] = True
        if re.search(r"每年|每学年|年度", flow.s[start : match.start()]):
            data["recurring"] = True
        found.append(Found(data, flow.span(start, end), 0.6))
    return found


def _relative(flow: Flow, issued: str | None) -> list[Found]:
    found = []
    for match in _RELATIVE.finditer(flow.s):
        count = quantity(match[1])
        if count is None or not issued or len(issued) < 10 or match[2] == "个工作日":
            continue
        days = int(count) * (30 if match[2] == "个月" else 1)
        day = (date.fromisoformat(issued) + timedelta(days=days)).isoformat()
        data = {"date": day, "time": None, "comparator": "within", "relative": f"P{int(count)}{'M' if match[2] == '个月' else 'D'} after issue", "who": None,
                "action": None, "text": flow.raw[match.start() : match.end()]}  # fmt: skip
        found.append(Found(data, flow.span(*match.span()), 0.8))
    return found
