"""The cells of forms that were flattened to lines: a cell a line or a tab, labels spaced out, broken over lines or upright.

What parts cells is an empty line, a tab, a stroke (|), a line of underscores to write on, or a label that is complete. Rows of a table
below its heads are values, not labels.

>>> [cell.s for cell in cells("姓 名 性 别\\n工作单位：______ 职务：____\\n单位意见\\n（盖章） 年 月 日", 0)]
['姓名', '性别', '工作单位：', '职务：', '单位意见（盖章）年月日']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..layout.paragraphs import lines_of
from ..layout.text import Flow, fold, lexicon

_COMMON = frozenset(lexicon()["words"]["labels"])
TITLE = re.compile(r"[^。：]{2,44}(?:表|登记卡|申报书|审批表|申请书|推荐书)(?:（[^）]*）)?")
_LABELS = re.compile(
    "(?:" + "|".join(sorted(map(re.escape, lexicon()["words"]["labels"]), key=len, reverse=True)) + ")"
)
_CLOSES = re.compile(
    r"(?:意见|简介|情况|事迹|经历|简历|名称|姓名|电话|地址|编码|时间|日期|职务|职称|成果|荣誉|面貌|号码|学历|专业|领域|方向|进修|目录|等级|排名|签名|签字|类别|理由|单位|邮箱|奖励|成绩|照片处?|表|）|日)$"
)
"""How labels end that are broken over lines, and seals and dates."""
_ENDINGS = frozenset(("意见", "简介", "情况", "说明", "介绍", "事迹", "经历", "简历"))
"""Words that end the label before them and are seldom one of their own."""
_ENDS_CELL = re.compile(
    r"""
    年月日[）)]?$
    |^（?(?:单位|部门)?(?:盖章|公章|签章)）?$
    |[监印]?制$
    |：$
    |^[^（）]{2,20}（[^（）]*\d字[^（）]*）$
    |^附件?\d{0,2}[：:]?$
    |^[一二三四五六七八九十]{1,2}、
    """,
    re.VERBOSE,
)
"""A date, a seal, the name of who made the form, a mark of an annex or of a part: the next line is another cell."""
_WRITE_ON = re.compile(r"[_＿]{2,}")


def _pieces(text: str, begin: int) -> Iterator[Flow | None]:
    """The written parts of the lines; None where a cell ends for certain: an empty line, a tab, the end of a row."""
    numbered = False
    for place, read in lines_of(text):
        line = _parted(read)
        if place < begin:
            continue
        row = line.count("\t") >= 2 or "\t" in line.strip()
        numbered = (numbered and (row or not line.strip() or line.strip().isdigit())) or (
            row and line.split()[:1] == ["序号"]
        )
        if row and numbered and line.split()[:1] != ["序号"]:
            yield None
            continue
        if not row and (labels := _in_one_line(line)):
            for start, end in labels:
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


def _parted(line: str) -> str:
    """A line as long as before, with tabs for strokes between cells and for what is there to write on."""
    if line.count("|") > 1 or line.rstrip().endswith("|"):
        line = line.replace("|", "\t")
    return _WRITE_ON.sub(lambda m: "\t" + " " * (len(m.group()) - 1), line)


def _in_one_line(line: str) -> list[tuple[int, int]]:
    """Where the labels of a line stand that has several with blanks between them; nothing where it has words of another kind."""
    tokens = [(m.start(), m.group()) for m in re.finditer(r"\S+", line)]
    if len(tokens) < 2 or "。" in line:
        return []
    if len(tokens) > 7 and sum(len(word) for _, word in tokens) < 5 * len(tokens):
        return list(_spaced(tokens))
    joined = _letters_joined(tokens)
    words = [fold(re.sub(r"\s", "", line[a:b])) for a, b in joined]
    told = [
        w
        for w in words
        if w.rstrip("：") in _COMMON or (len(w) > 3 and _CLOSES.search(re.sub(r"（[^（）]*）$", "", w)))
    ]
    rest = [
        w
        for w in words
        if w not in told and not re.fullmatch(r"年月日|（?(?:单位)?（?(?:盖章|公章)）?）?|[贴粘]?照片处?", w)
    ]
    return joined if len(words) > 1 and told and not rest else []


def _letters_joined(tokens: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """The tokens, with single characters that stand apart taken together: 姓 名 性 别 is 姓名, 性别."""
    places: list[tuple[int, int]] = []
    said = ""
    for start, word in tokens:
        if len(word) == 1 and said and said + word not in ("年", "月"):
            places[-1], said = (places[-1][0], start + 1), said + word
            if said in _COMMON or said == "年月日":
                said = ""
            continue
        places.append((start, start + len(word)))
        said = word if len(word) == 1 else ""
    return places


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


def cells(text: str, begin: int) -> list[Flow]:
    """The cells from a place on: runs of lines without an empty line or a tab between them, and parts between tabs."""
    found: list[Flow] = []
    gathered, upright = Flow("", ()), False
    for piece in _pieces(text, begin):
        if piece is None or not piece.s:
            if piece is None or not upright:
                found.append(gathered)
                gathered, upright = Flow("", ()), False
            continue
        single = len(piece) == 1
        joins = upright == single or piece.s.startswith("（") or not upright
        if gathered.s and joins and not _whole(gathered) and not _ends_label(gathered, piece):
            gathered = gathered + piece
        else:
            found.append(gathered)
            gathered, upright = piece, single
    found.append(gathered)
    return [c for whole in found if whole.s for c in _apart(whole)]


def _ends_label(gathered: Flow, after: Flow) -> bool:
    """Whether a line ends as labels do and the next one does not go on with it: 工作简历 / 专业进修, but 推荐单位 / 意见."""
    return (
        len(gathered) >= 4
        and _CLOSES.search(gathered.s) is not None
        and after.s not in _ENDINGS
        and re.match("[（与及和或、/]", after.s) is None
        and len(after) >= 2
    )


def _whole(gathered: Flow) -> bool:
    """Whether a cell is complete and the next line begins another one."""
    return (
        gathered.s in _COMMON
        or _ENDS_CELL.search(gathered.s) is not None
        or (len(gathered) > 4 and TITLE.fullmatch(gathered.s) is not None)
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
        seal = re.match(r"（[^（）]{1,8}）", cell.s[start:cut])
        if start and seal and seal.end() < cut - start:  # 推荐单位：（盖章）填表日期：
            parts.append(cell.cut(start, start + seal.end()))
            start += seal.end()
        parts.append(cell.cut(start, cut))
        start = cut
    return [*parts, cell.cut(start)] if start < len(cell) else parts
