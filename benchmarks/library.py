"""Reads 1,000 documents as the site does: by the job, kept as values that people decide.

Writes `results/library-<database>.md`.

python benchmarks/library.py          # the texts of ../shared/corpus and ../shared/seeds, repeated to 1,000
"""

from __future__ import annotations

import os
import platform
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("JINGUO_SHARED", PROJECT.parent / "shared"))
RESULTS = PROJECT / "benchmarks" / "results"
DOCUMENTS = 1000


def main() -> None:
    files = sorted([*(SHARED / "corpus").glob("*.txt"), *(SHARED / "seeds").glob("00*.txt")])
    if not files:
        raise SystemExit(f"no texts under {SHARED}")
    texts = [file.read_text("utf-8", errors="replace") for file in files]
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("JINGUO_DATA", folder)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinguo.site.settings")
        print(_run(texts))


def _run(texts: list[str]) -> str:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from jinguo.apps.accounts.models import User
    from jinguo.apps.organisations import kinds
    from jinguo.apps.organisations.models import Membership, Organisation
    from jinguo.apps.policies import tasks
    from jinguo.apps.policies.models import PolicyDocument, ReadItem

    call_command("migrate", verbosity=0)
    keeper = Organisation.objects.create(name="测试市妇女联合会", kind=kinds.FEDERATION)
    officer = User.objects.create_user("bench", "bench@example.org", "long-enough-Passw0rd", name="测试")
    Membership.objects.create(user=officer, organisation=keeper, role=kinds.OFFICER)
    waiting = [
        PolicyDocument(keeper=keeper, pasted=texts[n % len(texts)], title=f"测试文件{n}", added_by=officer)
        for n in range(DOCUMENTS)
    ]
    PolicyDocument.objects.bulk_create(waiting, batch_size=100)
    began, busy = time.perf_counter(), time.process_time()
    for document in waiting:
        tasks.read_document(lambda *_, **__: None, document=str(document.uid))
    seconds, busy = time.perf_counter() - began, time.process_time() - busy
    told = (
        f"# Documents read by the site ({connection.vendor})\n\n{DOCUMENTS:,} documents, "
        f"{ReadItem.objects.count():,} values kept, "
        f"in {seconds:.0f} s: {DOCUMENTS / seconds:.1f} a second, {busy:.0f} s of them on the processor "
        f"({DOCUMENTS / busy:.0f} a second on one free core). One worker.\n"
        f"Python {platform.python_version()}.\n"
    )
    (RESULTS / f"library-{connection.vendor}.md").write_text(told, "utf-8")
    return told


if __name__ == "__main__":
    main()
