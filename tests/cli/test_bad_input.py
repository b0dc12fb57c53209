"""Every file that the review and decision commands read, spoilt in every way: one line that names file and row, exit code
2, nothing written. What is only unusual (a byte order mark, CRLF, reviewers without pairs) is read.
"""

from __future__ import annotations

import shutil
import sys

import pytest
from tests.cli import test_assign, test_decide, test_score

from jinguo import cli

ASSIGN = (
    "assign pairs.csv --reviewers reviewers.csv --items items.csv --conflicts conflicts.csv --fixed fixed.csv"
)
COMMANDS = {
    f"{ASSIGN} --keep keep.csv --rules rules.toml --out out.csv --report report.json": (
        "pairs.csv", "reviewers.csv", "items.csv", "conflicts.csv", "fixed.csv", "keep.csv", "rules.toml",
    ),
    "score marks.csv --criteria criteria.toml --out out.csv --report report.json": ("marks.csv", "criteria.toml"),
    "count-ballots ballots.csv --rules vote.toml": ("ballots.csv", "vote.toml"),
    "decide c.csv --policy p.toml --adjustments changes.csv --reviews reviews.csv --previous r.json --out out.json": (
        "c.csv", "p.toml", "changes.csv", "reviews.csv", "r.json",
    ),
    "replay r.json": ("r.json",),
    "what-if c.csv --policy p.toml": ("c.csv", "p.toml"),
}  # fmt: skip
FILES = {
    "pairs.csv": test_assign.PAIRS,
    "reviewers.csv": test_assign.REVIEWERS,
    "items.csv": test_assign.ITEMS,
    "conflicts.csv": "item,reviewer\nN2,Xu\n",
    "fixed.csv": "item,reviewer\nN1,Wu\n",
    "keep.csv": "item,reviewer\nN1,Wu\n",
    "rules.toml": test_assign.RULES,
    "criteria.toml": test_score.CRITERIA,
    "marks.csv": test_score.MARKS,
    "vote.toml": test_score.RULES,
    "ballots.csv": "ballot,candidate,vote\n1,甲,赞成\n2,甲,赞成\n",
    "c.csv": test_decide.TABLE,
    "p.toml": test_decide.POLICY,
    "changes.csv": "id,to,reason\nB,out,本人放弃\n",
    "reviews.csv": "id,reviewer,score\nA,x,95.1\n",
}
SPOILT = {
    "empty": lambda content: b"",
    "gb18030": lambda content: content + "评审专家\n".encode("gb18030"),
    "utf-16": lambda content: content.decode().encode("utf-16"),
    "noughts": lambda content: content + b"\0\0",
    "open quote": lambda content: content + b'"a,b\n',
    "a long row": lambda content: content + b"a,b,c,d,e,f,g,h,i,j,k,l\n",
    "a missing column": lambda content: content.replace(content.split(b",")[1].split(b"\n")[0], b"zz", 1),
}
USABLE_WHEN = {("rules.toml", "empty")}  # no rules at all


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """The files as they should be, with a record."""
    folder = tmp_path_factory.mktemp("good")
    for name, text in FILES.items():
        (folder / name).write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "argv", ["jinguo", "decide", "c.csv", "--policy", "p.toml", "--out", "r.json"])
        with pytest.raises(SystemExit, match="0"):
            cli.main()
    return folder


