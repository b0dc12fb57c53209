"""Whose turn it is to write, over all threads and all processes of one database file.

SQLite has one writer at a time and no queue: whoever finds it busy sleeps and asks again, more and more rarely, and
under a rush some ask in vain until their time is over. Here a thread takes its place and is next when it is its turn.
The queue only orders: SQLite's own lock still decides, and who waited too long goes to that one as before.

Among the threads of a process a lock keeps the order. Between processes there are two locked files: one for whose turn
it is, one for who comes next, so that the process that just wrote cannot be the next again while another waits. The
system gives the locks of a killed process back.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from contextlib import suppress

_BETWEEN_LOOKS = 0.001  # seconds; at most one thread of a process looks at a time


class Queue:
    """The queue of one database file, as one process sees it."""

    def __init__(self, database: str) -> None:
        self._threads = threading.Lock()
        self._turn = os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT, 0o600)
        self._next = os.open(f"{database}-next", os.O_RDWR | os.O_CREAT, 0o600)

    def enter(self, seconds: float) -> bool:
        """Wait until it is our turn; whether it came in this time."""
        until = time.monotonic() + seconds
        if not self._threads.acquire(timeout=seconds):
            return False
        if _lock(self._next, until):
            came = _lock(self._turn, until)
            fcntl.flock(self._next, fcntl.LOCK_UN)
            if came:
                return True
        self._threads.release()
        return False

    def leave(self) -> None:
        """Let the next one write."""
        fcntl.flock(self._turn, fcntl.LOCK_UN)
        self._threads.release()

    def close(self) -> None:
        os.close(self._turn)
        os.close(self._next)


def _lock(file: int, until: float) -> bool:
    while True:
        with suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(_BETWEEN_LOOKS)


_queues: dict[str, Queue] = {}


def queue_of(database: str) -> Queue:
    if database not in _queues:
        _queues.setdefault(database, Queue(database))
    return _queues[database]


def _open_our_own() -> None:
    """A forked process would share the open files, and with them the locks."""
    for queue in _queues.values():
        queue.close()
    _queues.clear()


os.register_at_fork(after_in_child=_open_our_own)
