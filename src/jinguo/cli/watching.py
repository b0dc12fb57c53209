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

    ``parts`` are removed when the work is ended early; ``said`` makes a sentence of a stage. Where the streams are not
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
    try:
        code = _wait(child, reader, said)
    except BaseException:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for part in parts:
            part.unlink(missing_ok=True)
        raise
    sys.exit(code)


def _wait(child: int, reader: int, said: Callable[[str, int, int], str]) -> int:
    began = told = time.monotonic()
    stage, shown = "", ""
    while True:
        ready, _, _ = select.select([reader], [], [], 0.2)
        if ready:
            text = os.read(reader, 65536).decode()
            if not text:
                break
            stage = text.strip().splitlines()[-1]
        now = time.monotonic()
        if stage and now - began > _QUIET_S and (stage != shown or now - told > _AGAIN_S):
            name, done, total = stage.split()
            click.echo(f"{now - began:6.1f} s  {said(name, int(done), int(total))}", err=True)
            shown, told = stage, now
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 128 + os.WTERMSIG(status)


def _terminated(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _end_with_parent() -> None:
    """On Linux the work ends when the process in front is killed."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
