"""The scores of a review as a table file: figures as numbers, experts under codes that tell nobody who is who."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from jinguo.apps.calls.models import Nomination
from jinguo.apps.reviews import queries
from jinguo.apps.reviews.models import Round
from jinguo.engines.paperwork import Column, SummaryTable, summary_table

FIGURES = (
    ("reviews", "评审份数", 0),
    ("score", "计分", 2),
    ("mean", "平均分", 2),
    ("trimmed_mean", "去掉最高最低后平均分", 2),
    ("median", "中位数", 2),
    ("spread", "标准差", 2),
    ("range", "最高最低分差", 2),
)


MOST_COLUMNS = 40


def scores(round_: Round) -> bytes:
    """One row a nomination, best first; a column for each expert's sum. Queries: three, for any size.

    Where there are very many experts, each review has two columns instead: the expert's code and her sum.
    """
    sums: dict[int, dict[int, object]] = {}
    for nomination_id, expert_id, total in queries.totals_by_expert(round_).iterator():
        sums.setdefault(nomination_id, {})[expert_id] = total
    codes = codes_of(round_, {expert for row in sums.values() for expert in row})
    wide = len(codes) > MOST_COLUMNS
    most = max((len(row) for row in sums.values()), default=0)
    columns = (
        Column("回执号", "text"),
        Column("类别", "text"),
        Column("姓名（名称）", "text"),
        Column("推荐单位", "text"),
        *(Column(label, "number", digits=digits) for _key, label, digits in FIGURES),
        *(_by_review(most) if wide else (Column(code, "number", digits=2) for code in codes.values())),
    )
    table = SummaryTable(
        title=f"{round_.call.title}评审得分表",
        columns=columns,
        rows=_rows(round_, sums, codes, most if wide else None),
        sheet_name="评审得分",
    )
    return summary_table(table)


def codes_of(round_: Round, experts: set[int]) -> dict[int, str]:
    """Expert → 专家01, 专家02 …: the same each time, in an order that follows no list of names."""
    shuffled = sorted(experts, key=lambda pk: hashlib.sha256(f"{round_.uid}:{pk}".encode()).digest())
    return {pk: f"专家{place:02d}" for place, pk in enumerate(shuffled, 1)}


def _by_review(most: int) -> Iterator[Column]:
    for place in range(1, most + 1):
        yield Column(f"第{place}份专家", "text")
        yield Column(f"第{place}份总分", "number", digits=2)


def _rows(
    round_: Round, sums: dict[int, dict[int, object]], codes: dict[int, str], most: int | None
) -> Iterator[list[object]]:
    shown = ("number", "category__name", "name", "unit__name")
    figures = (f"standing__{key}" for key, _label, _digits in FIGURES)
    # Values and no records: of a record only a few of sixty columns are printed.
    rows = queries.by_score(round_).values_list("pk", *shown, *figures)
    for pk, number, *printed in rows.iterator():
        mine = sums.get(pk, {})
        if most is None:
            given = [mine.get(expert) for expert in codes]
        else:
            pairs = sorted((codes[expert], total) for expert, total in mine.items())
            given = [cell for pair in pairs for cell in pair] + [None] * 2 * (most - len(pairs))
        yield [Nomination.receipt_of(round_.call, number), *printed, *given]
