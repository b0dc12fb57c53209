"""A list into the registry: staged, written as a whole, taken back as a whole; killed anywhere, it is before or after."""

from __future__ import annotations

import hashlib
import json
from datetime import date

import pytest
from click.testing import CliRunner

from jinguo.apps.registry import actions, queries, staging
from jinguo.apps.registry.models import Card, KnownHeader, ListImport, PersonEntry, StagedChunk
from jinguo.cli import server
from jinguo.cli.people import import_people
from jinguo.engines.rosters import Reading
from jinguo.errors import Refused
from tests import factories

pytestmark = pytest.mark.django_db
WANG, LI = "11010519491231002X", "440524188001010014"
HEADER = "姓名,性别,出生年月,身份证号,单位,荣誉,鞋码"
GOOD = [
    f"王丽,女,1949.12,{WANG},某大学,三八红旗手；巾帼标兵,37",
    "李梅,女,1984.03,,某医院,,",
    "张敏,女,1990,,某所,,",
]
BAD = ["赵静,女,84.3,,某校,,", f"钱芳,女,,{LI},甲,,", f"孙燕,女,,{LI},乙,,"]


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "list.csv"
    found.write_text("\n".join(["女科技人才名单", HEADER, *GOOD, *BAD, "合计,6"]), "utf-8")
    return found


@pytest.fixture
def people(db):
    return factories.cast()


def begun(people, path, by=True):
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return actions.begin_import(
        organisation=people.association,
        path=path,
        file_name=path.name,
        sha256=digest,
        by=people.officer if by else None,
    )


def quiet(*_, **__):
    pass


def staged(people, path):
    run = begun(people, path)
    return actions.stage_import(run=run, path=path, progress=quiet)


def test_a_list_is_staged_without_a_trace_in_the_registry(people, path):
    run = staged(people, path)

    run.refresh_from_db()
    assert (run.state, run.rows, run.accepted, run.refused) == (ListImport.STAGED, 6, 3, 3)
    assert run.findings == {"roster_date_no_century": 1, "roster_number_twice": 2, "roster_sex_differs": 2}
    assert sorted(queries.imports.reasons_of_refused(run)) == [("", 6), ("", 7), ("", 8)]
    assert not PersonEntry.objects.exists()
    sealed = StagedChunk.objects.get()
    assert "王丽" not in sealed.persons_sealed
    assert [one.name for one in staging.staged_persons(run)] == ["王丽", "李梅", "张敏"]


def test_it_is_written_once_and_taken_back_as_a_whole(people, path):
    run = actions.commit_import(run=staged(people, path), by=people.officer)

    entries = PersonEntry.objects.filter(source=run.source).order_by("source_row")
    assert [(one.name, one.birth_text, one.source_row) for one in entries] == [
        ("王丽", "1949-12-31", 3), ("李梅", "1984-03", 4), ("张敏", "1990", 5),
    ]  # fmt: skip
    assert entries[0].facts["honours"] == ["三八红旗手", "巾帼标兵"]
    assert Card.objects.count() == 3
    with pytest.raises(Refused, match="import_not_staged"):
        actions.commit_import(run=run, by=people.officer)
    with pytest.raises(Refused, match="import_twice"):
        begun(people, path)

    assert actions.take_back_import(run=run, by=people.officer) == 3
    assert not PersonEntry.objects.filter(withdrawn_at=None).exists()
    assert not Card.objects.exists()
    begun(people, path)


def test_killed_while_reading_it_goes_on_behind_the_last_batch(people, path, monkeypatch):
    plain = Reading.__init__
    monkeypatch.setattr(
        Reading,
        "__init__",
        lambda self, book, plan, options: plain(self, book, plan, type(options)(options.on, 2)),
    )
    run = begun(people, path)

    class Killed(BaseException):
        pass

    def kill(done, *_, **__):
        if done == 4:
            raise Killed

    with pytest.raises(Killed):
        actions.stage_import(run=run, path=path, progress=kill)
    kept = list(run.chunks.values_list("pk", flat=True))
    assert len(kept) == 2

    actions.stage_import(run=run, path=path, progress=quiet)
    assert list(run.chunks.values_list("pk", flat=True))[:2] == kept
    assert (run.rows, run.refused, run.findings["roster_number_twice"]) == (6, 3, 2)
    assert dict(run.found.filter(refused=True).values_list("number", "name")) == {
        6: "赵静",
        7: "钱芳",
        8: "孙燕",
    }


