"""Tables that a page lost: rows drawn with strokes (| 1 | … |), with blanks between their cells, or with every cell on a line of its own.

Strokes become tabs, place for place. Cells on lines are put together again from what each of them is: a serial number, names of
organs, a time, or the words of a task; the head says which columns there are.

>>> text = "任务分解表\\n序号\\n工作任务\\n牵头单位\\n配合单位\\n1\\n办培训班5期\\n市科协\\n市妇联\\n2\\n建服务站\\n市妇联"
>>> [table] = pasted_tables(text)
>>> [[cell.s if cell else None for cell in row] for row in table.rows]
[['1', '办培训班5期', '市科协', '市妇联'], ['2', '建服务站', '市妇联', None]]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..forms.grids import Cell
from ..heads.letterhead import gapped
from ..policies.unit_names import is_names
from .marks import mark_of
from .paragraphs import PAGE_LINE, Paragraph, lines_of
from .tables import Table
from .text import Flow, fold

_STROKES = re.compile(r"^.*\|.*\|.*$", re.M)
_HEAD = re.compile(
    r"""
      (?P<serial>序号|编号)
    | (?P<duty>(?:主要|第一)?(?:责任|牵头|配合|参与|负责|主责|协同|承办|主办|协办|落实|实施|协作)(?:责任)?
        (?:单位|部门|处室|科室|主体)(?:（[^）]{1,8}）)?)
    | (?P<person>(?:责任|牵头|分管|联系|包保|挂钩|主管)?(?:[市县区]?领导|责任人|负责人|联系人|人))
    | (?P<time>(?:完成|实施|办结)?(?:时限|时间|期限|时间节点|时间进度)(?:要求|安排)?|进度安排)
    | (?P<note>备注|属性|指标属性)
    | (?P<figure>(?:20\d\d年?)(?:目标|实际|基期|现状)?值?|目标值|基期值|单位|计量单位)
    | (?P<task>[\u4e00-\u9fff]{0,5}(?:任务|措施|内容|事项|目标|指标|项目|举措|工作|要求|清单|名称|领域|类别|分类|分解|行动|工程|方面))
    """,
    re.VERBOSE,
)
"""What the heads of columns say, where each stands on a line of its own."""
_ANY = re.compile(
    r"^[ \t\u3000]*(?:序[ \u3000]*号|编号)[ \u3000]|^[ \t\u3000]*(?:主要|第一)?(?:责任|牵头|配合|参与|负责|主责|协同|承办|主办|协办|落实|实施|协作)(?:责任)?(?:单位|部门|处室|科室|主体)(?:[（(].{1,8}[）)])?[ \t\u3000]*$",
    re.M,
)
"""A line that can be the head of a column, or of a table."""
_SERIAL = re.compile(r"(\d{1,3})[.、]?")
_TIME = re.compile(
    r"""
    (?: (?:(?:19|20)\d\d年)?(?:\d{1,2}月(?:\d{1,2}日|[上中下]旬)?)?(?:底|末|份)?(?:之?前)?(?:完成)?
      | (?:长期|持续|全年|每年|每季度|每月|适时|立即|常态化)(?:坚持|推进|实施|开展)?
      | (?:19|20)\d\d[.-]\d{1,2}(?:[.-]\d{1,2})?
    )
    """,
    re.VERBOSE,
)
_ENDS = re.compile(r"附件|附表|注：|抄送|主题词|此件|〔sheet〕|\[table\]")


def with_tabs(text: str) -> str:
    """The text with the strokes of drawn tables as tabs, character for character; a page's own table of data is left."""
    if text.count("|") < 6:
        return text
    return _STROKES.sub(lambda m: _tabbed(m.group()), text)


def _tabbed(line: str) -> str:
    if PAGE_LINE.search(fold(line)):
        return line
    if re.fullmatch(r"[\s|:+-]+", line):
        return " " * len(line)
    bare = line.rstrip()
    end = len(bare) - bare.endswith("|")
    start = len(line) - len(line.lstrip(" |"))
    return " " * start + line[start:end].replace("|", "\t") + " " * (len(line) - end)


