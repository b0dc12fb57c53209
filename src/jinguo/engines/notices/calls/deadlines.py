"""Deadlines: the last day for handing in, with its time, and what it is for.

>>> flow = Flow.of("请于6月24日下午5：00前将材料报送市教育局。", 0)
>>> [(d.data["date"], d.data["time"]) for d in deadlines_in(flow, 2019, "")]
[('2019-06-24', '17:00')]
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from ..layout.numbers import CLOCK, DAY, clock_of, day_of, quantity
from ..layout.text import Flow, Found

_CLOCK_TIME = r"(?:上午|下午|中午|晚上?)?(?:\d{1,2}(?:[：:]\d\d|[时点](?:\d{1,2}分|半)?))"
_BEFORE = re.compile(
    rf"""
    ）?(?:（[^（）]{{1,12}}）)?
    (?:星期[一二三四五六日]|周[一二三四五六日])?
    (?:（[^（）]{{1,12}}）)?
    (?:{_CLOCK_TIME}|下班|中午|24时|放学)?
    (?:之?前|以前|截止|截稿|止|内)
    """,
    re.VERBOSE,
)
_ACTION = re.compile(
    "受理|截至|报送|上报|提交|报名|申报|上传|截止|送至|寄送|送交|发送|投稿|报至|反馈|送达|交到|上交|推荐|报市|报到|完成"
    "|申请|征集|填报|截稿|收稿|征稿|征文|开放|寄至|交至|递交|送审|报备"
)
"""What is done by a day that is a deadline."""
_NOT = re.compile(
    "出生|年龄|计算|年限|任期|生效|施行|实施之|有效期|毕业(?!论文|设计|生)|工作满|以来|发表|会议|召开|统计|参加工作|注册|入学|学校工作|入职"
    "|实施时间|实施期|执行期|资助期"
)
_NOT_BEFORE = re.compile(_NOT.pattern.replace("|会议|召开", ""))
_DONE = "完成|出版|发行|发表|取得|获得|建成|投产|授权|立项|结题|验收|鉴定|创作|拍摄|制作|公开|任命|聘任|认定|成立|竣工|入选|评为"
_OF_THINGS = re.compile(rf"(?:之?前|以前|为?止)?[^，。；]{{0,12}}(?:{_DONE})过?的")
"""A day that says of what kind a thing has to be: 2016年12月31日前出版的图书."""
_OF_THEIRS = re.compile(rf"(?:{_DONE})(?:时间|日期)[^，。；]{{0,8}}$")
"""A day before which a thing has to be there: 成果完成时间截止2016年12月31日."""
_RELATIVE = re.compile(
    r"(?:在|自)?[^，。；]{0,10}(?:(?:印发|发布|公布|下发|收到[^，。；]{0,6})之日起|(?:印发|发布|公布|下发)后)"
    r"(\d{1,3}|[一二三四五六七八九十]{1,3})(个工作日|日|天|个月)内"
)
_AS_OF_LEAD = re.compile(r"(?:以[上下]|不满|未满|满|低于|高于|不足|超过)[^，。；（）]{0,6}（截[至止]到?$")
_AS_OF_TAIL = re.compile(r"，(?!请|并|须)[^，。；]{0,16}(?:累计|以[上下]|不[满少超足低]|周岁|(?<!期)满)")
"""A day as of which years or shares are counted: 团龄在1年以上（截至…）, 截至…，任职满两年."""
_STAGE = re.compile(
    r"(?:(?!时间|报名|申报|报送|受理|投稿|上传|提交)(?:（[^（）]{1,4}）|[\u4e00-\u9fff、])){2,12}（(?:\d{4}年)?"
)
_HANDED_ON = re.compile(r"(?:将|把)[^，。；]{2,16}(?:报送?|上报|提交|送交?|交)(?:[至到市县校省区]|给)")
"""A day on which something is handed in: 5月15日将名单报市教育局."""
_CLOSES = re.compile(rf"(?:（[^（）]{{1,12}}）)?(?:{_CLOCK_TIME})?(?:关闭|结束|停止|为止)")
_BY_WIRE = re.compile(r"系统|平台|通道|网上|网络|网站|在线|邮箱|报名|申报|填报|受理|投稿|征集")
"""What is open until a day: a system, a platform, the receiving of papers."""
_POSTMARK = re.compile(r"[^，。；]{0,3}(?:的?邮戳|（以[^（）]{0,6}邮戳)")
_OF_EVENT = re.compile(
    r"(?:大赛|比赛|竞赛|活动|展示|培训|会议|评审)(?:的)?(?:时间|日期)(?!.*(?:报名|申报|征集))"
)
_STAGE_TIME = re.compile(
    r"""
    (?:初赛|复赛|决赛|比赛|竞赛|活动|评审|评选|公示|培训|考察|面试|答辩|展示|表彰|实施)
    (?:(?:时间|日期)(?:：|为|是|从|自)?|：)$
    """,
    re.VERBOSE,
)
_UNTIL = re.compile(
    r"""
    截止(?:时间|日期)?(?:为|是|：|到|至|于)?$ | 截至$
    | (?:即日|之日|日)起(?:-|—|~|至|到|开始，?至)$
    | 截[止稿](?:时间|日期)?[^，。；：]{0,6}(?:为|是|：)$
    | (?:不晚于|不迟于|最晚|最迟)(?:于|为|在)?$
    """,
    re.VERBOSE,
)
_TIME_OF_SENDING = re.compile(
    r"(?:报送|提交|上报|上交|申报|报名|交稿|收件|提报|寄送|送审)(?:材料|作品)?的?(?:时间|日期|期限)(?:：|为|是|定为)$"
)


def deadlines_in(flow: Flow, year: int | None, heading: str, issued: str | None = None) -> list[Found]:
    """The deadlines of a paragraph. ``year``: of the document, where the text gives month and day only."""
    found: list[Found] = []
    taken = -1
    for match in DAY.finditer(flow.s):
        if match.start() < taken:
            continue
        kind = _kind(flow.s, match, heading)
        if kind == "by":
            found.append(_made(flow, match.span(), day_of(match, year), year, _says_year(match), None))
        elif kind == "opens" and not _STAGE.fullmatch(flow.s[: match.start()]):
            # a stage with its dates in brackets is a period and no hand-in
            opened = day_of(match, year)
            last = _closing(flow.s, match.end(), opened, year)
            if last is not None:
                taken = last[0]
                found.append(_made(flow, (match.start(), last[0]), last[1], year, _says_year(match), opened))
    found += _relative(flow, issued) + _months(flow, year)
    return [f for f in found if f.data["date"]]


def _says_year(match: re.Match[str]) -> bool:
    return bool(match["y"] or match["y2"])


_TO = re.compile(
    rf"(?:（[^（）]{{1,8}}）)?(?:[^，。；\d]{{0,6}}(?:\d{{1,2}}[时点：:](?:\d\d)?)?)?[-~—至到]+(?:(?P<same>\d{{1,2}})[日号]|(?P<other>{DAY.pattern.replace('?P<', '?P<_')}))"
)


def _closing(text: str, at: int, opened: str | None, year: int | None) -> tuple[int, str | None] | None:
    """The day behind 至 or a dash: where its words end, and the day; of the opening day's month where none is said."""
    match = _TO.match(text, at)
    if match is None:
        return None
    if match["same"]:
        when = f"{opened[:8]}{int(match['same']):02d}" if opened else None
        return match.end(), when if when and int(match["same"]) <= 31 else None
    last = next(DAY.finditer(text, at))
    return last.end(), day_of(last, int(opened[:4]) if opened else year)


