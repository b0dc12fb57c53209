"""Who writes next in one database file: in turn, over threads and processes, whoever is killed."""

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from jinguo.site.sqlite.queue import Queue

SOURCE = Path(__file__).resolve().parents[2] / "src"
BUSY = """
import sys, time
sys.path.insert(0, sys.argv[2])
from jinguo.site.sqlite.queue import Queue
queue = Queue(sys.argv[1])
assert queue.enter(5)
print("in", flush=True)
while True:
    time.sleep(0.02)
    queue.leave()
    assert queue.enter(5)
"""


@pytest.fixture
def busy(tmp_path):
    """Another process that writes without a pause; the name of the database."""
    database = str(tmp_path / "some.sqlite3")
    command = [sys.executable, "-c", BUSY, database, str(SOURCE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"in\n"
        yield database, process
        process.kill()


def test_a_process_that_writes_without_a_pause_lets_others_come_in_between(busy):
    database, _ = busy
    queue = Queue(database)
    for _ in range(3):
        assert queue.enter(5)
        queue.leave()


def test_the_turn_of_a_killed_process_is_over(busy):
    database, process = busy
    process.send_signal(signal.SIGSTOP)
    time.sleep(0.05)
    process.kill()
    process.wait()
    queue = Queue(database)
    assert queue.enter(5)
    queue.leave()


def test_who_waited_long_enough_goes_on_without_a_turn(tmp_path):
    queue, other = (Queue(str(tmp_path / "some.sqlite3")) for _ in range(2))
    assert queue.enter(1)
    assert not other.enter(0.05)
    queue.leave()
    assert other.enter(1)
    other.leave()


def test_threads_come_one_at_a_time(tmp_path):
    queue, inside, most = Queue(str(tmp_path / "some.sqlite3")), 0, 0

    def write():
        nonlocal inside, most
        for _ in range(20):
            assert queue.enter(10)
            inside += 1
            most = max(most, inside)
            time.sleep(0.001)
            inside -= 1
            queue.leave()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
