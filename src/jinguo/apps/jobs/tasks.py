"""The one doorman through which every job enters a worker."""

from django_tasks import task

from jinguo.apps.jobs import actions


@task()
def run_job(uid: str) -> None:
    actions.run(uid)
