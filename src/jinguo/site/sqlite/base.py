"""The connection: a transaction that may write waits for its turn, and gives it up when it ends."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from jinguo.site.sqlite.queue import Queue, queue_of

PATIENCE = 20.0
"""Seconds in the queue; after that SQLite's own lock is asked, which answers with an error after its own time."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Transactions begin as IMMEDIATE (in the settings): each takes the write lock, so each takes its place here."""

    _in_turn: Queue | None = None

    def _start_transaction_under_autocommit(self) -> None:
        if not self.is_in_memory_db():
            queue = queue_of(str(self.settings_dict["NAME"]))
            self._in_turn = queue if queue.enter(PATIENCE) else None
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()
        finally:
            self._leave()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()
        finally:
            self._leave()

    def _close(self) -> Any:
        try:
            return super()._close()
        finally:
            self._leave()

    def _leave(self) -> None:
        queue, self._in_turn = self._in_turn, None
        if queue is not None:
            queue.leave()
