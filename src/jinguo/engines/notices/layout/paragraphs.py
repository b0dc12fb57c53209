"""Lines of a document put together to paragraphs: page breaks inside sentences, hard-wrapped lines, stray blank lines.

>>> [p.flow.s for p in paragraphs("一、总体要求\\n\\n在科技、教育、卫生等行业的表彰中加大倾斜力度，在三\\n\\n八红旗手评选中提升比例。\\n2021年6月9日")]
['一、总体要求', '在科技、教育、卫生等行业的表彰中加大倾斜力度，在三八红旗手评选中提升比例。', '2021年6月9日']
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from .marks import loose_marks, mark_of
from .numbers import DATE_ONLY
from .reflow import unfolded
from .text import Flow

_OWN_LINE = re.compile(
    r"""
      [\u4e00-\u9fff（）]{0,4}(?:责任|牵头|配合|参与|参加|负责|主责|协同|主办|协办|承办)(?:责任)?
        (?:单位|部门|处室|科室|部室|股室)(?:和部门|和单位)?：
    | (?:责任|牵头|分管|联系|包保|挂钩|督办|主管|协助|包联)(?:[市县区省州镇校院]委?)?(?:领导|人|市长|县长|区长)：
    | (?:完成|实施|责任)?(?:时限|期限|时间)(?:要求|安排)?：
    | 附件 | 附表 | 附[：1]
    | 抄送 | 抄报 | 主题词
    | 联系人 | 联系方式 | 联系电话 | 电话： | 邮箱 | 电子邮箱 | 电子信箱 | 地址： | 传真
    | 文章来源 | 来源： | 发布时间 | （此件
    | [-—]{3,}
    | 填表说明 | 备注 | 注： | 免责声明
    """,
    re.VERBOSE,
)
"""What always has a line of its own."""
PAGE_LINE = re.compile(
    r"""
      文章来源 | 信息来源 | 发表于(?=(?:19|20)\d\d) | 发表(?:日期|时间)： | 来源：
    | (?:信息|主题|组配|体裁)分类 | 发(?:布|文)机构 | 发文机关 | (?:生成|成文|发文)日期
    | (?:发文字号|文号|名称|标题|有效性)：\|? | 颁布(?:时间|日期)： | 发布(?:时间|日期|者|人|单位)：
    | 浏览(?:次数|量) | 阅读(?:次数|量) | 点击(?:数|率|次数|量)?： | 责任?编辑： | 作者： | 审核： | 字号：
    | 字体： | 当前位置 | 打印本页 | 索引号 | ^首页[>＞《》]
    """,
    re.VERBOSE,
)
"""What a web page writes around a document: where it is from, when it was put up, how often it was read."""
_PAGE_NUMBER = re.compile(r"[-—]{1,2}\d{1,3}[-—]{1,2}|第\d{1,3}页(?:[，/]?共\d{1,3}页)?")
_ENDS = "。；：！？"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its text without breaks, the style and number of its mark, and whether it is a row of a table."""

    flow: Flow
    style: str | None = None
    number: str | None = None
    body_at: int = 0
    """Where the text after the number begins."""
    cells: tuple[Flow, ...] = ()
    """The cells of a table row; empty for running text."""

    @property
    def s(self) -> str:
        return self.flow.s


