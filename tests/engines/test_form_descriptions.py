"""A form is data: it survives JSON, and a description that cannot hold is refused when it is written."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from jinguo.engines.forms import STANDARD_FORMS, Field, FormSpec, read_form


def test_the_registration_form_has_the_thirteen_labels_of_the_notice() -> None:
    spec = STANDARD_FORMS["registration"]

    assert [field.label for field in spec.fields] == [
        "推荐单位",
        "姓名",
        "年龄",
        "文化程度",
        "政治面目",
        "民族",
        "联系电话",
        "单位及职务",
        "身份证号",
        "曾获荣誉",
        "主要事迹",
        "推荐单位意见",
        "主办单位意见",
    ]
    assert [field.key for field in spec.fields if field.print_place == "above"] == ["nominating_unit"]
    assert spec.field("deeds").max_words == 1000
    assert [field.label for field in spec.fields if field.stamp] == ["推荐单位意见", "主办单位意见"]


def test_there_is_a_form_for_a_person_a_team_a_unit_and_a_work() -> None:
    assert {name: spec.subject for name, spec in STANDARD_FORMS.items()} == {
        "registration": "person",
        "team": "team",
        "unit": "unit",
        "work": "work",
    }


@pytest.mark.parametrize("name", list(STANDARD_FORMS))
def test_a_form_survives_json_and_names_its_subject(name: str) -> None:
    spec = STANDARD_FORMS[name]

    assert FormSpec.model_validate_json(spec.model_dump_json()) == spec
    assert FormSpec.model_validate(json.loads(json.dumps(spec.model_dump(mode="json")))) == spec
    assert spec.field(spec.name_field).required


@pytest.mark.parametrize("name", list(STANDARD_FORMS))
def test_rows_of_the_printed_table_fill_six_cells(name: str) -> None:
    used = 0
    for field in STANDARD_FORMS[name].fields:
        if field.print_place != "table":
            continue
        cells = 1 + field.print_span
        assert used + cells <= 6, f"{field.label} begins in the middle of a row that is too full"
        used = (used + cells) % 6
    assert used == 0


def test_id_numbers_and_telephones_are_stored_encrypted_and_never_public() -> None:
    spec = STANDARD_FORMS["registration"]

    assert spec.encrypted_keys == ("phone", "id_number")
    assert spec.public_keys == ("nominating_unit", "name", "unit_and_post")
    assert "authors" in STANDARD_FORMS["work"].encrypted_keys


@pytest.mark.parametrize(
    "broken",
    [
        {"key": "Name", "label": "姓名"},
        {"key": "name", "label": ""},
        {"key": "a", "label": "选", "kind": "choice"},
        {"key": "a", "label": "选", "kind": "choice", "choices": ["甲", "甲"]},
        {"key": "a", "label": "表", "kind": "table"},
        {"key": "a", "label": "字", "columns": [{"key": "b", "label": "列"}]},
        {"key": "a", "label": "数", "kind": "number", "min_value": 3, "max_value": 2},
        {"key": "a", "label": "字", "stamp": True},
        {"key": "a", "label": "证", "kind": "id_number", "public": True},
        {"key": "a", "label": "字", "colour": "red"},
        {
            "key": "a",
            "label": "表",
            "kind": "table",
            "public": True,
            "columns": [{"key": "b", "label": "电话", "kind": "phone"}],
        },
    ],
)
def test_a_field_that_cannot_hold_is_refused(broken: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Field.model_validate(broken)


@pytest.mark.parametrize(
    "toml",
    [
        'title = "表"\n[[fields]]\nkey = "a"\nlabel = "甲"\n[[fields]]\nkey = "a"\nlabel = "乙"\n',
        'title = "表"\nname_field = "b"\n[[fields]]\nkey = "a"\nlabel = "甲"\n',
        'title = "表"\n[[fields]]\nkey = "a"\nlabel = "甲"\nderived_from = "a"\n',
        'title = "表"\n[[fields]]\nkey = "a"\nlabel = "甲"\nderived_from = "z"\n',
    ],
)
def test_a_form_whose_keys_do_not_fit_together_is_refused(toml: str) -> None:
    with pytest.raises(ValidationError):
        read_form(toml)


def test_the_schema_of_a_form_names_every_setting_of_a_field() -> None:
    schema = FormSpec.model_json_schema()

    assert set(schema["$defs"]["Field"]["properties"]) == set(Field.model_fields)
