"""Takes a list in, in a process of its own, and kills itself the moment it reaches a stage. Run by test_import_bad_input."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import django


def main(kill: str, path: Path) -> None:
    django.setup()
    from django.core.management import call_command

    from jinguo.apps.organisations import kinds
    from jinguo.apps.organisations.models import Organisation
    from jinguo.apps.registry import actions, tasks
    from jinguo.apps.registry.models import Card, ListImport, PersonEntry

    if not path.with_suffix(".tables").exists():
        call_command("migrate", verbosity=0)
        path.with_suffix(".tables").touch()
    keeper, _ = Organisation.objects.get_or_create(name="某妇联", defaults={"kind": kinds.SOCIETY})

    def progress(done: int, total: int, code: str, **_: object) -> None:
        if code == kill:
            os.kill(os.getpid(), signal.SIGKILL)

    run = ListImport.objects.first() or actions.begin_import(
        organisation=keeper, path=path, file_name=path.name, sha256="0", by=None
    )
    print(PersonEntry.objects.count(), run.state, flush=True)
    if run.state == ListImport.OPEN:
        run = actions.stage_import(run=run, path=path, progress=progress)
    if run.state == ListImport.STAGED:
        actions.commit_import(run=run, by=None, progress=progress)
    tasks.imports.PATIENCE *= 0  # a worker, later
    tasks.imports.index_lists()
    print(PersonEntry.objects.count(), Card.objects.count())


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