@lru_cache(maxsize=4)
def lines_of(text: str) -> Sequence[tuple[int, str]]:
    """Each line with its place in the text; a line that holds a whole document is cut into its paragraphs."""
    found, place = [], 0
    for line in text.splitlines(keepends=True):
        found.append((place, line.rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029")))
        place += len(line)
    return tuple(unfolded(found))


def _wrapped_width(lines: Sequence[tuple[int, str]]) -> int:
    """The width at which every line breaks, or 0 for text that breaks at paragraphs only."""
    lengths = sorted(len(line.strip()) for _, line in lines if len(line.strip()) > 12)
    if len(lengths) < 12:
        return 0
    width = lengths[int(len(lengths) * 0.9)]
    near = sum(1 for n in lengths if width - 3 <= n <= width + 2)
    return width if near >= 0.3 * len(lengths) and width <= 60 else 0


_DUTIES = re.compile(
    r"（[^（）]*(?:(?:单位|部门|负责|分工)[^（）]*|(?:局|委|办|部|厅|署|妇联|科协|工会|政府|团委|管委会|中心|处室?|学院))）$"
)
"""The bracket with its units that ends an item."""


_REACHED_BY = re.compile(r"(?:联系|电话|手机|邮箱|传真)[^。]*(?:\d{7}|\.(?:cn|com|net|org))$")
"""A line of contacts that ends with a number or an address: the signature below is no part of it."""


def _goes_on(before: Flow, after: Flow, width: int, line_length: int, loose: Set[int]) -> bool:
    """Whether a line continues the paragraph before it."""
    if mark_of(after, loose)[0] or _OWN_LINE.match(after.s) or DATE_ONLY.fullmatch(after.s):
        return False
    style, _, at = mark_of(before, loose)
    if (
        style and at == len(before) and style not in ("article", "chapter")
    ):  # the number has a line of its own
        return True
    if not before.s or before.s[-1] in _ENDS or DATE_ONLY.fullmatch(before.s):
        return False
    if re.match(r"(?:[^。]{0,50})?关于[^。]*(?:通知|意见|决定|函|公告|方案|办法|措施)$", before.s):
        return False
    if (_OWN_LINE.match(before.s) and not width) or (len(before) < 120 and PAGE_LINE.search(before.s)):
        return False
    if _REACHED_BY.search(before.s) and re.match(r"[\u4e00-\u9fff]{4}", after.s):
        return False
    if before.s.count("|") > 1 or after.s.count("|") > 1:  # cells of a page's own table of data
        return False
    if before.s[-1] in "，、" or before.s.count("《") > before.s.count("》"):
        return len(before) > 6
    if width and line_length >= width - 2:
        return True
    if "。" not in before.s and style:
        return False
    marks = sum(before.s.count(c) for c in "，。；、：")
    if before.s[-1] == "）" and (_DUTIES.search(before.s) or after.s[0] in "—●■◆▪•★◇○"):
        return False
    return marks >= 1 and len(before) >= 25 and not (before.s[-1] == "）" and len(after) < 12)


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs and table rows of a text, in order; empty ones are left out."""
    lines = lines_of(text)
    width, loose = _wrapped_width(lines), loose_marks(lines)
    made: list[Paragraph] = []
    gathered: Flow | None = None
    last_length = 0
    turned = False

    def close() -> None:
        nonlocal gathered
        if gathered is not None and gathered.s:
            style, number, at = mark_of(gathered, loose)
            made.append(Paragraph(gathered, style, number, at))
        gathered = None

    for place, line in lines:
        flow = Flow.of(line, place)
        if _is_row(line, flow):
            close()
            made.append(_row(line, place, flow))
            continue
        if not flow.s or _PAGE_NUMBER.fullmatch(flow.s):
            turned = turned or bool(flow.s)
            continue
        if gathered is not None and (
            _goes_on(gathered, flow, width, last_length, loose) or (turned and _broken(gathered, flow, loose))
        ):
            gathered = gathered + flow
        else:
            close()
            gathered = flow
        turned = False
        last_length = len(text[text.rfind("\n", 0, place) + 1 : place + len(line)].strip())
    close()
    return made


def _broken(before: Flow, after: Flow, loose: Set[int]) -> bool:
    """Whether the number of a page stands in the middle of a sentence."""
    if before.s[-1:] in _ENDS or "。" not in before.s or mark_of(after, loose)[0] or _OWN_LINE.match(after.s):
        return False
    return before.s[-1:] not in "）〕" and not DATE_ONLY.fullmatch(after.s)


_MARK_TAB = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,3}[.、．]|[①-⑳])[ \u3000]*\t+[^\t]*$"
)
"""A mark with a tab behind it, as word processors set them."""


def _is_row(line: str, flow: Flow) -> bool:
    """Whether a line is a row or a cell of a flattened table and not a paragraph indented with a tab."""
    if _MARK_TAB.match(line):
        return False
    if "\t" in line.strip():
        return True
    beside = line.startswith("\t") or ("\t" in line.lstrip() and bool(flow.s))
    return beside and len(flow) < 30 and mark_of(flow)[0] is None


def _row(line: str, place: int, flow: Flow) -> Paragraph:
    cells, start = [], place
    for cell in line.split("\t"):
        cells.append(Flow.of(cell, start))
        start += len(cell) + 1
    return Paragraph(flow, cells=tuple(cells))
