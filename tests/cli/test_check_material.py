"""`jinguo check-material` as a person or a script uses it."""

import json

import pytest
from click.testing import CliRunner

from jinguo.cli import group
from jinguo.demo import media

SPEC = 'kind = "photo"\nformats = ["jpg"]\nmin_pixels = 1048576\n'


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "spec.toml").write_text(SPEC, "utf-8")
    (tmp_path / "good.jpg").write_bytes(media.photo(1, "computer"))
    (tmp_path / "bad.jpg").write_bytes(media.small_photo(1))
    return tmp_path


def run(folder, *arguments, spec="spec.toml"):
    result = CliRunner().invoke(
        group, ["check-material", *map(str, arguments), "--spec", str(folder / spec)], standalone_mode=False
    )
    return result.return_value, result.output, result.exception


def test_a_good_file_leaves_with_0(folder):
    code, output, _ = run(folder, folder / "good.jpg")
    assert code == 0
    assert "符合要求" in output


def test_findings_leave_with_1_and_json_is_one_document(folder):
    code, output, _ = run(folder, folder / "bad.jpg", "--json")
    document = json.loads(output)
    assert code == 1
    assert not document["ok"]
    finding = document["findings"][0]
    assert (finding["code"], finding["demanded"], finding["found"]) == ("too_few_pixels", 1048576, 172800)
    assert "172,800" in finding["message"]


def test_the_language_can_be_chosen(folder):
    assert "at least 1,048,576" in run(folder, folder / "bad.jpg", "--lang", "en")[1]


@pytest.mark.parametrize("text", ['kind = "song"', "kind =", "colour = 1\nkind='photo'"])
def test_an_unusable_spec_is_one_line_and_exit_code_2(folder, text):
    (folder / "wrong.toml").write_text(text, "utf-8")
    _, _, problem = run(folder, folder / "good.jpg", spec="wrong.toml")
    assert problem.exit_code == 2
    assert "\n" not in problem.format_message()
    assert "wrong.toml" in problem.format_message()


def test_a_missing_file_is_exit_code_2(folder):
    assert run(folder, folder / "nowhere.jpg")[2].exit_code == 2