@dataclass(frozen=True, slots=True)
class _Column:
    kind: str
    cell: Cell


def pasted_tables(text: str) -> list[Table]:
    """The tables of tasks of a text whose cells stand each on a line of its own, or beside each other with blanks between."""
    if not _ANY.search(text):
        return []
    lines = [flow for place, line in lines_of(text) if "\t" not in line and (flow := Flow.of(line, place)).s]
    found: list[Table] = []
    at = 0
    while at < len(lines):
        columns, beside = _head(lines, at), False
        if not columns:
            columns, beside = _head_beside(lines[at]), True
        if not columns:
            at += 1
            continue
        above = lines[at - 1] if at and len(lines[at - 1]) <= 40 else None
        at += 1 if beside else len(columns)
        rows, at = _rows_beside(lines, at, columns) if beside else _rows(lines, at, columns)
        if len(rows) > 1 or (rows and columns[0].kind == "serial"):
            found.append(Table(above, tuple(c.cell for c in columns), tuple(rows)))
    return found


def _tokens(flow: Flow) -> list[Flow]:
    """The words of a line between its blanks."""
    return [flow.cut(a, b) for a, b in gapped(flow)]


def _head_beside(flow: Flow) -> list[_Column]:
    """The heads of columns that stand beside each other on a line."""
    if len(flow) > 60 or not flow.s.startswith(("序", "编")):
        return []
    words = _tokens(flow)
    return _head(words, 0) if len(words) > 2 and len(_head(words, 0)) == len(words) else []


def _rows_beside(
    lines: Sequence[Flow], at: int, columns: Sequence[_Column]
) -> tuple[list[tuple[Cell | None, ...]], int]:
    """Rows that stand on a line each and begin with their serial numbers; a line without one goes on with the row above."""
    gathered: list[list[Flow]] = []
    while at < len(lines):
        words = _tokens(lines[at])
        if [w.s for w in words] != [c.cell.s for c in columns]:
            if _SERIAL.fullmatch(words[0].s) and len(words) > 1:
                gathered.append(words)
            elif not gathered or _ENDS.match(lines[at].s) or mark_of(lines[at])[0] in ("chapter", "cn"):
                break
            else:
                gathered[-1] += words
        at += 1
    return [_row(_sentences(words), columns) for words in gathered], at


def _sentences(words: Sequence[Flow]) -> list[Flow]:
    """The words of a row with those of its sentences joined: what stands from the first sentence to the names of organs."""
    kinds = [_kind(word.s, False) for word in words]
    texts = [i for i, kind in enumerate(kinds) if kind in ("text", "end") and i]
    told = next((i for i in texts if re.search(r"[，。；]", words[i].s)), texts[-1] if texts else 0)
    if not texts:
        return list(words)
    joined = words[told]
    for word in words[told + 1 : texts[-1] + 1]:
        joined = joined + word
    return [*words[:told], joined, *words[texts[-1] + 1 :]]


def _head(lines: Sequence[Flow], at: int) -> list[_Column]:
    """The heads of columns that stand one below the other from here on, where they are those of a table of tasks."""
    columns: list[_Column] = []
    for flow in lines[at : at + 9]:
        match = _HEAD.fullmatch(flow.s)
        if match is None or match.lastgroup is None:
            break
        columns.append(_Column(match.lastgroup, Cell(flow, (flow,), len(columns))))
    kinds = [c.kind for c in columns]
    return columns if "duty" in kinds and "task" in kinds else []


def _rows(
    lines: Sequence[Flow], at: int, columns: Sequence[_Column]
) -> tuple[list[tuple[Cell | None, ...]], int]:
    """The rows below a head, and where they end."""
    rows: list[tuple[Cell | None, ...]] = []
    heads = [c.cell.s for c in columns]
    numbered = columns[0].kind == "serial"
    while at < len(lines):
        if [f.s for f in lines[at : at + len(heads)]] == heads:  # the head again on the next page
            at += len(heads)
            continue
        end = _row_end(lines, at, numbered, len(rows), any(c.kind == "person" for c in columns))
        if end is None:
            break
        rows.append(_row(lines[at:end], columns))
        at = end
    return rows, at


