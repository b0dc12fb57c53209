"""Labels of forms: what is one, what it says beside its words (a limit, a hint), and which cells are there to be filled in.

>>> field_of("推荐表", Flow.of("主要事迹（限800字）", 0))["max_chars"]
800
>>> is_label("出生年月"), is_label("填表说明")
(True, False)
"""

from __future__ import annotations

import re
from typing import Any

from ..layout.text import Flow
from .grids import Cell

NO_LABEL = re.compile(
    r"填[表写]说明|说明|注[：\d]|注$|备注[：:]|此表|本表|附件?\d{0,2}[：:]?$|第\d+页|\d+[.、]|.{4,30}(?:部|局|厅|委|会|院|处|室|印|监)制$|（.*）$"
)
_LIMIT = re.compile(r"(?:限|不超过|控制在|字数)?(\d{2,5})字(?:以内|左右|以下|内|之内)?")
_HINT = re.compile(r"（(?:岁|字|元|人|年|月|万元|单位：.{1,4})）$")


def field_of(name: str | None, label: Flow, group: str | None = None) -> dict[str, Any]:
    """The data of the field that a label asks for."""
    hint = _HINT.search(label.s)
    own = label.cut(0, hint.start()) if hint else label
    own = own.cut(0, len(own.s.rstrip("：")))
    data: dict[str, Any] = {"form": name, "label": own.raw, "label_as_written": label.raw}
    if group:
        data["group"] = group
    if hint:
        data["hint"] = hint.group()
    limit = _LIMIT.search(label.s)
    if limit:
        data["max_chars"] = int(limit[1])
    if re.search(r"照片|相片|[贴粘]照", own.s):
        data["type"] = "photo"
    return data


def is_label(s: str) -> bool:
    """Whether the words of a cell or before a colon ask for something."""
    return (
        2 <= len(s) <= 40
        and re.search(r"[\u4e00-\u9fff]{2}", s) is not None
        and "。" not in s
        and not re.search(r"□|☑|√", s)
        and not NO_LABEL.match(s)
        and not re.fullmatch(r"(?:\d{4})?年\d*月?\d*日?", s)
    )


def is_blank(cell: Cell) -> bool:
    """Whether a cell is there to be filled in: empty, or with a number, a date or a choice as an example."""
    return not re.search(r"[\u4e00-\u9fff]{2}", re.sub(r"[年月日岁]", "", cell.s)) or bool(
        re.search(r"□|☑", cell.s)
    )
