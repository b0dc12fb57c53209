"""The layout of a registration form as data: which labels and values stand in which cells, how wide, how
high.

:func:`layout_of` makes one for any fields. Two rules give the table that notices print: short facts three
or two on a row, everything longer on a row of its own. The fields of a women's-federation notice
therefore come out as the notice's own table (:data:`STANDARD_FIELDS`), without being a special case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from .layout import FORM_PAGE, SEAL_MM
from .text import ems, folded

FieldKind = Literal[
    "text", "long_text", "choice", "choices", "date", "number", "id", "phone", "rows", "opinion"
]
CellKind = Literal["label", "value", "text", "opinion", "table", "note"]


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table inside a form; ``weight`` is its share of the width."""

    key: str
    label: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class FormField:
    """One field of a form as its author describes it.

    ``span`` is the number of grid columns that the value takes, 5 for a row of its own; it is worked out from
    kind and limits where it is not given. ``tick`` prints all
    ``choices`` with boxes, the chosen ones ticked. ``signing`` stands above the date of an opinion.
    ``min_rows`` are the lines that a table shows at least.
    """

    key: str
    label: str
    kind: FieldKind = "text"
    span: int | None = None
    max_chars: int | None = None
    choices: tuple[str, ...] = ()
    tick: bool = False
    signing: str = "（盖　章）"
    columns: tuple[TableColumn, ...] = ()
    min_rows: int = 3
    min_height: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the form's table: a label (``text``) or the place of a value (``key``); ``span`` grid
    columns wide."""

    kind: CellKind
    text: str = ""
    key: str = ""
    span: int = 1
    choices: tuple[str, ...] = ()
    columns: tuple[TableColumn, ...] = ()
    min_rows: int = 0
    centred: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A row and the least height of it in millimetres; ``grows`` takes up what is left of the page."""

    cells: tuple[Cell, ...]
    min_height: float = 9.0
    grows: bool = False


@dataclass(frozen=True, slots=True)
class FormLayout:
    """The table of a form: widths of the grid in millimetres, rows, and the lines that stand above the
    table."""

    columns: tuple[float, ...]
    rows: tuple[Row, ...]
    above: tuple[Cell, ...] = ()
    below: tuple[Cell, ...] = ()
    seal_mm: float = SEAL_MM

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if sum(cell.span for cell in row.cells) != len(self.columns):
                raise ValueError(f"row {number} does not fill the {len(self.columns)} columns of the grid")

    def width_of(self, row: Row, position: int) -> float:
        """The width in millimetres of the cell at ``position`` of the row."""
        start = sum(cell.span for cell in row.cells[:position])
        return sum(self.columns[start : start + row.cells[position].span])


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a unit says in its box; mostly empty, to be written by hand and sealed."""

    text: str = ""
    dated: str = ""
    signed_by: str = ""


Value = object
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RegistrationForm:
    """A form to be printed: ``values`` by the keys of the layout.

    A value is text, a number, a date, a sequence of texts, an :class:`Opinion`, or for a table a sequence
    of mappings. ``mark`` is printed in the top left corner (附件). ``version_code`` stands in the foot,
    as text and as a QR code.
    """

    title: str
    layout: FormLayout
    values: Values
    version_code: str = ""
    mark: str = ""


#: Six columns, of which a label takes one and a value one or more.
_GRID: Final = (27.0, 34.0, 22.0, 24.0, 24.0, 44.0)
_FULL: Final = 5
_LONG_MM: Final = 40.0
_LABEL_CHARACTER_MM: Final = 12.0 * 25.4 / 72
_LABEL_MARGINS_MM: Final = 2.4
_FIRST_WORDS: Final = ("负责人", "联系人")
_LAST_WORDS: Final = ("意见", "情况", "人数", "职务", "名称", "时间", "电话", "号码")

#: The table of the notices on "巾帼奋斗者" and their like: names, order and wording as the units know them.
STANDARD_FIELDS: Final = (
    FormField("name", "姓名"),
    FormField("age", "年龄", "number"),
    FormField("education", "文化程度", "choice"),
    FormField("political_affiliation", "政治面目", "choice"),
    FormField("ethnic_group", "民族", "choice"),
    FormField("phone", "联系电话", "phone"),
    FormField("unit_and_post", "单位及职务", span=3),
    FormField("id_number", "身份证号", "id", span=1),
    FormField("honours", "曾获荣誉", "long_text", min_height=14),
    FormField("deeds", "主要事迹（1000字以内）", "long_text", max_chars=1000),
    FormField("nominator_opinion", "推荐单位意见", "opinion"),
    FormField("organiser_opinion", "主办单位意见", "opinion"),
)
NOMINATING_UNIT: Final = Cell("value", text="推荐单位", key="nominating_unit")


def layout_of(
    fields: Iterable[FormField],
    *,
    above: Sequence[Cell] = (NOMINATING_UNIT,),
    below: Sequence[Cell] = (),
    seal_mm: float = SEAL_MM,
) -> FormLayout:
    """A layout for any fields, in their order.

    >>> rows = layout_of(STANDARD_FIELDS).rows
    >>> [cell.text or cell.key for cell in rows[0].cells]
    ['姓　　名', 'name', '年龄', 'age', '文化程度', 'education']
    >>> [cell.text for cell in rows[2].cells if cell.kind == "label"]
    ['单位及职务', '身份证号']
    """
    rows: list[Row] = []
    waiting: list[FormField] = []
    for field in fields:
        if waiting and _room_left([*waiting, field]) < 0:
            rows.append(_short_row(waiting))
            waiting = []
        if span_of(field) == _FULL:
            rows.append(_full_row(field, seal_mm))
        else:
            waiting.append(field)
    if waiting:
        rows.append(_short_row(waiting))
    return FormLayout(_grid(), tuple(rows), tuple(above), tuple(below), seal_mm)


def span_of(field: FormField) -> int:
    """How many of the grid's columns the value wants; 5 is a row of its own."""
    if field.span:
        return field.span
    label = len(folded(field.label))
    if field.kind in ("long_text", "rows", "opinion"):
        return _FULL
    if field.tick:
        return 2 if ems("".join(field.choices)) + 2 * len(field.choices) <= 15 else _FULL
    if field.kind == "id" or label > 5:
        return 2 if label <= 10 else _FULL
    if field.kind == "text" and (field.max_chars or 0) > 20:
        return 2 if (field.max_chars or 0) <= 40 else _FULL
    return 1


