"""Lists as units send them, as real files: what is read, what is refused, what is only noted."""

from __future__ import annotations

import base64
import gzip
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from jinguo.engines.rosters import (
    Limits,
    ListMapping,
    Options,
    Reading,
    demand_columns,
    mapping_as_toml,
    mapping_from_toml,
    open_book,
    recognise,
    write_persons,
    write_refused,
)
from jinguo.errors import Refused
from jinguo.phrases import say

ON = date(2026, 11, 22)
WANG, LI, MAN = "11010519491231002X", "440524188001010014", "370101190102039973"
HEADER = ["姓名", "性别", "出生年月", "身份证号", "单位"]


def read(path: Path, mapping: ListMapping | None = None, limits: Limits | None = None):
    """(rows by their number, the reading)."""
    with open_book(path, limits) as book:
        reading = Reading(book, recognise(book, mapping=mapping), Options(on=ON, batch=3))
        rows = {row.number: row for batch in reading.batches() for row in batch}
    return rows, reading


def csv_of(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def codes(row) -> list[str]:
    return [finding.reason.code for finding in row.findings]


def refusal(path: Path, **limits: int) -> str:
    with pytest.raises(Refused) as caught:
        read(path, limits=Limits(**limits) if limits else None)
    assert say(caught.value.reasons[0])
    return caught.value.reasons[0].code


def book_of(path: Path, rows, *, sheet: str = "名单", **options) -> Path:
    with xlsxwriter.Workbook(str(path), options) as book:
        page = book.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell != "":
                    page.write(number, column, cell)
    return path


def test_a_list_with_titles_two_storeys_merged_cells_and_a_footer(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page, hidden = book.add_worksheet("名单"), book.add_worksheet("旧名单")
        hidden.write_row(0, 0, HEADER)
        hidden.hide()
        page.merge_range(0, 0, 0, 5, "2026年全市女科技人才信息表")
        page.write(1, 0, "填报单位：某某大学")
        for column, heading in enumerate(["序号", "姓  名", "出生年月"]):
            page.merge_range(2, column, 3, column, heading)
        page.merge_range(2, 3, 2, 4, "联系方式")
        page.write_row(3, 3, ["手机", "邮箱"])
        page.merge_range(2, 5, 3, 5, "部门")
        page.write_row(4, 0, [1, "王　丽", 1984.03, 13800000001, "wang@example.org"])
        page.write_row(5, 0, [2, "李梅", 30742, "010-87654321", "li@example"])
        page.merge_range(4, 5, 5, 5, "化学系")
        page.write_row(6, 0, ["合计", "", 2])
        page.write(7, 0, "填表人：张三")

    rows, reading = read(tmp_path / "a.xlsx")

    assert sorted(rows) == [5, 6]
    wang, li = rows[5].person, rows[6].person
    assert (wang.name, wang.birth_date, wang.phone, wang.unit, wang.department, wang.sex) == (
        "王丽", "1984-03", "13800000001", "某某大学", "化学系", "F",
    )  # fmt: skip
    assert (li.birth_date, li.phone, li.email, li.department) == ("1984-03-01", "010-87654321", "", "化学系")
    assert codes(rows[6]) == ["roster_email_unreadable"]
    assert [note.code for note in reading.notes] == ["roster_sheets_hidden", "roster_lines_left_out"]


@pytest.mark.parametrize(
    ("cell", "iso", "code"),
    [
        ("1984.03", "1984-03", ""),
        ("1984年3月", "1984-03", ""),
        ("１９８４年０３月１２日", "1984-03-12", ""),
        ("30742", "1984-03-01", ""),
        ("二〇〇一年", "2001", ""),
        ("19840312", "1984-03-12", ""),
        ("1984/3/12", "1984-03-12", ""),
        ("1984-03-12 00:00:00", "1984-03-12", ""),
        ("1984.3（42岁）", "1984-03", ""),
        ("84.3", "", "roster_date_no_century"),
        ("1884-03-12", "", "roster_date_out_of_range"),
        ("2184年3月", "", "roster_date_out_of_range"),
        ("1984.13", "", "roster_date_unreadable"),
        ("三月", "", "roster_date_unreadable"),
    ],
)
def test_a_birth_date_in_text(tmp_path, cell, iso, code):
    rows, _ = read(csv_of(tmp_path / "a.csv", "姓名,出生年月", f"王丽,{cell}"))

    row = rows[2]
    assert codes(row) == ([code] if code else [])
    assert row.refused is bool(code)
    assert row.refused or row.person.birth_date == iso


@pytest.mark.parametrize(
    ("cell", "date1904", "iso"),
    [(30742, False, "1984-03-01"), (29280, True, "1984-03-01"), (1984.1, False, "1984")],
)
def test_a_birth_date_that_is_a_number(tmp_path, cell, date1904, iso):
    path = book_of(tmp_path / "a.xlsx", [["姓名", "出生日期"], ["王丽", cell]], default_date_format="yyyy-mm")
    if date1904:
        with xlsxwriter.Workbook(str(path), {"date_1904": True}) as book:
            book.add_worksheet().write_row(0, 0, ["姓名", "出生日期"])
            book.worksheets()[0].write_row(1, 0, ["王丽", cell])

    rows, _ = read(path)

    assert rows[2].person.birth_date == iso
    assert codes(rows[2]) == (["roster_date_month_lost"] if cell == 1984.1 else [])


def test_id_numbers_that_a_table_program_spoiled_are_refused_with_row_and_column(tmp_path):
    path = book_of(
        tmp_path / "a.xlsx",
        [
            HEADER,
            ["王丽", "女", "1949.12", WANG],
            ["李梅", "女", "", 432502198001010000.0],
            ["张敏", "女", "", "4.32502E+17"],
            ["赵静", "女", "", "432502198001010000"],
            ["钱芳", "女", "", "11010519491231002１"],
            ["孙燕", "女", "", "110105491231002"],
            ["Ada Li", "F", "", "E12345678"],
        ],
    )  # fmt: skip

    rows, _ = read(path)

    assert (rows[2].person.id_number, rows[2].person.birth_date) == (WANG, "1949-12-31")
    assert [codes(rows[n])[0] for n in (3, 4, 5, 6)] == [
        "id_scientific_notation", "id_scientific_notation", "id_rounded_by_spreadsheet", "id_wrong_check_digit",
    ]  # fmt: skip
    assert all(rows[n].refused for n in (3, 4, 5, 6))
    assert rows[3].findings[0].reason.params | {"found": ""} == {"found": "", "row": 3, "column": "身份证号"}
    assert "号码已丢失" in say(rows[4].findings[0].reason)
    # The old number of Wang Li in 15 places is hers: two names claim one number.
    assert codes(rows[7])[-1] == "roster_number_twice"
    assert (rows[8].person.id_number, codes(rows[8])) == ("E12345678", ["roster_other_document"])


def test_contradictions_are_noted_and_a_man_in_a_womens_list_is_refused(tmp_path):
    lines = [",".join(HEADER), f"王丽,男,1950.01,{WANG},甲", f"张三,,,{MAN},乙", "李四,男,1980.1,,丙"]
    rows, _ = read(csv_of(tmp_path / "a.csv", *lines))
    assert codes(rows[2]) == ["roster_birth_differs", "roster_sex_differs"]
    assert not rows[2].refused
    assert rows[3].person.sex == "M"

    women, _ = read(csv_of(tmp_path / "b.csv", "女科技工作者名单", *lines))
    assert [women[n].refused for n in (3, 4, 5)] == [True, True, True]
    assert codes(women[5]) == ["roster_man_among_women"]

    told, _ = read(tmp_path / "b.csv", ListMapping(women_only=False))
    assert [told[n].refused for n in (3, 4, 5)] == [False, False, False]


def test_two_rows_with_one_number(tmp_path):
    lines = [
        f"王丽,女,,{WANG},甲",
        f"李梅,女,,{LI},乙",
        "张敏,女,,,丙",
        f"王 丽,女,,{WANG.lower()},丁",
        f"赵静,女,,{LI},戊",
    ]
    rows, reading = read(csv_of(tmp_path / "a.csv", ",".join(HEADER), *lines))

    assert not rows[2].refused
    assert codes(rows[5]) == ["roster_row_repeated"]
    assert rows[5].findings[0].reason.params["other"] == 2
    assert codes(rows[6])[-1] == "roster_number_twice"
    assert [(key, finding.reason.params["other"]) for key, finding in reading.late.items()] == [(("", 3), 6)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_is_read(tmp_path, encoding):
    rows, reading = read(
        csv_of(tmp_path / "a.csv", "姓名\t单位", "王丽\t北京大学", "王𬭊\t联通", encoding=encoding)
    )

    assert [row.person.name for row in rows.values()] == ["王丽", "王𬭊"]
    assert reading.notes == ()


def test_two_encodings_in_one_file_are_both_read(tmp_path):
    path = tmp_path / "a.csv"
    first = "姓名,单位,研究方向\r\n" + "王丽,北京大学化学学院,物理化学\r\n" * 3
    path.write_bytes(first.encode("gb18030") + "李梅,清华大学材料学院,高分子材料\r\n".encode())

    rows, reading = read(path)

    assert [rows[5].person.name, rows[5].person.unit] == ["李梅", "清华大学材料学院"]
    assert [note.code for note in reading.notes] == ["roster_mixed_encodings"]


def test_hidden_characters_private_use_and_errors(tmp_path):
    lines = [
        "姓名,性别,民族,手机,备注",
        "王\u202e丽\u200b,女,汉,1.38E+10,=1+1",
        "李\ue863,未知,火星族,#N/A,无",
        ",女,汉族,13800000000,",
    ]
    rows, _ = read(csv_of(tmp_path / "a.csv", *lines))

    assert (rows[2].person.name, rows[2].person.ethnic_group, rows[2].person.phone) == ("王丽", "汉", "")
    assert codes(rows[2]) == ["roster_hidden_characters", "roster_phone_spoiled"]
    assert set(codes(rows[3])) == {
        "name_has_private_use",
        "roster_sex_unknown",
        "roster_word_unknown",
        "roster_cell_error",
    }
    assert codes(rows[4]) == ["name_missing"]


def test_formulas_give_their_value_and_one_without_a_value_is_said(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["姓名", "部门", "单位"])
        page.write_row(1, 0, ["王丽"])
        page.write_formula(1, 1, '="化学"&"系"', None, "化学系")
        page.write_formula(1, 2, "=Sheet2!A1", None, "")

    rows, _ = read(tmp_path / "a.xlsx")

    assert rows[2].person.department == "化学系"
    assert [(one.column, one.reason.code) for one in rows[2].findings] == [
        ("单位", "roster_formula_without_value")
    ]


def test_the_contents_go_before_the_heading_and_a_person_before_both(tmp_path):
    path = csv_of(
        tmp_path / "a.csv", "姓名,编码,鞋码,单位职务,学历学位", f"王丽,{WANG},37,北京大学教授,研究生/工学博士"
    )
    rows, reading = read(path)
    person = rows[2].person

    assert (person.id_number, person.other) == (WANG, {"鞋码": "37"})
    assert (person.unit, person.post, person.education, person.degree) == (
        "北京大学",
        "教授",
        "研究生",
        "工学博士",
    )
    assert [one.why for one in reading.plan.sheets[0].columns] == [
        "heading",
        "contents",
        "nothing",
        "heading",
        "heading",
    ]

    corrected = mapping_from_toml('[columns]\n"鞋码" = "remarks"\nB = "other"\n')
    rows, reading = read(path, corrected)
    assert (rows[2].person.remarks, rows[2].person.id_number) == ("37", "")
    again = mapping_from_toml(mapping_as_toml(reading.plan.sheets[0].columns))
    assert again.columns["鞋码"] == "remarks"

    with open_book(path) as book:
        known = recognise(
            book,
            remembered=lambda mark: {"鞋码": "tier"} if mark == reading.plan.sheets[0].fingerprint else None,
        )
    assert (known.sheets[0].columns[2].field, known.sheets[0].columns[2].why) == ("tier", "remembered")


def test_three_hundred_columns_and_a_cell_at_the_far_corner(tmp_path):
    wide = book_of(tmp_path / "w.xlsx", [["姓名", *(f"指标{n}" for n in range(299))], ["王丽", *range(299)]])
    rows, _ = read(wide)
    assert len(rows[2].person.other) == 299

    with xlsxwriter.Workbook(str(tmp_path / "far.xlsx")) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_row(1, 0, ["王丽"])
        page.write(20_000, 16_383, "x")
    rows, _ = read(tmp_path / "far.xlsx")
    assert [row.person.name for row in rows.values() if row.person] == ["王丽"]


def test_a_page_saved_as_xls_and_a_sheet_without_a_header(tmp_path):
    page = tmp_path / "a.xls"
    page.write_text("<html><table><tr><th rowspan=2>姓名<th colspan=2>联系</tr><tr><td>手机<td>邮箱</tr>"
                    "<tr><td>王丽<td>13800000000<td>a@example.org</tr></table>", "gb18030")  # fmt: skip
    rows, _ = read(page)
    assert (rows[3].person.name, rows[3].person.phone) == ("王丽", "13800000000")

    bare = csv_of(tmp_path / "b.csv", f"王丽,{WANG},北京大学", "李梅,,清华大学", "张敏,,浙江大学")
    rows, _ = read(bare)
    assert (rows[1].person.name, rows[1].person.id_number, rows[1].person.unit) == ("王丽", WANG, "北京大学")


def test_files_that_are_not_read(tmp_path):
    good = book_of(tmp_path / "good.xlsx", [HEADER, ["王丽"]])

    bomb = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        for info in source.infolist():
            packed.writestr(info.filename, source.read(info))
        packed.writestr("xl/media/nothing.bin", bytes(40 << 20))
    assert refusal(bomb) == "roster_unpacks_too_large"

    liar = tmp_path / "liar.xlsx"
    data = bytearray(bomb.read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/media/nothing.bin"))
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    liar.write_bytes(data)
    read(liar)  # the part that lies is no sheet, and nobody unpacks it
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(liar, "w", zipfile.ZIP_DEFLATED) as packed:
        for info in source.infolist():
            text = source.read(info)
            packed.writestr(
                info.filename, text + b" " * (40 << 20) if info.filename.endswith("sheet1.xml") else text
            )
    data = bytearray(liar.read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    liar.write_bytes(data)
    assert refusal(liar) == "roster_unreadable"

    locked = tmp_path / "locked.xlsx"
    locked.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    )
    assert refusal(locked) == "roster_password"

    for name, content, code in [
        ("a.xlsx", b"PK\x03\x04 and no more", "roster_unreadable"),
        ("b.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "roster_unreadable"),
        ("c.csv", b"", "roster_empty"),
        ("d.csv", b"%PDF-1.7", "roster_other_format"),
        ("e.csv", "甲,乙\n1,2\n".encode(), "roster_no_header"),
        ("f.csv", "性别,单位,职称\n女,某校,教授\n".encode(), "roster_no_name_column"),
        ("g.csv", '姓名,单位\n王丽,"某校\n'.encode() + b"x" * 200_000, "roster_text_broken"),
    ]:
        (tmp_path / name).write_bytes(content)
        assert refusal(tmp_path / name) == code
    assert (
        refusal(csv_of(tmp_path / "h.csv", "姓名,单位", *["王丽,甲"] * 20), rows=10) == "roster_too_many_rows"
    )


def test_a_sheet_too_large_to_be_held_is_streamed_with_the_same_result(tmp_path):
    path = book_of(tmp_path / "a.xlsx", [["名单"], HEADER, ["王丽", "女", datetime(1949, 12, 1), WANG, "甲"], ["合计"]],
                   default_date_format="yyyy-mm-dd")  # fmt: skip

    assert read(path)[0] == read(path, limits=Limits(dense_cells=3))[0]


def test_refused_rows_come_back_as_the_same_list_and_can_be_mended(tmp_path):
    path = csv_of(tmp_path / "a.csv", "名单", ",".join(HEADER), "王丽,女,84.3,,=甲", "李梅,女,1984.03,,乙")
    with open_book(path) as book:
        plan = recognise(book)
        rows = [row for batch in Reading(book, plan, Options(on=ON)).batches() for row in batch]
        why = {(row.sheet, row.number): say(row.findings[0].reason) for row in rows if row.refused}
        for out in (tmp_path / "r.xlsx", tmp_path / "r.csv"):
            assert write_refused(book, plan, why, out) == 1
            with open_book(out) as given:
                _, (_, line) = given.rows(given.sheets[0])
            assert line[:4] == ["王丽", "女", "84.3", ""]
            assert line[4] in ("=甲", "'=甲")
            assert "世纪" in line[5]

    mended = csv_of(tmp_path / "m.csv", (tmp_path / "r.csv").read_text("utf-8-sig").replace("84.3", "1984.3"))
    found, _ = read(mended)
    assert (found[2].person.birth_date, found[2].person.unit) == ("1984-03", "=甲")


def test_what_is_given_out_can_be_read_in_again(tmp_path):
    lines = [
        ",".join([*HEADER, "荣誉", "手机"]),
        f"王丽,女,,{WANG},甲大学,三八红旗手；巾帼建功标兵,13800000000",
    ]
    before, _ = read(csv_of(tmp_path / "a.csv", *lines))
    for name in ("out.xlsx", "out.csv"):
        write_persons([before[2].person], tmp_path / name)
        after, _ = read(tmp_path / name)
        assert after[2].person == before[2].person


def test_what_somebody_did_and_where_else_she_is_found(tmp_path):
    header = "姓名,学科,研究方向,兼职单位,承担科研项目,发表论文,授权专利,ORCID,学术主页,个人简介"
    lines = [
        "王丽,化学,催化；膜材料,某某研究院,1. 面上项目，主持；2. 重点项目,32篇,一种膜；一种泵,0000-0002-1825-0097,example.org/wang,长期从事膜材料研究。",
        "李梅,,,,,多篇,,0000-0002-1825-0098,主页略,",
    ]
    rows, _ = read(csv_of(tmp_path / "a.csv", header, *lines))

    wang, li = rows[2], rows[3]
    assert not wang.findings
    assert (wang.person.disciplines, wang.person.keywords) == (("化学",), ("催化", "膜材料"))
    assert wang.person.second_unit == ("某某研究院",)
    assert wang.person.project == ("面上项目，主持", "重点项目")
    assert (wang.person.publication, wang.person.patent) == (("32篇",), ("一种膜", "一种泵"))
    assert wang.person.link == ("0000-0002-1825-0097", "https://example.org/wang")
    assert wang.person.biography == "长期从事膜材料研究。"
    assert codes(li) == ["roster_orcid_wrong", "roster_link_unreadable"]
    assert (li.person.link, li.person.publication) == ((), ("多篇",))
    write_persons([wang.person], tmp_path / "again.xlsx")
    again, _ = read(tmp_path / "again.xlsx")
    assert again[2].person == wang.person


def test_papers_that_are_only_counted(tmp_path):
    rows, _ = read(csv_of(tmp_path / "a.csv", "姓名,发表论文,专利", "王丽,32,2", "李梅,8,0", "赵霞,多,1"))

    assert [rows[n].person.publication_count for n in (2, 3, 4)] == ["32", "8", ""]
    assert codes(rows[4]) == ["roster_count_unreadable"]
    assert rows[2].person.other == {"专利": "2"}


def test_a_mapping_that_names_a_column_that_is_not_there(tmp_path):
    with open_book(csv_of(tmp_path / "a.csv", "姓名,性别", "王丽,女")) as book:
        columns = [(one.heading, one.place) for one in recognise(book).sheets[0].columns]
    demand_columns(ListMapping(columns={"姓 名": "name", "B": "sex"}), columns)
    with pytest.raises(Refused) as caught:
        demand_columns(
            ListMapping(columns={"姓名": "name", "名字": "name", "C": "sex"}), columns, place="m.toml"
        )
    assert [reason.params["column"] for reason in caught.value.reasons] == ["名字", "C"]
    assert "姓名、性别" in say(caught.value.reasons[0])


def test_an_old_workbook_that_counts_from_1904(tmp_path):
    (tmp_path / "a.xls").write_bytes(gzip.decompress(base64.b64decode(XLS_OF_1904)))
    rows, _ = read(tmp_path / "a.xls")
    assert [row.person.birth_date for row in rows.values()] == [
        "1984-03-12",
        "1984-03-12",
    ]  # a date, and a bare number


XLS_OF_1904 = (
    "H4sICKQaA2sCA2QxOTA0LnhscwDtWF1sVEUUPnP3p3dL270tFLBgu6JAoS0pmGCJ1hYWVFRapK2CaSJluy2VbbfpTyLGn0XkRSXB"
    "8OALCSEpTxrUmOgDJrZvmmg0MTxoNCkkGg0+rEZiMLbX75w7d3u7bmO3KInSszl3Zs7M3HNmzu/dLz4vnTz3bsVlyoJ7yUfTdoiC"
    "HpoCmu7AIjI0bdq2bZdsL8J/CqZ0yzr0Q38BIOu8QOs1pNtF+H/CPkriN0IR2kUDaIfoKOUDy2Ex3vfNZ8/0PNfNFxb5L5w/x2+O"
    "4z5gtv9zrGf/LwQuARYBi4ElwLCTAqgUWAZcClwGLBebIFoBXAm8DVgBXAVcDbxd86/SLeMa9O/U47Vo1y3GnJsGIRNaDAboYvGn"
    "rHLR/WVYxDv+CbGLK8BOGmTbiHYlYpGbBTtEhi7FMozDSBvRU3QG1BJ6W6gfyrNRrA/QTJEGbdH7jWaR/aQ81xDvLJHnB7Lna6Fv"
    "pkr6Rqz8lDiBogIVpS5KUB8dQhzsw4oK+pj960VZwd6htssMr7qx2fpZvOFLqkXicBKRuA1rBmgYvSg9TI8IJUqV/iIaY798MD4Q"
    "H+pKVPpL6Tz75FFAZ11/f2ddd/ekOOEYXbMjHocfjzCdOQn91/nRjTzpdMvRx3B3ue65xlmfzqZvmINeOwd94xz0UE56wJXHzJbz"
    "vEP3z9BPGxikyObWSvmkLU0FpS1L+aVdmiqQdlkqYB8UxzkBc1vBGQLeUtze0fYaXqnwm1AmkKj9pKKr9CQnh/Q+4RRMcxJgzu7H"
    "ghfvpiVpdt+PILJJxxSSjTmumvFspsqfLSfdmDBxE+nE/A1e8gdtk9RUIF6jvjxQ3A4Rfn+savS7eFUvKB1te1rRvDrc2ALJtoyi"
    "39J74jD6B1psZDKTLvqdTBYzy4EzyivXrcHpzgmL1qywWASO3TgbB5JSOY+F19VFV1+9srWi6Smhp2Yun9byHVOtOoaZCf9G2VEj"
    "z5dkrZsujwvtZXmuw/7eHobvm9Z7+tWZ9/7QtMHTP4fwFoJUJHowwK1WrSwKHp84ONnktoo6MGPS83JsUq+YYX3SEml8madpWLpf"
    "6wQtFRaaykEzsmhTUia41+iMFEYqMzIwMvRIyUrm+YJRKLIvpwufKD3HK/16pSErA3ol31s4s9KQlaybn2gvayb9kKOVtKktjF8T"
    "Jl+6XkoWf7pa6KG0laMsMqhQ9vEe5ne/UUbvB53cQnSf3DIXMGF9Y6QDO/XCPHtN74uUW4oV/l0tplDp+AqdGs4yDcc9nakHuGba"
    "0xcbSg4ne0Yiu56JxRORbffUtXcdiicScTn3jr6enoYbqR2V45kLhmmbRGE53kuTJ87+cr31sPXm6ybVrH/vK1bCc9qZeL5B15fN"
    "+qIe1XXmfl1rdut6c1DXqD9OEXK206/X+1z4S3+r79rZZ79V3n4+8jPFuPTZpTObVlmn34D8tdcv7OQsnkXr1HWuG9Isj6x7M85F"
    "kibcMxtaRrf25jNvHxx8PD403JccmH1WNqvNWzbVA+jfgH/y+0/On2XDufbwnYyHnP4T4D5ER1BxsRxH8pa/TIKAk9vsPL6rYgWu"
    "nUbBtx821goZnl4Qf5/nG2w+e1ivuzN+0op6ML5g/XEQzPf7L6K/1aQqRW05ivP3o+Zk3e+GFfSITpgygno1CcrcUK35B/K4/zuA"
    "b2X47wSHmMgQFwvMT56GBZz/Lg//W/3/hz8BDPPL0gAWAAA="
)
"""Two persons, written by LibreOffice from a list with that setting."""
