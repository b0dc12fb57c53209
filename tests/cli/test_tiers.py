"""`jinguo tiers` as a person or a script uses it."""

from __future__ import annotations

import json

from click.testing import CliRunner
from tests.cli.test_schemas import faults

from jinguo.cli import group

LIST = """姓名,性别,出生年月,学位,职称,荣誉,层次,认定日期,有效期至
王晓兰,女,1978.03,博士,教授,2019年全国三八红旗手；山东省科学技术进步奖,,,
赵霞,女,1985.5.1,硕士,高级工程师,,骨干人才,2022-10-01,2025-10-01
孙悦,女,1970.1,博士,讲师,,,,
"""


def run(*args):
    return CliRunner().invoke(group, ["tiers", *map(str, args)], standalone_mode=False)


def test_a_list_is_weighed_and_the_answer_is_as_its_schema_says(tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(LIST, "utf-8")

    ran = run(path, "--on", "2026-10-12", "--json")
    report = json.loads(ran.stdout)

    assert ran.return_value == 0
    assert [(one["proposal"], one["tier"]) for one in report["persons"]] == [
        ("enter", "leading"), ("expire", "backbone"), ("nothing", ""),
    ]  # fmt: skip
    schema = json.loads(run("--schema").stdout)
    assert faults(report, schema["$defs"]["report"], schema) == []
    assert "到期退出" in run(path, "--on", "2026-10-12").stdout


def test_a_scheme_that_is_not_sound_is_refused(tmp_path):
    path, scheme = tmp_path / "people.csv", tmp_path / "scheme.toml"
    path.write_text(LIST, "utf-8")
    scheme.write_text('title = "x"\n[[tiers]]\ncode = "a"\nname = "甲"\n', "utf-8")

    problem = run(path, "--scheme", scheme, "--on", "2026-10-12").exception

    assert "everybody would belong to it" in str(problem)
