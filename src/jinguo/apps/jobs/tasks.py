"""The one doorman through which every job enters a worker."""

from datetime import timedelta

from django_tasks import task

from jinguo.apps.audit import chain
from jinguo.apps.jobs import actions, shift, work

__all__ = ["run_job", "shift"]  # the shift's own periodic work is registered with it


@task()
def run_job(uid: str) -> None:
    actions.run(uid)


@work.periodic("audit.seal_trail", every=timedelta(seconds=30))
def seal_trail() -> dict[str, int]:
    """Chain what was committed to the trail since the last turn. Here, because the trail itself knows no workers."""
    sealed = 0
    while seal := chain.seal_batch():
        sealed += seal.entries
    return {"sealed": sealed}
