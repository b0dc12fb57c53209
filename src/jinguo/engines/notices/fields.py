"""Fields of the forms that stand in a text: labels out of flattened tables, limits of length, seals and signatures.

A table that was flattened has a cell a line or a tab; labels are spaced out (姓 名), broken over lines, or upright with one
character a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .identity import Identity
from .numbers import DATE_ONLY
from .paragraphs import Paragraph, lines_of
from .text import Flow, Found, fold, lexicon

_TITLE = re.compile(r"[^。：]{2,44}(?:表|登记卡|申报书|审批表|申请书)(?:（[^）]*）)?")
_LIMIT = re.compile(r"（?(?:限|不超过|控制在|字数)?(\d{2,5})字(?:以内|左右|以下|内|之内)?）?")
_DATE = re.compile(r"(?:\d{4})?年月日")
_COMMON = frozenset(lexicon()["words"]["labels"])
_SEAL = re.compile(r"盖章|公章|签章")
_STOP = re.compile(r"填[写表]说明|说明：|注：|备注：|抄送|主题词|\d{4}年月日|第\d+页|共\d+页|\[.*\]|page\d+")


def read_fields(
    text: str,
    items: Sequence[Paragraph],
    annex: int,
    identity: Identity,
    skip: Sequence[tuple[int, int]] = (),
) -> list[Found]:
    """The fields of all forms from the given paragraph on; places in ``skip`` are tables of another kind."""
    if annex >= len(items) or not items[annex].flow.at:
        return []
    begin = items[annex].flow.at[0]
    listed = [str(f.data["value"]) for f in identity.attachments]
    found: list[Found] = []
    form: str | None = None
    for cell in _cells(text, begin):
        s = cell.s
        if cell.at and any(a <= cell.at[0] < b for a, b in skip):
            continue
        if re.fullmatch(r"附件?\d{0,2}[：:]?", s) or not s:
            continue
        mark = re.match(r"附件?\d{1,2}[：:]?(?=.{6})", s)
        cell = cell.cut(mark.end()) if mark else cell
        s = cell.s
        name = _TITLE.fullmatch(s)
        if name and (len(s) > 6 or s in listed) and not s.startswith("填"):
            form = next((a for a in listed if a.strip("《》") == cell.raw), cell.raw)
            continue
        _take(found, cell, form)
    return found


def _pieces(text: str, begin: int) -> Iterator[Flow | None]:
    """The written parts of the lines; None where a cell ends for certain: an empty line, a tab, the end of a row."""
    lines = lines_of(text)
    for index, (place, line) in enumerate(lines):
        if place < begin:
            continue
        row = line.count("\t") >= 2 or "\t" in line.strip()
        if row and _heads_table(lines, index):
            yield None
            continue
        tokens = [(m.start(), m.group()) for m in re.finditer(r"\S+", line)]
        short = sum(len(word) for _, word in tokens) < 5 * len(tokens)
        if not row and len(tokens) > 7 and short and "。" not in line:
            for start, end in _spaced(tokens):
                yield None
                yield Flow.of(line[start:end], place + start)
            yield None
            continue
        start = place
        for number, part in enumerate(line.split("\t")):
            if number or row:
                yield None
            yield Flow.of(part.replace("⏎", " "), start)
            start += len(part) + 1
        if row:
            yield None


_CLOSES = re.compile(
    r"(?:意见|简介|情况|事迹|经历|简历|名称|姓名|电话|地址|编码|时间|日期|职务|职称|成果|荣誉|面貌|号码|学历|专业|签名|签字|类别|理由|表|）|日)$"
)
"""How labels end that are broken over lines, and seals and dates."""


_ENDINGS = frozenset(("意见", "简介", "情况", "说明", "介绍", "事迹", "经历", "简历"))
"""Words that end the label before them and are seldom one of their own."""


def _spaced(tokens: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """The labels of a form that lost its lines, from blank to blank: 姓名 性别 先进 事迹 简介 （盖 章） 年 月 日."""
    begin: int | None = None
    said = ""
    for n, (start, word) in enumerate(tokens):
        goes_on = n + 1 < len(tokens) and tokens[n + 1][1] in _ENDINGS
        if begin is None and not goes_on and (word in _COMMON or (len(word) > 3 and word[0] not in "（(")):
            yield start, start + len(word)
            continue
        begin = start if begin is None else begin
        said += fold(word)
        if not goes_on and (_CLOSES.search(said) or len(said) > 10):
            yield begin, start + len(word)
            begin, said = None, ""


def _cells(text: str, begin: int) -> list[Flow]:
    """The cells: runs of lines without an empty line or a tab between them, and parts between tabs."""
    cells: list[Flow] = []
    gathered, upright = Flow("", ()), False
    for piece in _pieces(text, begin):
        if piece is None or not piece.s:
            if piece is None or not upright:
                cells.append(gathered)
                gathered, upright = Flow("", ()), False
            continue
        single = len(piece) == 1
        joins = upright == single or piece.s.startswith("（") or not upright
        if gathered.s and joins and not _whole(gathered):
            gathered = gathered + piece
        else:
            cells.append(gathered)
            gathered, upright = piece, single
    cells.append(gathered)
    return [c for whole in cells if whole.s for c in _apart(whole)]


def _heads_table(lines: Sequence[tuple[int, str]], index: int) -> bool:
    """Whether a row names the columns of a table whose next row is empty."""
    names = [c for c in lines[index][1].split("\t") if c.strip()]
    if len(names) < 3 or index + 1 >= len(lines):
        return False
    after = lines[index + 1][1]
    return after.count("\t") >= len(names) - 1 and len([c for c in after.split("\t") if c.strip()]) == 0


_LABELS = re.compile(
    "(?:" + "|".join(sorted(map(re.escape, lexicon()["words"]["labels"]), key=len, reverse=True)) + ")"
)


def _whole(gathered: Flow) -> bool:
    """Whether a cell is complete and the next line begins another one."""
    return (
        gathered.s.endswith("：")
        or gathered.s in _COMMON
        or (len(gathered) > 6 and _TITLE.fullmatch(gathered.s) is not None)
    )


def _apart(cell: Flow) -> list[Flow]:
    """A line with several labels before colons: 推荐单位：  填表日期：."""
    known = list(_LABELS.finditer(cell.s))
    if (
        len(known) > 1
        and "".join(m.group() for m in known) == cell.s
        and cell.at[-1] - cell.at[0] >= len(cell)
    ):
        return [cell.cut(*m.span()) for m in known]
    cuts = [m.end() for m in re.finditer(r"：", cell.s)]
    if not cuts or len(cell) > 60:
        return [cell]
    parts, start = [], 0
    for cut in cuts:
        parts.append(cell.cut(start, cut))
        start = cut
    return [*parts, cell.cut(start)] if start < len(cell) else parts


def _broken(cell: Flow, at: int) -> bool:
    """Whether a limit of length stands on a line of its own, apart from the label."""
    return cell.at[at] - cell.at[at - 1] > 1


def _take(found: list[Found], cell: Flow, form: str | None) -> None:
    s = cell.s
    if _DATE.search(s) and found:
        found[-1].data["date"] = True
        cell = cell.cut(0, _DATE.search(s).start())  # type: ignore[union-attr]
        s = cell.s
    if not s or _STOP.match(s) or DATE_ONLY.fullmatch(s):
        return
    core = s.strip("（）：。 ")
    if (
        _SEAL.fullmatch(core)
        or core in ("单位盖章", "盖章", "公章", "单位公章")
        or (s.startswith("（") and _SEAL.search(s))
    ):
        if found:
            found[-1].data["seal"] = True
        return
    limit = _LIMIT.search(s)
    if s.startswith("（") and found:
        if limit:
            found[-1].data["max_chars"] = int(limit[1])
        return
    if (
        len(s) <= 34
        and "。" not in s
        and not re.match(r"\d+[.、]|[，；]|[一二三四五六七八九十]、|年月|\d{4}年\d", s)
    ):
        _take_label(found, cell, form, limit)


def _take_label(found: list[Found], cell: Flow, form: str | None, limit: re.Match[str] | None) -> None:
    s = cell.s
    label = (
        cell.cut(0, limit.start())
        if limit
        and limit.start() > 1
        and s[limit.start()] == "（"
        and limit.end() == len(s)
        and _broken(cell, limit.start())
        else cell
    )
    label = label.cut(0, len(label.s.rstrip("：")))
    if (
        len(label) < 2
        or label.s.count("）") > label.s.count("（")
        or not re.search(r"[\u4e00-\u9fff]{2}", label.s)
    ):
        return
    if re.search(r"(?:局|组织部|委员会|教育厅)$", label.s) or label.s in (
        "负责人签字",
        "单位负责人签字",
        "填写说明",
    ):
        return
    data: dict[str, object] = {"form": form, "label": label.raw, "label_as_written": label.raw}
    if limit:
        data["max_chars"] = int(limit[1])
    if re.search(r"签名|签字", s):
        data["signature"] = True
    if _SEAL.search(s):
        data["seal"] = True
    found.append(Found(data, label.span(0, len(label)), 0.7))
