"""Read the lists of people that units really have.

Problem: every office keeps its people in a table program, each in its own way: .xlsx, .xls, .csv in two encodings, a page
saved as .xls; titles above the table, headers of two storeys with merged cells, 合计 and 填表人 below; 姓名 or 名字,
1984.03 or 30742; ID numbers of which the program kept fifteen digits. What can be read surely is read; what cannot is
refused with its row, column and what to do, never guessed.

Terms: 花名册 roster, 表头 header, 公民身份号码 ID number (GB 11643-1999, ISO 7064 MOD 11-2), serial day numbers of 1900
and 1904 (ECMA-376 part 1, 18.17.4.1).

A list is opened (:func:`open_book`), recognised (:func:`recognise`: sheets, header, columns, each with its certainty, to
be shown and corrected), and read (:class:`Reading`) row by row; the rows refused are given back with
:func:`write_refused` as the same table with one more column.

>>> import tempfile, pathlib, datetime
>>> path = pathlib.Path(tempfile.mkdtemp()) / "list.csv"
>>> lines = ["女科技人才名单", "姓名,出生年月,身份证号", "王 丽,1949.12,11010519491231002X", "李梅,84.3,", "合计,2,"]
>>> _ = path.write_text("\\n".join(lines), "utf-8")
>>> with open_book(path) as book:
...     reading = Reading(book, recognise(book), Options(on=datetime.date(2026, 1, 1)))
...     rows = [row for batch in reading.batches() for row in batch]
>>> rows[0].person.name, rows[0].person.birth_date, rows[0].person.sex
('王丽', '1949-12-31', 'F')
>>> rows[1].refused, rows[1].findings[0].reason.code, rows[1].findings[0].reason.params["row"]
(True, 'roster_date_no_century', 4)
"""

from jinguo.engines.rosters.as_of import told_day
from jinguo.engines.rosters.columns import (
    ColumnGuess,
    ListMapping,
    demand_columns,
    fingerprint,
    guess_columns,
    mapping_as_toml,
    mapping_from_toml,
)
from jinguo.engines.rosters.headings import field_of, standard_heading
from jinguo.engines.rosters.numbers import check_numbers
from jinguo.engines.rosters.opening import Book, Sheet, open_book
from jinguo.engines.rosters.packed import Limits
from jinguo.engines.rosters.person import (
    FIELDS,
    LISTED,
    Finding,
    PersonRow,
    Row,
    as_columns,
    from_columns,
)
from jinguo.engines.rosters.reading import Options, Reading
from jinguo.engines.rosters.recognising import Plan, SheetPlan, column_label, recognise
from jinguo.engines.rosters.tables import Table, parts_of
from jinguo.engines.rosters.writing import RefusedRow, write_persons, write_refused

__all__ = [
    "FIELDS",
    "LISTED",
    "Book",
    "ColumnGuess",
    "Finding",
    "Limits",
    "ListMapping",
    "Options",
    "PersonRow",
    "Plan",
    "Reading",
    "RefusedRow",
    "Row",
    "Sheet",
    "SheetPlan",
    "Table",
    "as_columns",
    "check_numbers",
    "column_label",
    "demand_columns",
    "field_of",
    "fingerprint",
    "from_columns",
    "guess_columns",
    "mapping_as_toml",
    "mapping_from_toml",
    "open_book",
    "parts_of",
    "recognise",
    "standard_heading",
    "told_day",
    "write_persons",
    "write_refused",
]
