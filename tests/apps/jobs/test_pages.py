"""The page of a job says how far it is, in words, to who asked for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from jinguo.apps import jobs
from jinguo.apps.accounts.models import User
from jinguo.apps.clock import held_at, now
from jinguo.apps.jobs import actions, shift
from jinguo.apps.jobs.models import Job, PeriodicRun, Worker
from jinguo.apps.jobs.states import State

pytestmark = pytest.mark.django_db


@jobs.job("test.page")
def nothing(progress):
    return None


@pytest.fixture
def alice(client):
    alice = User.objects.create_user("alice", "alice@example.org", name="Alice")
    client.force_login(alice)
    return alice


@pytest.fixture(autouse=True)
def _by_workers(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}


def test_a_waiting_job_without_a_worker_says_so_in_plain_words(client, alice):
    job = actions.enqueue("test.page", by=alice)

    alone = client.get(job.get_absolute_url()).text
    Worker.objects.create(host="here", pid=1, started_at=now(), seen_at=now())
    with_worker = client.get(job.get_absolute_url()).text

    assert "jinguo worker" in alone
    assert "jinguo worker" not in with_worker


def test_the_fragment_asks_again_until_the_job_has_ended(client, alice):
    job = actions.enqueue("test.page", by=alice)

    waiting = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).text
    actions.run(job.uid)
    done = client.get(job.get_absolute_url(), headers={"HX-Request": "true"}).text

    assert "<html" not in waiting
    assert "hx-trigger" in waiting
    assert "hx-trigger" not in done


def test_a_running_job_shows_its_bar(client, alice):
    job = actions.enqueue("test.page", by=alice)
    Job.objects.update(state=State.RUNNING, done=3, total=4, started_at=now())

    assert "75%" in client.get(job.get_absolute_url()).text


def test_a_job_is_cancelled_from_its_page(client, alice):
    job = actions.enqueue("test.page", by=alice)

    response = client.post(reverse("jobs:cancel", args=[job.uid]))

    job.refresh_from_db()
    assert (response.status_code, job.state) == (302, State.CANCELLED)


def test_nobody_sees_a_job_of_another(client, alice):
    job = actions.enqueue("test.page", by=alice)
    client.force_login(User.objects.create_user("charlie", "charlie@example.org", name="Charlie"))

    assert client.get(job.get_absolute_url()).status_code == 404
    assert client.post(reverse("jobs:cancel", args=[job.uid])).status_code == 404
    assert str(job.uid) not in client.get(reverse("jobs:list")).text


def test_the_list_shows_ones_own_work(client, alice):
    job = actions.enqueue("test.page", by=alice)

    listed = client.get(reverse("jobs:list")).text

    assert str(job.uid) in listed
    assert "等待中" in listed


def test_a_job_whose_worker_died_is_given_up_with_a_sentence(client, alice):
    job = actions.enqueue("test.page", by=alice)
    dead = Worker.objects.create(host="here", pid=1, started_at=now(), seen_at=now() - timedelta(minutes=6))
    Job.objects.update(state=State.RUNNING, started_at=now(), worker=dead)

    assert shift.give_up_lost() == {"lost": 1}

    job.refresh_from_db()
    assert (job.state, job.message.code) == (State.FAILED, "job_worker_lost")


def test_periodic_work_is_done_once_a_turn_and_leaves_a_row_when_it_did_something(monkeypatch):
    calls = []

    def tidy():
        calls.append(1)
        return {"tidied": len(calls) - 1}

    entry = jobs.work.Round("test.tidy", timedelta(minutes=5), tidy)
    monkeypatch.setattr(jobs.work, "_rounds", {"test.tidy": entry})

    assert [shift.do_rounds(), shift.do_rounds()] == [1, 0]
    with held_at(now() + timedelta(minutes=6)):
        assert shift.do_rounds() == 1

    assert [run.counts for run in PeriodicRun.objects.all()] == [{"tidied": 1}]


def test_periodic_work_that_fails_leaves_its_report_and_comes_round_again(monkeypatch, caplog):
    def fall():
        raise ZeroDivisionError

    entry = jobs.work.Round("test.fall", timedelta(minutes=5), fall)
    monkeypatch.setattr(jobs.work, "_rounds", {"test.fall": entry})

    assert shift.do_rounds() == 1
    assert "ZeroDivisionError" in PeriodicRun.objects.get().error
    with held_at(now() + timedelta(minutes=6)):
        assert shift.do_rounds() == 1
