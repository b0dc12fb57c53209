"""Long work that may be stopped: it runs in a process of its own, the one in front waits, tells how far it is, and ends it.

The solvers do not listen while they compute; a process can always be ended, and what it had not finished is not there.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType

import click

_QUIET_S = 2.0
_AGAIN_S = 10.0


def watched(parts: Iterable[Path], said: Callable[[str, int, int], str]) -> Callable[[str, int, int], None]:
    """Go on in a process of its own; gives what that process calls to tell its stage.

    ``parts`` are removed when the work is ended early, and the stage in which it was is told; ``said`` makes a sentence of
    a stage. Where the streams are not
    those of the process (a test), or there is no fork, the work stays here and tells nothing.
    """
    if not hasattr(os, "fork") or sys.stdout is not sys.__stdout__:
        return lambda stage, done, total: None
    sys.stdout.flush()
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _end_with_parent()
        return lambda stage, done, total: os.write(writer, f"{stage} {done} {total}\n".encode()) and None
    os.close(writer)
    signal.signal(signal.SIGTERM, _terminated)
    told = _Told(said)
    try:
        code = _wait(child, reader, told)
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for part in parts:
            part.unlink(missing_ok=True)
        told.ended()
        raise
    sys.exit(code)


class _Told:
    """What the person in front is told: the stage, when the work takes long, and again now and then."""

    def __init__(self, said: Callable[[str, int, int], str]) -> None:
        self.said = said
        self.began = self.last = time.monotonic()
        self.stage = self.shown = ""

    def at(self, stage: str) -> None:
        """The work has come to this stage."""
        self.stage = stage

    def tell(self) -> None:
        """Say the stage where it is time to."""
        now = time.monotonic()
        late = now - self.began > _QUIET_S
        if self.stage and late and (self.stage != self.shown or now - self.last > _AGAIN_S):
            self._say()
            self.shown, self.last = self.stage, now

    def ended(self) -> None:
        """The work was ended early: say where."""
        if self.stage:
            self._say("×")

    def _say(self, mark: str = "") -> None:
        name, done, total = self.stage.split()
        sentence = self.said(name, int(done), int(total))
        click.echo(f"{time.monotonic() - self.began:6.1f} s  {mark}{' ' if mark else ''}{sentence}", err=True)


def _wait(child: int, reader: int, told: _Told) -> int:
    while True:
        ready, _, _ = select.select([reader], [], [], 0.2)
        if ready:
            text = os.read(reader, 65536).decode()
            if not text:
                break
            told.at(text.strip().splitlines()[-1])
        told.tell()
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


def _terminated(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _end_with_parent() -> None:
    """On Linux the work ends when the process in front is killed."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