@pytest.fixture
def folder(good, tmp_path, monkeypatch):
    shutil.copytree(good, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def jinguo(folder, monkeypatch, capsys):
    """Run a command as the shell does: the exit code, what it said, and the files that it left."""

    def run(command):
        before = {path.name for path in folder.iterdir()}
        monkeypatch.setattr(sys, "argv", ["jinguo", *command.split(), "--lang", "en"])
        with pytest.raises(SystemExit) as left:
            cli.main()
        return left.value.code, capsys.readouterr().err, {path.name for path in folder.iterdir()} - before

    return run


def refused(done, name):
    code, told, left = done
    assert (code, left) == (2, set()), told
    assert told.startswith("jinguo: ")
    assert told.count("\n") == 1
    assert name.removesuffix(".csv") in told.lower()
    assert "Traceback" not in told
    assert not any(word in told for word in ("Error:", "codec", "sniffing"))


EACH = [(command, name) for command, names in COMMANDS.items() for name in names]


@pytest.mark.parametrize(("command", "name"), EACH)
def test_a_spoilt_file_is_refused_in_one_line_and_nothing_is_written(jinguo, folder, command, name):
    content = (folder / name).read_bytes()
    for kind, spoil in SPOILT.items():
        if not name.endswith(".csv") and kind in ("a long row", "a missing column"):
            continue
        (folder / name).write_bytes(spoil(content))
        if (name, kind) not in USABLE_WHEN and not (name == "r.json" and kind in ("gb18030", "utf-16")):
            refused(jinguo(command), name)
    (folder / name).unlink()
    assert jinguo(command)[0] == 2
    (folder / name).mkdir()
    refused(jinguo(command), "is a directory")


@pytest.mark.parametrize(("command", "name"), EACH)
def test_a_mark_of_the_byte_order_and_crlf_change_nothing(jinguo, folder, command, name):
    content = (folder / name).read_bytes()
    (folder / name).write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    assert jinguo(command)[0] == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("conflicts.csv", "N2,Xu", "N7,Xu", "conflicts.csv, row 2, column item: “N7”"),
        ("fixed.csv", "N1,Wu", "N1,Zz", "fixed.csv, row 2, column reviewer: “Zz”"),
        ("fixed.csv", "N1,Wu", "N2,Wu", "fixed.csv, row 2, columns item and reviewer: N2, Wu"),
        ("items.csv", "N2,1", "N2,nan", "items.csv, row 3, column demand: “nan”"),
        ("items.csv", "N2,1", "N2,-1", "items.csv, row 3, column demand: “-1”"),
        ("reviewers.csv", "Wu,0,2", "Wu,0,-2", "reviewers.csv, row 3, column max_load: “-2”"),
        ("reviewers.csv", "Wu,0,2", "Wu,0,", "reviewers.csv, row 3, column max_load"),
        ("rules.toml", "at_least_share = 0.4", "at_least = 2\nat_most = 1", "rules.toml, rule 1 (women)"),
        ("marks.csv", "甲,A,novelty,90", "甲,A,novelty,NaN", "row 2, column mark: mark_not_a_number"),
        ("marks.csv", "甲,A,novelty,90", "甲,A,novelty,90.5", "row 2, column mark: mark_off_step"),
        ("marks.csv", "甲,A,novelty,90", ",A,novelty,90", "row 2, column item: cell_empty"),
        ("criteria.toml", "weight = 0.6", "weight = -1", "criteria.0.weight"),
        ("ballots.csv", "2,甲,赞成", "2,甲,也许", "row 3, column vote: vote_unknown"),
        ("vote.toml", 'at_least = "2/3"', 'at_least = "3/2"', "quorum"),
        ("c.csv", "A,95.10", "A,Infinity", "Row 2, column score"),
        ("c.csv", "B,94.00", "B,100.01", "Row 3, column score"),
        ("p.toml", "seats = 3", "seats = 3\nunfillable = 'maybe'", "policy_unusable"),
        ("changes.csv", "B,out", "Z,out", "change_unknown"),
        ("changes.csv", "B,out", "B,away", "Row 2"),
        ("changes.csv", "本人放弃", "", "change_without_reason"),
        ("reviews.csv", "A,x", "Z,x", "Row 2"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(jinguo, folder, name, old, new, told):
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    code, said, left = jinguo(next(command for command, names in COMMANDS.items() if name in names))

    assert (code, left) == (2, set())
    assert told in said


def test_reviewers_without_pairs_are_read_and_an_item_without_pairs_is_named(jinguo, folder):
    command = "assign pairs.csv --reviewers reviewers.csv --items items.csv --out out.csv"
    with (folder / "reviewers.csv").open("a") as file:
        file.write("Qi,0,5,F\n")
    assert jinguo(command)[0] == 0
    with (folder / "items.csv").open("a") as file:
        file.write("N3,2\n")
    code, told, left = jinguo(command.replace("out.csv", "new.csv"))

    assert (code, left) == (1, set())
    assert "N3" in told


def test_a_record_with_any_one_byte_changed_is_not_the_same(jinguo, folder):
    content = (folder / "r.json").read_bytes()
    for place in range(0, len(content), max(1, len(content) // 25)):
        (folder / "r.json").write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        code, told, left = jinguo("replay r.json")

        assert code in (1, 2), place
        assert told
        assert not left
