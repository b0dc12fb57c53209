"""`jinguo assess` as a person or a script uses it."""

from __future__ import annotations

import json

from click.testing import CliRunner
from tests.cli.test_schemas import faults

from jinguo.cli import group

SCHEME = {
    "title": "考核办法",
    "sections": [
        {
            "code": "work",
            "name": "工作",
            "weight": 100,
            "items": [
                {"code": "reports", "name": "按时报送", "weight": 60, "how": "by_reports"},
                {"code": "view", "name": "综合评价", "weight": "40", "how": "by_reviewers"},
            ],
        }
    ],
    "grades": [
        {"code": "good", "name": "优秀", "at_least": 90, "at_most_share": 0.3},
        {"code": "poor", "name": "合格", "at_least": 0},
    ],
}
FACTS = [
    {
        "unit": "1",
        "name": "示例学会",
        "reports": [{"name": "一季度", "state": "in_time"}, {"name": "二季度", "state": "late"}],
        "marks": [{"item": "view", "by": "王", "points": 36.5}],
    },
    {"unit": "2", "name": "示例大学", "reports": [{"name": "一季度", "state": "in_time"}]},
]


def run(tmp_path, scheme, facts, *more):
    for name, data in (("scheme", scheme), ("facts", facts)):
        (tmp_path / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    files = [str(tmp_path / f"{name}.json") for name in ("scheme", "facts")]
    return CliRunner().invoke(group, ["assess", *files, *more], standalone_mode=False)


def test_units_are_ranked_with_every_point_explained_and_the_answer_is_as_its_schema_says(tmp_path):
    ran = run(tmp_path, SCHEME, FACTS, "--json")
    report = json.loads(ran.stdout)

    assert ran.return_value == 1  # nobody gave 示例大学 a mark yet
    assert [(one["name"], one["total"], one["rank"], one["grade"]) for one in report["units"]] == [
        ("示例学会", "81.50", 1, "poor"), ("示例大学", "60.00", 2, "poor"),
    ]  # fmt: skip
    schema = json.loads(CliRunner().invoke(group, ["assess", "--schema"]).stdout)
    assert faults(report, schema["$defs"]["report"], schema) == []
    assert "应报 2 份" in run(tmp_path, SCHEME, FACTS).stdout


def test_weights_that_do_not_make_a_hundred_are_unusable_input(tmp_path):
    ran = run(tmp_path, {**SCHEME, "sections": []}, FACTS)

    assert "scheme_weights_not_100" in str(ran.exception)
    assert getattr(ran.exception, "exit_code", 0) == 2
