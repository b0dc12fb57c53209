"""Who issued a document that nobody signed with a date: the hosts, the organs of the head, who decides in the opening sentence, whose page it is.

>>> from ..layout.paragraphs import paragraphs
>>> [f.data["value"] for f in deciding(paragraphs("为表彰先进，澄州市科学技术协会决定开展评选活动。现将有关事项通知如下："))]
['澄州市科学技术协会']
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..layout.paragraphs import Paragraph
from ..layout.text import Flow, Found, fold
from ..policies.unit_names import split_units
from .letterhead import META, apart, gapped, is_organ, valued


def issuers_elsewhere(
    heads: Sequence[Flow], title: Found | None, items: Sequence[Paragraph], number: Found | None
) -> list[Found]:
    """Without a signature: the organs that head the page, else the organ before 关于, else 主办单位."""
    hosts = _hosts(items)
    if hosts:
        return hosts
    named = [f for f in heads if is_organ(f.s.removesuffix("文件"))]
    if named:
        return [valued(one, 0.8) for f in named for one in apart(f.cut(0, len(f.s.removesuffix("文件"))))]
    for flow in heads:
        match = re.match(r"(?:转发：?)?([^《》]{2,80}?)(?:等[^关]{0,6})?(?:联合)?(?:关于|印发)", flow.s)
        if not match or META.search(flow.s):
            continue
        names = [flow.cut(match.start(1)).cut(a, b) for a, b in gapped(flow.cut(*match.span(1)))]
        if len(names) > 1 and all(is_organ(name.s) for name in names):
            return [valued(name, 0.7) for name in names]
        if is_organ(match[1]):
            return [valued(one, 0.7) for one in apart(flow.cut(*match.span(1)))]
    if title:
        value = str(title.data["value"])
        match = re.match(r"([^《》]{2,60}?)关于", value)
        if match and is_organ(match[1]):
            return [Found({"value": match[1]}, (title.span[0], title.span[0] + len(match[1])), 0.75)]
    told = [
        f
        for f in deciding(items)
        if not (title and _forwarded(str(f.data["value"]), str(title.data["value"])))
    ]
    return _signed_undated(items) or told or _issuers_at_last(heads, number) or _of_page(items)


_HOSTS = re.compile(r"(?:[一二三四五六七八九十\d]+[、.])?主办(?:单位|部门|方)：(.+)$")


def _hosts(items: Sequence[Paragraph]) -> list[Found]:
    """Who holds what is announced: the names behind 主办单位： or below 〔主办单位〕."""
    for i, paragraph in enumerate(items):
        match = _HOSTS.match(paragraph.s)
        if match and len(match[1]) < 80:
            names = split_units(paragraph.flow.cut(match.start(1), len(paragraph.s.rstrip("。；"))))
            return [valued(name, 0.7) for name in names]
        if re.fullmatch(r"〔?主办(?:单位|部门|方)〕?：?", paragraph.s):
            below: list[Found] = []
            for after in items[i + 1 : i + 9]:
                if not is_organ(after.s):
                    break
                below.append(valued(after.flow, 0.7))
            if below:
                return below
    return []


def _issuers_at_last(heads: Sequence[Flow], number: Found | None) -> list[Found]:
    """The office that a document number is named after, else who put up the page."""
    if number:
        own = re.fullmatch(
            r"([\u4e00-\u9fff]{2,12}(?:处|办|部|局|院|会|校))(?:函|字|发)?[〔（].*",
            fold(str(number.data["value"])),
        )
        if own and is_organ(own[1]) and len(own[1]) > 2:
            return [Found({"value": own[1]}, (number.span[0], number.span[0] + len(own[1])), 0.6)]
    for flow in heads:
        told = re.search(
            r"(?:发布机构|发布单位|发文单位|发文机关|作者)：\|?([\u4e00-\u9fff（）]{3,30})", flow.s
        )
        if told and is_organ(told[1]):
            return [valued(flow.cut(*told.span(1)), 0.5)]
    return []


_DECIDES = re.compile(
    r"""
    (?: ^ | [，。；] ) (?: 经[^，。；]{2,20}[，] | (?:现|兹) )?
    (?P<who> [\u4e00-\u9fff《》、（）]{3,60}? )
    (?: 研究 | 现 )? (?: 决定 | 拟(?:继续|联合|在|于)? | 将继续 | 现(?=开展|面向|组织|启动|征集) | 联合(?=举办|开展|组织|主办) )
    """,
    re.VERBOSE,
)
"""Who decides to hold what is announced: …，省科协决定开展…."""


def deciding(items: Sequence[Paragraph]) -> list[Found]:
    """Who decides in the opening sentences on what the document announces, each of several that do so together."""
    for paragraph in items[:8]:
        if paragraph.style or paragraph.cells:
            continue
        for match in _DECIDES.finditer(paragraph.s):
            names = split_units(paragraph.flow.cut(*match.span("who")))
            papers = [name for name in names if re.fullmatch(r"《[^《》]+》", name.s)]
            if names and len(papers) < len(names) and all(is_organ(n.s) or n in papers for n in names):
                return [valued(name, 0.6) for name in names if not _SELF.fullmatch(name.s)]
    return []


def _forwarded(organ: str, title: str) -> bool:
    """Whether the title says that the organ's notice is only sent on: 转发《省妇联关于…》."""
    return re.search(rf"转发[^关]{{0,4}}{re.escape(organ)}", title) is not None


_SELF = re.compile(r"(?:我|本|该)?(?:校|院|市|县|区|省|会|局|委|学会|协会|学校|学院|公司|中心)")
"""What a writer calls itself, which names nobody."""


def _signed_undated(items: Sequence[Paragraph]) -> list[Found]:
    """The organ on a line of its own behind the last sentence, where the date is missing or was cut off."""
    last = max((i for i, p in enumerate(items) if p.s.endswith("。") or p.style), default=len(items))
    if last < len(items) and items[last].s.endswith("："):  # 五、联系方式： and whom to call
        return []
    for paragraph in items[last + 1 : last + 8]:
        if re.fullmatch(r"附件?\d{0,2}", paragraph.s) or paragraph.cells:
            break
        if is_organ(paragraph.s) and len(paragraph.s) > 4:
            return [valued(one, 0.6) for one in apart(paragraph.flow)]
    return []


_PAGE_OF = re.compile(
    r"欢迎(?:来到|访问|光临)([\u4e00-\u9fff]{4,24}?)(?:注册|登录|网站|官网|！|$)"
    r"|(?:copyright|版权所有)[©：@\d-]*([\u4e00-\u9fff]{4,24}?)(?:版权所有|地址|电话|，|。|$)",
    re.I,
)
"""Whose page it is: its greeting above, or the note of rights below."""


def _of_page(items: Sequence[Paragraph]) -> list[Found]:
    """The organ whose page the document stands on."""
    for paragraph in [*items[:3], *items[-4:]]:
        match = _PAGE_OF.match(paragraph.s)
        group = match.lastindex if match else None
        if match and group and is_organ(match[group]):
            return [valued(paragraph.flow.cut(*match.span(group)), 0.5)]
    return []
