"""The Word form is a reading of the form description, for every form of the library."""

import io

import docx
import pytest
from pypdf import PdfReader

from jinguo.engines.forms import STANDARD_FORMS, Field, FormSpec
from jinguo.engines.paperwork import (
    STANDARD_FIELDS,
    described_form,
    layout_of,
    registration_form,
)

from .office import as_pdf, needs_office


def labels(form):
    return [[cell.text for cell in row.cells if cell.kind == "label"] for row in form.layout.rows]


def test_the_registration_form_of_the_library_is_the_table_of_the_notice():
    form = described_form(STANDARD_FORMS["registration"], {})

    shapes = [
        [[(cell.kind, cell.text, cell.span) for cell in row.cells] for row in layout.rows]
        for layout in (form.layout, layout_of(STANDARD_FIELDS))
    ]
    assert shapes[0] == shapes[1]
    assert [cell.text for cell in form.layout.above] == ["推荐单位"]


@pytest.mark.parametrize("name", sorted(STANDARD_FORMS))
def test_every_form_of_the_library_prints_all_its_labels(name):
    spec = STANDARD_FORMS[name]
    document = docx.Document(io.BytesIO(registration_form(described_form(spec, {}))))

    printed = "".join(
        [paragraph.text for paragraph in document.paragraphs]
        + [cell.text for row in document.tables[0].rows for cell in row.cells]
    )
    squeezed = "".join(printed.split())
    for field in spec.fields:
        assert field.printed_label in squeezed


def test_stored_values_are_shown_as_the_paper_shows_them():
    spec = FormSpec(
        title="表",
        intro="请如实填写。",
        fields=(
            Field(key="born", label="出生日期", kind="date", print_span=1),
            Field(key="kind", label="类别", kind="choice", choices=("甲", "乙")),
            Field(
                key="members",
                label="成员",
                kind="table",
                columns=(
                    Field(key="name", label="姓名", kind="name"),
                    Field(key="born", label="出生", kind="date"),
                ),
            ),
            Field(key="unit", label="单位意见", kind="opinion", stamp=True),
            Field(key="filler", label="填表人", print_place="below"),
        ),
    )
    values = {
        "born": "1980-01-02",
        "kind": "乙",
        "members": [{"name": "甲某", "born": "1990-03-04"}],
        "filler": "某某",
    }
    document = docx.Document(io.BytesIO(registration_form(described_form(spec, values))))

    table = document.tables[0]
    texts = [cell.text for row in table.rows for cell in row.cells]
    assert "1980年1月2日" in texts
    assert "□甲　☑乙" in texts
    assert [cell.text for cell in table.rows[1].cells[1].tables[0].rows[1].cells] == ["甲某", "1990年3月4日"]
    assert [p.text for p in document.paragraphs if p.text] == ["表", "请如实填写。", "填表人：某某"]


@needs_office
def test_the_blank_registration_form_of_the_library_takes_one_page(tmp_path):
    form = described_form(STANDARD_FORMS["registration"], {}, version_code="V-1")

    assert len(PdfReader(as_pdf(registration_form(form), tmp_path)).pages) == 1
