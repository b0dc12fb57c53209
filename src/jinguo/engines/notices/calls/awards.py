"""Awards that a call names beside their numbers, as the parts of a total, by their winners, or side by side in its title.

>>> from .quotas import quotas_in
>>> quotas = quotas_in(Flow.of("评选先进集体10个、先进个人20名。", 0), True)
>>> [one.data["name"] for one in beside_quotas(quotas)]
['先进集体', '先进个人']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..layout.paragraphs import Paragraph
from ..layout.text import Flow, Found
from .classes import KIND, classes_in, listed_names

HONOURED = re.compile(
    r"(?:优秀|先进|优良|三好|五好|“三好”|十佳|最美|最佳|模范|杰出|五四|红旗|文明)[\u4e00-\u9fff]{2,14}$|[\u4e00-\u9fff]{2,6}(?:标兵|先进个人|先进集体|先进工作者)$"
)


_NO_NAME = re.compile(
    r"推荐|设|评|选(?!手)|名额|我[省市校]|其中|兼|分别|担任|等奖|优秀奖|优胜奖|组织奖|提名奖|入围奖|以上|领导|党政|处级|科级|包含|本年|拟|不|总|各|每|分配|符合|分给|产生"
)


def beside_quotas(quotas: Sequence[Found]) -> list[Found]:
    """The names that have a number each beside them in one paragraph."""
    names: dict[str, Found] = {}
    if any(re.search(r"[一二三]等奖", str(quota.data["object"])) for quota in quotas):
        return []  # steps of one award, whatever the others are called
    for quota in quotas:
        name = PREFIX.sub("", str(quota.data["object"]))
        if re.search(r"各\d+[名个项]$", str(quota.data["text"])):
            names |= dict.fromkeys(honours_each(PREFIX.sub("", str(quota.data["text"]))), quota)
            continue
        quoted = re.fullmatch(r"[^“”]{0,10}“([^“”]+)”", name)
        name = quoted[1] if quoted else name
        name = re.sub(r"(?:候选人|候选团队|候选集体|人选)$", "", name)
        if (
            quota.data["comparator"] in ("=", "~", "range")
            and quota.data["unit"] in ("名", "个", "人", "位", "件", "项", "支", "队", "户")
            and re.fullmatch(r"[\u4e00-\u9fff“”、]{2,20}", name)
            and (quoted or KIND.search(name) or HONOURED.match(name))
            and not _NO_NAME.search(name)
        ):
            names.setdefault(name, quota)
    ends = any(a != b and a.endswith(b) for a in names for b in names)
    if len(names) < 2 or ends:
        return []
    return [Found({"number": None, "name": name}, q.span, 0.6) for name, q in names.items()]


def honours_each(text: str) -> list[str]:
    """The awards of a list that get so many each: 推荐巾帼文明岗、巾帼建功标兵各1名; 设“A奖”“B奖”各3名."""
    listed = re.sub(r"各\d+[名个项]$", "", text)
    quoted = re.findall("“([^“”]{2,20})”", listed)
    listed = re.sub(
        r"^.*?(?:评选表彰|评选|推荐|表彰|申报|设立|设|报送|选树)(?=[\u4e00-\u9fff]{3})", "", listed
    )
    listed = re.sub("(?:推荐|候选)?(?:候选人|人选|对象)$", "", listed)
    names = quoted if len(quoted) > 1 else re.split(r"以及|[、和及]", listed)
    told = all(
        re.fullmatch(r"[\u4e00-\u9fff]{4,16}", n)
        and (quoted or KIND.search(n) or HONOURED.match(n))
        and not _NO_NAME.search(n)
        for n in names
    )
    return names if told and len(names) > 1 else []


def parts_of_total(quotas: Sequence[Found]) -> list[Found]:
    """What a total falls into where the numbers after it add up to it: 共26名，其中党政干部11名，专业技术人才15名."""
    for n, whole in enumerate(quotas):
        if whole.data["who"] != "total" or not isinstance(whole.data["count"], int):
            continue
        for end in range(n + 3, min(len(quotas), n + 12) + 1):
            parts = quotas[n + 1 : end]
            counts = [q.data["count"] for q in parts]
            named = all(re.fullmatch(r"[\u4e00-\u9fff“”]{3,16}", str(q.data["object"])) for q in parts)
            if named and all(isinstance(c, int) for c in counts) and sum(counts) == whole.data["count"]:
                return [Found({"number": None, "name": q.data["object"]}, q.span, 0.7) for q in parts]
    return []


_WINNERS = re.compile(
    r"(?P<name>[\u4e00-\u9fff“”]{3,24}奖)的?(?:获奖者|获得者|获奖人|获奖人选|获奖团队|奖励个人|候选人)"
)


def of_winners(quotas: Sequence[Found]) -> list[Found]:
    """Two awards or more whose winners are counted, each by itself: A奖获奖者不超过100名。A奖特别奖获奖者不超过10名。"""
    names: dict[str, Found] = {}
    for quota in quotas:
        match = _WINNERS.fullmatch(PREFIX.sub("", str(quota.data["object"])))
        if match and not re.search(r"等奖|优秀奖|优胜奖|组织奖", match["name"]):
            names.setdefault(match["name"], quota)
    return (
        [Found({"number": None, "name": name}, q.span, 0.6) for name, q in names.items()]
        if len(names) > 1
        else []
    )


PREFIX = re.compile(
    r"^(?:本[届次年]|当届|(?:授奖|获奖|表彰)(?:人数|名额)|由[^，。；]{2,10}中产生)*(?:第[一二三四五六七八九十\d]+[届批轮期]|(?:19|20)\d\d(?:[—-](?:19|20)\d\d)?年?度?)?"
)


_CHOSEN = re.compile(
    r"(?:评选|推荐|表彰|申报|选树|推选|评比|命名)(?:表彰|推荐|申报|评选)?的?(?P<list>[“”\u4e00-\u9fff]{4,16}(?:、[“”\u4e00-\u9fff]{4,16})*(?:和|及|与|、)[“”\u4e00-\u9fff]{4,16}?)(?=的|要|须|应|，|。|候选|评选|推荐|申报|工作(?!者)|活动|等|$)"
)


_SIDE_BY_SIDE = re.compile(
    r"(?<![\u4e00-\u9fff])(?:(?:19|20)\d\d(?:[-—~](?:19|20)\d\d)?(?:学年|年度?))?(?:[校院市区县省全]级)?(?P<list>[“”\u4e00-\u9fff]{4,10}(?:(?:、|和|及|与)[“”\u4e00-\u9fff]{4,12}?)+)的?(?:评选|评比|推荐|评审)(?:工作|办法|活动|对象|范围|条件|原则|按|的|$)"
)
"""Honours before the word for choosing: 三好学生、优秀学生干部、先进班集体的评选."""


_HONOUR = re.compile(
    r"(?:奖|标兵|标兵岗|能手|红旗手|红旗集体|集体|个人|团队|单位|岗|之星|领导|干部|教师|工作者|家庭)(?:（[^（）]{1,6}）)?$"
)
"""How the names of honours end that a sentence tells side by side."""
_PUT_FORWARD = re.compile(
    r"(?:^|(?<=[，。；：]))(?P<list>[“”\u4e00-\u9fff]{4,20}(?:（[\u4e00-\u9fff]{1,6}）)?(?:(?:、|和|及|与|以及)[“”\u4e00-\u9fff]{4,20}?(?:（[\u4e00-\u9fff]{1,6}）)?)+)的?(?=(?:经|由)[^，。；]{0,8}推荐|人选由|候选人由|名单由)"
)
"""Honours before the word that they are nominated: A奖（集体）、A奖（个人）、B标兵经推荐评审…"""


def titled(items: Sequence[Paragraph], title: Found | None) -> list[Found]:
    """The honours that a title or a sentence names beside each other: 评选表彰先进集体和先进个人的通知."""
    flows = [paragraph.flow.cut(paragraph.body_at) for paragraph in items]
    if title is not None:
        flows.insert(0, Flow.of(str(title.data["value"]), title.span[0]))
    for flow in flows:
        for match in (
            *_CHOSEN.finditer(flow.s),
            *_SIDE_BY_SIDE.finditer(flow.s),
            *_PUT_FORWARD.finditer(flow.s),
        ):
            if flow.s.count("《", 0, match.start()) > flow.s.count("》", 0, match.start()):
                continue  # the title of a notice that is only cited
            names = [_without_turn(n) for n in listed_names(flow.cut(*match.span("list")), "、和及与")]
            ends = _HONOUR.search if match.re is _PUT_FORWARD else HONOURED.match
            if len(names) > 1 and all(ends(n.s.strip("“”")) for n in names):
                return [
                    Found({"number": None, "name": n.raw.strip("“”")}, n.span(0, len(n)), 0.55) for n in names
                ]
    return []


def _without_turn(name: Flow) -> Flow:
    """A name without which time it is awarded: 第四届云州市巾帼奖."""
    turn = PREFIX.match(name.s)
    return name.cut(turn.end()) if turn else name


GENERAL = re.compile(
    r"基本|共性|个性|具体|申报|资格|总体|必备|优先|政治|业务|其[他它]|附加|破格|特殊|候选人|推荐|评选|参评|思想|师德|工作|专业"
)


OF_PARTS = re.compile(
    r"条件|名额|要求|范围|对象|标准|办法|程序|材料|时间|方式|方法|说明|数量|流程|步骤|安排|原则|纪律|联系|报送|提交|组织领导|单位$|机构|宣传|表彰|阶段|奖励|^内容$|主题$|限制|限项|选择$"
)


def named_apart(headed: list[Found], items: Sequence[Paragraph]) -> list[Found]:
    """Headed names that take together what a sentence tells apart: 初创组和成长组条件 where 设初创组、成长组和团队组三类 stands above."""
    if not headed:
        return headed
    parts = [re.split("[、和及与]", str(one.data["name"])) for one in headed]
    told = {cut.s: cut for paragraph in items for cut in classes_in(paragraph.flow)}
    whole = all(str(one.data["name"]) in told for one in headed)  # some of them have a heading
    joined = [names for names in parts if len(names) > 1]
    if len(told) > len(headed) and (
        whole or (joined and all(name in told for names in joined for name in names))
    ):
        return [Found({"number": None, "name": c.raw}, c.span(0, len(c)), 0.7) for c in told.values()]
    return headed


_CONDITIONS_OF = re.compile(
    r"(?P<name>[“”\u4e00-\u9fff]{3,20}?(?:（[^（）]{1,12}）)?)(?P<asked>(?:的)?(?:推荐|评选|申报|参评|参赛|基本|入选)*(?:条件|标准))?(?:名额|对象|范围)?(?:如下)?(?:：|，(?=(?:应|须|必须)为))"
)


def conditioned(items: Sequence[Paragraph]) -> list[Found]:
    """Honours that open lines of their own with what is asked for each: 最美家庭推荐条件：…；五好家庭推荐条件：…"""
    named: dict[str, Flow] = {}
    for paragraph in items:
        flow = paragraph.flow.cut(paragraph.body_at)
        match = None if paragraph.cells else _CONDITIONS_OF.match(flow.s)
        if match is None or len(flow) <= match.end():
            continue
        name = match["name"].strip("“”")
        called = match.group().endswith("，")  # （一）科普类成果，应为…
        honour = HONOURED.match(name) or (
            (called or match["asked"] or name != match["name"]) and KIND.search(name)
        )
        if honour and not OF_PARTS.search(name) and not GENERAL.match(name.removeprefix("优秀")):
            named.setdefault(name, flow.cut(*match.span("name")))
    if len(named) < 2:
        return []
    return [Found({"number": None, "name": c.raw}, c.span(0, len(c)), 0.65) for c in named.values()]
