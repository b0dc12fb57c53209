"""What people send that is no list, or no good one: by the page and by the command, each answered with a sentence; and killed
with nothing left to say, the registry is before or after."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from jinguo.apps.registry.models import ListImport
from jinguo.cli import server
from jinguo.cli.people import import_people
from tests import factories, tables_made_before

HEADER = ["姓名", "性别", "出生日期", "身份证号", "单位"]
WANG = "11010519491231002X"


@pytest.fixture
def people(db):
    return factories.cast()


def workbook(path: Path, rows: list[list[object]], **more: list[list[object]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, lines in {"名单": rows, **more}.items():
            page = book.add_worksheet(name)
            for number, cells in enumerate(lines):
                page.write_row(number, 0, cells)
            if name == "hidden":
                page.hide()
    return path


def bomb(path: Path) -> Path:
    good = workbook(path, [HEADER, ["王丽"]])
    with zipfile.ZipFile(good) as source:
        parts = {info.filename: source.read(info) for info in source.infolist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
        packed.writestr("xl/media/nothing.bin", bytes(40 << 20))
    return path


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
NO_LISTS = {
    "roster_unpacks_too_large": lambda to: bomb(to / "炸弹.xlsx"),
    "roster_password": lambda to: written(to / "加密.xlsx", OLE + "EncryptedPackage".encode("utf-16-le")),
    "roster_unreadable": lambda to: written(to / "简历.xlsx", OLE + bytes(2000)),
    "roster_other_format": lambda to: written(to / "扫描件.csv", b"%PDF-1.7 ..."),
    "roster_no_header": lambda to: written(to / "账.csv", "甲,乙\n1,2\n".encode()),
}


@pytest.mark.parametrize("code", NO_LISTS)
def test_what_is_no_list_is_refused_with_a_sentence(people, client, tmp_path, monkeypatch, code):
    path = NO_LISTS[code](tmp_path)
    client.force_login(people.officer)

    page = client.post(reverse("lists:lists"), {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    told = command(monkeypatch, path, people, "--preview")

    assert page.status_code == 422
    assert path.name in page.content.decode() or code == "roster_unpacks_too_large"
    assert code in str(told.exception)
    assert len(str(told.exception).splitlines()) == 1
    assert not ListImport.objects.exists()


def test_an_empty_file_is_refused_too(people, client, tmp_path, monkeypatch):
    client.force_login(people.officer)
    page = client.post(reverse("lists:lists"), {"file": SimpleUploadedFile("空.csv", b"")})
    assert page.status_code == 422
    empty = written(tmp_path / "空.csv", b"")
    assert "roster_empty" in str(command(monkeypatch, empty, people, "--preview").exception)


def test_an_odd_list_says_of_each_row_what_is_odd(people, client, tmp_path, monkeypatch):
    """Formulas, a hidden sheet, 300 columns, two rows with one number, 1884 and 2184, turned-round and control characters,
    a man among women: once by the page, once by the command, with the same findings."""
    wide = [f"指标{n}" for n in range(295)]
    rows = [
        ["2026年女科技人才名单"],
        [*HEADER, *wide],
        ["王丽", "女", "", WANG, "甲", *["x"] * 295],
        ["赵静", "女", "", WANG, "乙"],
        ["钱芳", "女", "1884-03-01", "", "甲"],
        ["孙燕", "女", "2184-03-01", "", "甲"],
        ["李\u202e梅\u200b", "女", "1984-03-01", "", "甲\x07院"],
        ["周强", "男", "1970-01-01", "", "甲"],
        ["=1+1", "女", "1970-01-01", "", "甲"],
    ]
    path = workbook(tmp_path / "怪.xlsx", rows, hidden=[HEADER, ["陈秀", "女", "", "", "丙"]])

    told = json.loads(
        command(monkeypatch, path, people, "--preview", "--refused", str(tmp_path / "r.xlsx")).stdout
    )

    assert told["rows"] == 7
    assert told["accepted"] == 1
    assert {
        "roster_number_twice",
        "roster_date_out_of_range",
        "roster_hidden_characters",
        "roster_man_among_women",
    } <= set(told["findings"])
    assert "roster_sheets_hidden" in {note["code"] for note in told["notes"]}
    client.force_login(people.officer)
    answer = client.post(reverse("lists:lists"), {"file": SimpleUploadedFile(path.name, path.read_bytes())})
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert "hidden" in page.content.decode()


def command(monkeypatch, path, people, *more):
    monkeypatch.setattr(
        server, "demand_tables", lambda: None
    )  # it closes the connection, and the data with it
    given = [str(path), "--organisation", people.association.name, "--json", *more]
    return CliRunner().invoke(import_people, given, standalone_mode=False)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="makes a database file of its own")
def test_killed_at_any_stage_it_is_before_or_after(tmp_path):
    """A process of its own, ended by SIGKILL the moment it says where it is; the next one sees what it left, and goes on."""
    lines = ["姓名,出生年月,单位"]
    lines += [
        f"{'王李张刘陈'[n % 5]}{'丽梅敏静芳'[n // 5 % 5]},19{50 + n % 40}.03,单位{n}" for n in range(300)
    ]
    path = written(tmp_path / "list.csv", "\n".join(lines).encode())
    tables_made_before.lay(tmp_path / "k.sqlite3")
    env = os.environ | {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'k.sqlite3'}", "JINGUO_DATA": str(tmp_path), "DEBUG": "true",
        "DJANGO_SETTINGS_MODULE": "jinguo.site.settings",
    }  # fmt: skip

    def run(kill: str = "") -> list[str]:
        done = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("killed.py")), kill, str(path)],
            env=env, capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == (-signal.SIGKILL if kill else 0), done.stderr[-2000:]
        return done.stdout.splitlines()

    assert run(kill="import_writing") == ["0 import_open"]
    assert run(kill="import_indexing") == ["0 import_staged"]
    assert run() == ["300 import_committed", "300 300"]
