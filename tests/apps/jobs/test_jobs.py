"""Work asked for by name is done once, tells how far it is, and ends in one of three ways."""

from __future__ import annotations

import io

import pytest

from jinguo.apps import files, jobs
from jinguo.apps.accounts.models import User
from jinguo.apps.files.actions import store
from jinguo.apps.jobs import actions
from jinguo.apps.jobs.states import State
from jinguo.errors import Refused
from jinguo.reasons import Verdict

pytestmark = pytest.mark.django_db


@jobs.job("test.count")
def count(progress, *, to):
    for number in range(to):
        progress(number, to)
    return {"counted": to}


@jobs.job("test.refuse")
def refuse(progress):
    raise Refused.because("quota_used_up", limit=1, used=1)


@jobs.job("test.break")
def break_off(progress):
    raise ZeroDivisionError


@jobs.job("test.make_file")
def make_file(progress):
    files.register("test_result", lambda user, stored: Verdict.yes())
    return store(io.BytesIO(b"made"), name="made.txt", kind="test_result", by=None)


@pytest.fixture(autouse=True)
def _at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@pytest.fixture
def alice():
    return User.objects.create_user("alice", name="Alice")


def done(name, by, capture, **params):
    with capture(execute=True):
        job = actions.enqueue(name, by=by, **params)
    job.refresh_from_db()
    return job


def test_a_job_is_done_after_the_commit(alice, django_capture_on_commit_callbacks):
    job = done("test.count", alice, django_capture_on_commit_callbacks, to=3)

    assert (job.state, job.result, job.percent) == (State.DONE, {"counted": 3}, 0)
    assert job.started_at <= job.finished_at


def test_a_job_that_makes_a_file_offers_it(alice, django_capture_on_commit_callbacks):
    job = done("test.make_file", alice, django_capture_on_commit_callbacks)

    assert job.result_file.original_name == "made.txt"


@pytest.mark.parametrize(
    ("name", "code"), [("test.refuse", "quota_used_up"), ("test.break", "job_failed_unexpectedly")]
)
def test_a_job_that_fails_says_why(name, code, alice, django_capture_on_commit_callbacks, caplog):
    job = done(name, alice, django_capture_on_commit_callbacks)

    assert (job.state, job.message.code) == (State.FAILED, code)


def test_what_went_wrong_stands_in_the_log_and_not_in_the_record(
    alice, django_capture_on_commit_callbacks, caplog
):
    job = done("test.break", alice, django_capture_on_commit_callbacks)

    assert job.error == "ZeroDivisionError"
    assert "Traceback" in caplog.text
    assert str(job.uid) in caplog.text


def test_a_waiting_job_is_cancelled_at_once_and_never_done(alice):
    job = actions.enqueue("test.count", by=alice, to=3)

    actions.cancel(job, by=alice)
    actions.run(job.uid)

    job.refresh_from_db()
    assert (job.state, job.result) == (State.CANCELLED, None)


def test_a_running_job_stops_at_its_next_word_of_progress(alice):
    @jobs.job("test.cancel_itself")
    def cancel_itself(progress):
        actions.cancel(job, by=alice)
        progress(1, 1)
        raise AssertionError("went on")

    job = actions.enqueue("test.cancel_itself", by=alice)
    actions.run(job.uid)

    job.refresh_from_db()
    assert job.state == State.CANCELLED


def test_only_who_asked_for_a_job_cancels_it(alice):
    job = actions.enqueue("test.count", by=alice, to=3)
    charlie = User.objects.create_user("charlie", name="Charlie")

    with pytest.raises(Refused):
        actions.cancel(job, by=charlie)


def test_progress_is_written_at_most_five_times_a_second(alice, django_assert_max_num_queries):
    job = actions.enqueue("test.count", by=alice, to=3)
    progress = actions.Progress(job)

    with django_assert_max_num_queries(2):
        for number in range(1000):
            progress(number, 1000)


def test_an_unknown_name_is_an_error_in_the_program(alice):
    with pytest.raises(LookupError):
        actions.enqueue("test.nobody", by=alice)
