"""The one doorman through which every job enters a worker."""

from django_tasks import task

from jinguo.apps.jobs import actions, shift

__all__ = ["run_job", "shift"]  # the shift's own periodic work is registered with it


@task()
def run_job(uid: str) -> None:
    actions.run(uid)