def _row_end(lines: Sequence[Flow], at: int, numbered: bool, before: int, persons: bool) -> int | None:
    """Where the row ends that begins here, or None where no row begins."""
    if numbered:
        serial = _SERIAL.fullmatch(lines[at].s)
        if serial is None or (before and int(serial[1]) > 400):
            return None
        at += 1
    kinds: list[str] = []
    for i in range(at, len(lines)):
        kind = _kind(lines[i].s, persons and bool(kinds))
        if kind == "end" or (numbered and kind == "serial"):
            return i if "text" in kinds else None
        if kind == "text" and ("unit" in kinds or "time" in kinds):
            return i if "text" in kinds else None
        if not numbered and kind == "serial":
            return None
        kinds.append(kind)
    return len(lines) if "text" in kinds and "unit" in kinds else None


def _kind(s: str, persons: bool) -> str:
    if _SERIAL.fullmatch(s):
        return "serial"
    if _ENDS.match(s) or mark_of(Flow.of(s, 0))[0] in ("chapter", "cn", "number"):
        return "end"
    if _TIME.fullmatch(s):
        return "time"
    if is_names(s):
        return "unit"
    return (
        "person"
        if persons and re.fullmatch(r"[\u4e00-\u9fff]{2,4}(?:[、，][\u4e00-\u9fff]{2,4})*", s)
        else "text"
    )


def _row(lines: Sequence[Flow], columns: Sequence[_Column]) -> tuple[Cell | None, ...]:
    """The cells of a row, each in its column."""
    kinds = [
        ("serial" if i == 0 and columns[0].kind == "serial" else _kind(f.s, i > 1))
        for i, f in enumerate(lines)
    ]
    persons = any(c.kind == "person" for c in columns)
    texts = [f for f, k in zip(lines, kinds, strict=True) if k == "text" or (k == "person" and not persons)]
    told = {
        "serial": [f for f, k in zip(lines, kinds, strict=True) if k == "serial"][:1],
        "duty": list(_whole([f for f, k in zip(lines, kinds, strict=True) if k == "unit"])),
        "time": [f for f, k in zip(lines, kinds, strict=True) if k == "time"],
        "person": [f for f, k in zip(lines, kinds, strict=True) if k == "person"] if persons else [],
        "task": texts,
    }
    row: list[Cell | None] = [None] * len(columns)
    for kind, flows in told.items():
        own = [i for i, c in enumerate(columns) if c.kind == kind]
        if kind == "task" and len(flows) < len(
            own
        ):  # a cell that spans several rows stands in the first of them only
            own = own[len(own) - len(flows) :]
        for i, flow in enumerate(flows):
            if own:
                column = own[min(i, len(own) - 1)]
                row[column] = _joined(row[column], flow, column)
    return tuple(row)


def _whole(flows: Sequence[Flow]) -> Iterator[Flow]:
    """Lists of names that break off at a comma put together again."""
    held: Flow | None = None
    for flow in flows:
        held = flow if held is None else held + flow
        if held.s[-1] not in "、，":
            yield held
            held = None
    if held is not None:
        yield held


def _joined(cell: Cell | None, flow: Flow, column: int) -> Cell:
    if cell is None:
        return Cell(flow, (flow,), column)
    return Cell(cell.flow + flow, (*cell.lines, flow), column)


def without(items: Sequence[Paragraph], tables: Sequence[Table]) -> list[Paragraph]:
    """The paragraphs that do not stand inside one of the tables."""
    places = [table.place for table in tables]
    return [p for p in items if not (p.flow.at and any(a <= p.flow.at[0] < b for a, b in places))]
