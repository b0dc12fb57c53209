"""Writes what comes out of the main selection into a folder: forms, table, notice, letter, minutes,
package, decision record, manifest.

The names of the files are fixed (docs/operators/demo.md). The same seed and day give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from jinguo.apps.calls import paperwork
from jinguo.apps.calls.models import Call
from jinguo.apps.clock import held_at
from jinguo.apps.meetings import minutes
from jinguo.apps.meetings.models import Meeting
from jinguo.demo.people import PASSWORD
from jinguo.demo.stage import moment
from jinguo.demo.units import FEDERATION
from jinguo.phrases import term

DAY = date(2026, 10, 12)

Tell = Callable[[str, int, int], None]


def write_pack(call: Call, out: Path, tell: Tell) -> dict[str, Any]:
    """Write the whole pack beside ``out`` and put it in its place at the end; returns the manifest."""
    made = out.with_name(f"{out.name}.new")
    shutil.rmtree(made, ignore_errors=True)
    (made / "forms").mkdir(parents=True)
    with held_at(moment(10, 12, 9)):
        kinds = {
            "forms": _forms(call, made / "forms", tell),
            "summary": [_written(made / "汇总表.xlsx", _summary(call))],
            "notice": [
                _written(
                    made / "公示.docx", paperwork.notice_document_of(call.notices.get(withdrawn_at=None))
                )
            ],
            "letter": [_written(made / "推荐函.docx", _letter(call))],
            "minutes": [_written(made / "会议记录.docx", _minutes(call))],
            "package": [_package(call, made / "报送材料.zip", tell)],
            "decision_record": [_record(call, made / "decision-record.json")],
        }
    manifest = {kind: _entry(made, paths) for kind, paths in kinds.items()}
    _written(made / "manifest.json", _json(manifest))
    if out.exists():
        shutil.rmtree(out)
    os.replace(made, out)
    return manifest


def write_accounts(out: Path, url: str, nominee_token: str) -> list[dict[str, str]]:
    """Write down who can sign in, a person for each role, and the nominee's link."""
    names = ("officer", "liaison", "liaison", "expert", "approver", "leader", "officer")
    users = ("officer", "liaison01", "liaison02", "expert1", "officer2", "leader", "federation")
    rows = [
        {"role": role, "username": user, "password": PASSWORD, "url": f"{url}/accounts/login/"}
        for role, user in zip(names, users, strict=True)
    ]
    rows.insert(
        3, {"role": "nominee", "username": "", "password": "", "url": f"{url}/confirm/{nominee_token}/"}
    )
    rows.append({"role": "public", "username": "", "password": "", "url": f"{url}/public/"})
    _written(out / "accounts.json", _json(rows))
    return rows


def described(row: dict[str, str], lang: str = "zh-Hans") -> str:
    """One line of the list of sign-ins for the terminal."""
    role = term(f"demo_role_{row['role']}", lang)
    wide = 20 - sum(2 if ord(character) > 255 else 1 for character in role)
    return f"{role}{' ' * wide}{row['username'] or '-':<12}{row['password'] or '-':<19}{row['url']}"


def _forms(call: Call, folder: Path, tell: Tell) -> list[Path]:
    nominations = paperwork.nominations_for(call, paperwork.HANDED_IN)
    paths = []
    for number, nomination in enumerate(nominations, 1):
        name = paperwork.form_file_name(nomination, number)
        paths.append(_written(folder / name, paperwork.registration_form_of(nomination, copies=call.copies)))
        tell("forms", number, len(nominations))
    return paths


def _summary(call: Call) -> bytes:
    nominations = paperwork.nominations_for(call, paperwork.HANDED_IN)
    return paperwork.summary_table_of(call, nominations, ranks=paperwork.ranks_of(call), dated=DAY)


def _letter(call: Call) -> bytes:
    return paperwork.recommendation_document(
        call,
        paperwork.nominations_for(call, paperwork.CHOSEN),
        unit=call.organiser,
        addressee=FEDERATION,
        dated=DAY,
        notice=call.notices.get(withdrawn_at=None),
    )


def _minutes(call: Call) -> bytes:
    """Of the panel meeting: counts of votes, no receipt."""
    return minutes.document(Meeting.objects.select_related("round__call__organiser").get(round__call=call))


def _package(call: Call, path: Path, tell: Tell) -> Path:
    def progress(done: int, total: int = 0, message_code: str = "", **params: object) -> None:
        tell("package", done, total)

    with path.open("wb") as out:
        paperwork.pack_materials(
            call, paperwork.nominations_for(call, paperwork.CHOSEN, "rank"), out, progress
        )
    return path


def _record(call: Call, path: Path) -> Path:
    return _written(path, _json(call.selections.get(is_current=True).record))


def _entry(folder: Path, paths: list[Path]) -> dict[str, Any]:
    return {
        "paths": [path.relative_to(folder).as_posix() for path in paths],
        "count": len(paths),
        "sha256": {path.relative_to(folder).as_posix(): _sha256(path) for path in paths},
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
