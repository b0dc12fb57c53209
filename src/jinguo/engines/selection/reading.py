"""Candidates from a table: every cell that cannot be used is named by row and column."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from jinguo.engines.selection.margin import Figure, Reviews
from jinguo.engines.selection.policy import Policy
from jinguo.engines.selection.result import Candidate
from jinguo.errors import Refused
from jinguo.reasons import Reason

_NUMBER = re.compile(r"[+-]?\d{1,20}(\.\d{1,20})?", re.ASCII)
_NAMED = 20


def read_candidates(text: str, policy: Policy | None = None, *, unscored: bool = False) -> list[Candidate]:
    """Candidates from CSV text with the columns ``id``, ``score`` and any others.

    Args:
        policy: the columns that its rules name must be there, scores must lie on its scale, and numbers
            that its tie rules compare must be numbers.
        unscored: candidates without a score are read and not ranked; otherwise they are an error.

    Raises:
        Refused: with a reason for each unusable cell (the first 20).

    >>> read_candidates("id,score,sex\\nA,90.50,F\\n")
    [Candidate(id='A', score=Decimal('90.50'), columns={'sex': 'F'})]
    """
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(header, policy)
        rows = [(reader.line_num, row) for row in reader if any(map(str.strip, row))]
    except csv.Error as problem:
        raise Refused.because("candidates_unreadable", row=reader.line_num, why=str(problem)) from problem
    if not rows:
        raise Refused.because("candidates_empty")
    once: dict[str, str] = {}  # a value that many have is one object
    found: list[Reason] = []
    candidates: list[Candidate] = []
    first_row: dict[str, int] = {}
    for line, cells in rows:
        if len(cells) != len(header):
            found.append(
                Reason.error("candidates_row_length", row=line, cells=len(cells), columns=len(header))
            )
            continue
        row = {name: once.setdefault(cell, cell).strip() for name, cell in zip(header, cells, strict=True)}
        problems = [*_problems(row, line, policy, unscored)]
        if row["id"] in first_row:
            problems.append(
                Reason.error(
                    "candidate_id_twice", row=line, column="id", id=row["id"], first=first_row[row["id"]]
                )
            )
        first_row.setdefault(row["id"], line)
        found += problems
        if not problems:
            candidates.append(Candidate.from_row(row))
        if len(found) >= _NAMED:
            break
    if found:
        raise Refused(*found[:_NAMED])
    return candidates


def read_reviews(text: str, known: Collection[str], figure: Figure = "mean") -> Reviews:
    """Reviews from CSV text with the columns ``id``, ``reviewer`` and ``score``; an empty score is absent.

    Raises:
        Refused: a column is missing, or a row cannot be used (``review_unusable``).
    """
    reader = csv.DictReader(io.StringIO(text))
    if missing := [name for name in ("id", "reviewer", "score") if name not in (reader.fieldnames or ())]:
        raise Refused.because("candidates_column_missing", columns=missing, row=1)
    marks: dict[str, dict[str, Decimal]] = {}
    for row in reader:
        id_, reviewer, score = (str(row[name] or "").strip() for name in ("id", "reviewer", "score"))
        if not score and id_ in known:
            continue
        if id_ not in known or not _NUMBER.fullmatch(score) or reviewer in marks.get(id_, {}):
            raise Refused.because("review_unusable", row=reader.line_num, id=id_, found=score)
        marks.setdefault(id_, {})[reviewer] = Decimal(score)
    return Reviews(marks, figure)


def _check_header(header: Sequence[str], policy: Policy | None) -> None:
    if not any(header):
        raise Refused.because("candidates_empty")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise Refused.because("candidates_column_twice", column=twice[0], row=1)
    wanted = ["id", "score", *(policy.columns if policy else ())]
    if missing := [name for name in wanted if name not in header]:
        raise Refused.because("candidates_column_missing", columns=missing, row=1)


def _problems(row: Mapping[str, str], line: int, policy: Policy | None, unscored: bool) -> list[Reason]:
    found = []
    if not row["id"]:
        found.append(Reason.error("candidate_id_missing", row=line, column="id"))
    if not row["score"]:
        if not unscored:
            found.append(Reason.error("candidate_score_missing", row=line, column="score", id=row["id"]))
    elif not _NUMBER.fullmatch(row["score"]):
        found.append(
            Reason.error(
                "candidate_score_unreadable", row=line, column="score", id=row["id"], found=row["score"]
            )
        )
    elif policy and (scale := policy.scale) and not scale.min <= Decimal(row["score"]) <= scale.max:
        bounds = {"min": str(scale.min), "max": str(scale.max)}
        found.append(
            Reason.error(
                "candidate_score_out_of_scale",
                row=line,
                column="score",
                id=row["id"],
                found=row["score"],
                **bounds,
            )
        )
    for column in policy.number_columns if policy else ():
        if row[column] and not _NUMBER.fullmatch(row[column]):
            found.append(
                Reason.error("candidate_number_unreadable", row=line, column=column, found=row[column])
            )
    return found