def test_killed_while_writing_nothing_is_there(people, path, monkeypatch):
    run = staged(people, path)

    def kill(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ListImport, "save", kill)
        with pytest.raises(KeyboardInterrupt):
            actions.commit_import(run=run, by=people.officer)
    assert not PersonEntry.objects.exists()

    actions.commit_import(run=run, by=people.officer)
    assert PersonEntry.objects.count() == 3


def test_a_correction_is_remembered_for_the_next_list_with_this_header(people, path):
    run = staged(people, path)
    columns = {one["heading"]: one["field"] for one in run.columns} | {"鞋码": "remarks"}

    run = actions.correct_import(run=run, path=path, columns=columns, women_only=False, by=people.officer)

    assert run.state == ListImport.OPEN
    assert not run.chunks.exists()
    assert KnownHeader.objects.get().columns["鞋码"] == "remarks"
    path.write_text("\n".join([HEADER, *GOOD]), "utf-8")
    other = begun(people, path)
    assert {one["why"] for one in other.columns} == {"remembered"}


def test_only_an_officer_takes_lists_in(people, path):
    people.officer = people.li
    with pytest.raises(Refused, match="not_officer"):
        begun(people, path)


def test_the_command_previews_commits_and_gives_the_refused_rows_back(people, path, tmp_path, monkeypatch):
    monkeypatch.setattr(
        server, "demand_tables", lambda: None
    )  # it closes the connection, and the test's data with it

    def run(*more):
        given = [str(path), "--organisation", people.association.name, "--json", *more]
        return CliRunner().invoke(import_people, given, standalone_mode=False)

    seen = run("--preview", "--refused", str(tmp_path / "r.csv"))
    assert seen.return_value == 1, seen.output
    told = json.loads(seen.stdout)
    assert (told["rows"], told["accepted"], told["refused"]) == (6, 3, 3)
    assert {"findings", "seconds", "peak_mib"} <= set(told)
    lines = (tmp_path / "r.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == f"{HEADER},未导入原因"
    assert [line.split(",")[0] for line in lines[1:]] == ["赵静", "钱芳", "孙燕"]
    assert not ListImport.objects.exists()

    done = json.loads(run("--commit", "--refused", str(tmp_path / "c.csv")).stdout)
    assert {key: done[key] for key in ("rows", "accepted", "refused", "findings")} == {
        key: told[key] for key in ("rows", "accepted", "refused", "findings")
    }
    assert (tmp_path / "c.csv").read_text("utf-8-sig").splitlines()[1:] == lines[1:]
    assert PersonEntry.objects.filter(source=f"import:{done['import']}").count() == 3
    assert "import_twice" in str(run("--commit").exception)
    assert "import_organisation_unknown" in str(
        CliRunner()
        .invoke(import_people, [str(path), "--organisation", "无此单位", "--preview"], standalone_mode=False)
        .exception
    )


def test_an_older_edition_that_comes_later_does_not_outvote_a_newer_one(people, tmp_path):
    """2024 is taken in first, 2019 a week behind it: what counts is the day that each list tells."""
    for year, unit in ((2024, "新单位"), (2019, "旧单位")):
        path = tmp_path / "list.csv"
        path.write_text(f"{year}年度人才汇总表\n姓名,身份证号,单位\n王丽,{WANG},{unit}", "utf-8")
        run = begun(people, path)
        assert run.as_of == date(year, 12, 31)
        actions.stage_import(run=run, path=path, progress=lambda *_, **__: None)
        actions.commit_import(run=run, by=people.officer)

    card = Card.objects.get(organisation=people.association)
    assert card.unit == "新单位"
    assert set(PersonEntry.objects.values_list("recorded_on", flat=True)) == {
        date(2019, 12, 31),
        date(2024, 12, 31),
    }


def test_whoever_knows_better_says_which_day_a_list_tells(people, path):
    run = begun(people, path)
    assert run.as_of is None

    run = actions.correct_import(
        run=run,
        path=path,
        columns={"姓名": "name"},
        women_only=True,
        as_of=date(2020, 6, 30),
        by=people.officer,
    )

    assert run.as_of == date(2020, 6, 30)