def _kind(text: str, match: re.Match[str], heading: str) -> str | None:
    left = max(text.rfind(c, 0, match.start()) for c in "。；\n") + 1
    rights = [p for p in (text.find(c, match.end()) for c in "。；\n") if p >= 0]
    sentence = text[left : min(rights, default=len(text))]
    lead, tail = text[left : match.start()], text[match.end() :]
    if _tells_no_deadline(text[max(left, match.start() - 12) : match.end() + 10], lead, tail):
        return None
    if re.search(r"截止|截稿", heading) and re.fullmatch(r"[^，。；\d]{0,4}", lead) and len(text) < 40:
        return "by"  # a heading 截止时间 and the date below it
    if _BEFORE.match(tail) or _HANDED_ON.match(tail) or _POSTMARK.match(tail):
        return "by"
    if _CLOSES.match(tail) and _BY_WIRE.search(sentence):
        return "by"
    if re.match(r"(?:（[^（）]{1,8}）)?(?:\d{1,2}[时点：:](?:\d\d)?)?[-~—至到]", tail) and (
        _ACTION.search(sentence)
        or (re.search(r"时间|报名|申报|期限|安排", heading) and not _OF_EVENT.search(heading))
    ):
        return "opens"
    if _UNTIL.search(lead) and (
        _ACTION.search(sentence) or re.search(r"时间|截止|申报|报名|报送|推荐", heading)
    ):
        return "by"
    if _TIME_OF_SENDING.search(lead) and not re.match(r"[^，。；]{0,4}(?:起|开始)", tail):
        return "by"
    return None