def _room_left(fields: Sequence[FormField]) -> int:
    """The columns of the grid that these fields, each with its label, leave free."""
    return len(_GRID) - sum(1 + span_of(field) for field in fields)


def _grid() -> tuple[float, ...]:
    scale = FORM_PAGE.text_width / sum(_GRID)
    return tuple(round(width * scale, 2) for width in _GRID)


def _short_row(fields: Sequence[FormField]) -> Row:
    spans = [span_of(field) for field in fields]
    for extra in range(_room_left(fields)):
        spans[extra % len(spans)] += 1
    cells: list[Cell] = []
    for field, span in zip(fields, spans, strict=True):
        column = sum(cell.span for cell in cells)
        label = _spaced(field.label) if not cells else field.label
        cells.append(Cell("label", _broken(label, _characters(column))))
        cells.append(Cell("value", key=field.key, span=span, choices=_boxes(field)))
    return Row(tuple(cells), max(field.min_height or 9.0 for field in fields))


def _full_row(field: FormField, seal_mm: float) -> Row:
    label = Cell("label", _broken(_spaced(field.label), _characters(0)))
    match field.kind:
        case "opinion":
            return Row(
                (label, Cell("opinion", field.signing, field.key, span=5)),
                max(field.min_height or 0, seal_mm + 1.0),
            )
        case "rows":
            table = Cell("table", key=field.key, span=5, columns=field.columns, min_rows=field.min_rows)
            return Row((label, table), field.min_height or 9.0)
        case "long_text":
            grows = field.min_height is None and (field.max_chars is None or field.max_chars >= 200)
            lowest = field.min_height or (_LONG_MM if grows else 14.0)
            return Row((label, Cell("text", key=field.key, span=5, centred=not grows)), lowest, grows)
        case _:
            value = Cell("value", key=field.key, span=5, choices=_boxes(field), centred=False)
            return Row((label, value), field.min_height or 9.0)


def _boxes(field: FormField) -> tuple[str, ...]:
    return field.choices if field.tick else ()


def _spaced(label: str) -> str:
    """A label of two characters is set as wide as one of four, as offices do in the first column."""
    plain = folded(label)
    return f"{plain[0]}　　{plain[1]}" if len(plain) == 2 else label


def _characters(column: int) -> int:
    """How many characters of a label stand on one line of this column of the grid."""
    return int((_grid()[column] - _LABEL_MARGINS_MM) / _LABEL_CHARACTER_MM)


def _broken(label: str, most: int) -> str:
    """A label in lines of at most ``most`` characters that read well: before a bracket, behind a known first
    word or before a known last one, else in equal parts."""
    head, bracket, rest = label.partition("（")
    if len(head) > most:
        head = "\n".join(_parts(head, most))
    return f"{head}\n（{rest}" if bracket else head


def _parts(text: str, most: int) -> list[str]:
    words = [len(word) for word in _FIRST_WORDS if text.startswith(word)]
    words += [len(text) - len(word) for word in _LAST_WORDS if text.endswith(word)]
    for cut in words:
        if max(cut, len(text) - cut) <= most:
            return [text[:cut], text[cut:]]
    size = -(-len(text) // -(-len(text) // most))
    return [text[start : start + size] for start in range(0, len(text), size)]