def _tells_no_deadline(near: str, lead: str, tail: str) -> bool:
    """Whether the words around a day say that it is one of birth, of a meeting, of what a thing has to be, of a stage."""
    told = re.sub(r"《[^《》]*》?", "", near)  # not by the names of papers: 《毕业论文统计表》
    if (_NOT_BEFORE if _BEFORE.match(tail) else _NOT).search(told):
        return True
    if _STAGE_TIME.search(lead) or _OF_THEIRS.search(lead) or _OF_THINGS.match(tail):
        return True
    if _AS_OF_LEAD.search(lead) or (re.search(r"截[至止]到?$", lead) and _AS_OF_TAIL.match(tail)):
        return True
    return re.match(r"[^，。；]{0,3}(?:期间|之间|内发表|内出版)", tail) is not None


def _made(
    flow: Flow, days: tuple[int, int], when: str | None, year: int | None, says_year: bool, opened: str | None
) -> Found:
    """A deadline from the first day of its words to the clause that it stands in. ``opened``: from when on things are taken."""
    begin, last = days
    left = max(flow.s.rfind(c, 0, begin) for c in "，。；：\n") + 1
    label = re.search(r"[^，。；：\n]{0,8}(?:时间|日期|截止|期限)：$", flow.s[:left])
    if label and left == begin:
        left = label.start()
    if flow.s.rfind("、", left, begin) > left and re.search(r"前、", flow.s[left:begin]):
        left = flow.s.rfind("、", left, begin) + 1
    after = _BEFORE.match(flow.s, last)
    stop = after.end() if after else last
    clock = CLOCK.match(flow.s, re.compile(r"(?:（[^（）]*）|星期.|周.)?").match(flow.s, last).end())  # type: ignore[union-attr]
    stop = max(stop, clock.end() if clock else stop)
    rights = [p for p in (flow.s.find(c, stop) for c in "，。；\n、") if p >= 0]
    end = min(rights, default=len(flow))
    sentence_end = min([p for p in (flow.s.find(c, stop) for c in "。；\n") if p >= 0], default=len(flow))
    who = re.sub(r"^请|于$|在$|须?于?$", "", flow.s[left:begin])
    if re.search(r"时间|日期|截止|截至|起至|材料|一式|：", who):
        who = ""
    repaired = _repaired(when, flow.s[last : last + 8], year) if says_year else None
    data: dict[str, object] = {
        "date": repaired or when,
        "time": clock_of(clock) if clock else None,
        "comparator": "by",
        "who": re.sub(r"(?:务必|请|应|须|要|于|在|并)+$", "", who) or None,
        "action": flow.s[stop:sentence_end][:30] or None,
        "text": flow.raw[left:end],
    }
    if not says_year:
        data["year_is_inferred"] = True
    if repaired:
        data["date_is_repaired"] = True
    if opened:
        data["opens"] = opened
    return Found(data, flow.span(left, end), 0.6 if repaired else 0.9 if says_year else 0.8)


_WEEKDAY = re.compile(r"[（]?(?:星期|周|礼拜)([一二三四五六日天])")


def _repaired(when: str | None, tail: str, year: int | None) -> str | None:
    """The day in the year of the document, where the day of the week beside it fits that year and not the printed one."""
    told = _WEEKDAY.match(tail)
    if told is None or when is None or year is None or when[:4] == str(year):
        return None
    weekday = "一二三四五六日".find(told[1].replace("天", "日"))
    try:
        printed, other = date.fromisoformat(when), date.fromisoformat(f"{year}{when[4:]}")
    except ValueError:
        return None
    return other.isoformat() if printed.weekday() != weekday == other.weekday() else None


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


def _months_after(first: date, months: int) -> date:
    """The same day of a later month, or the last day of that month where it has no such day.

    >>> _months_after(date(2029, 11, 30), 3).isoformat()
    '2030-02-28'
    """
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def _relative(flow: Flow, issued: str | None) -> list[Found]:
    found = []
    for match in _RELATIVE.finditer(flow.s):
        count = quantity(match[1])
        if count is None or not issued or len(issued) < 10 or match[2] == "个工作日":
            continue
        first = date.fromisoformat(issued)
        day = (
            _months_after(first, int(count)) if match[2] == "个月" else first + timedelta(days=int(count))
        ).isoformat()
        data = {"date": day, "time": None, "comparator": "within", "relative": f"P{int(count)}{'M' if match[2] == '个月' else 'D'} after issue", "who": None,
                "action": None, "text": flow.raw[match.start() : match.end()]}  # fmt: skip
        found.append(Found(data, flow.span(*match.span()), 0.8))
    return found
