"""Running speech code in a process of its own, so that whatever it does to itself stays there.

A library can end its process, hang, or carry state from one sentence to the next. In a child the first two are errors
like any other; in a fresh child for each piece of work the third is impossible. An engine that is slow to start has one
child for each worker instead, which is kept.

Where forking is safe and cheap a fresh child is a fork of the worker; elsewhere (a caller with threads, a daemon such
as a cluster's worker, another system than Linux) a server is started for each thread, and forks, or serves once.
"""

from __future__ import annotations

import json
import multiprocessing
import multiprocessing.process
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any

from rhapsode.pool import die_with_parent, keep_freed_memory, leave_signals_to_parent, start_method
from rhapsode.speaking.processes.child_server import Asked, ChildFailed, answer, ending, serve

Work = Callable[..., Iterable[Any]]
Before = Callable[[], None]
Process = subprocess.Popen[bytes] | multiprocessing.process.BaseProcess

BEGIN = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]);"
    " from rhapsode.speaking.processes.child_server import main; main(int(sys.argv[2]), int(sys.argv[3]))"
)
LEAVING_S = 2.0
FORKER = "fresh children"


def run_child(function: Work, *args: object, patience_s: float, before: Before | None = None) -> Iterator[Any]:
    """Yield what `function(*args)` yields in a fresh child process.

    `function` is a top-level generator function; its items and arguments are picklable. `before` is called in the
    process that the child is forked from, if it is. Raises ChildFailed when the child dies or is silent for
    `patience_s`, and re-raises the RhapsodeError that ended it.
    """
    if start_method() == "fork" and not multiprocessing.current_process().daemon:
        if before:
            before()
        return _forked(function, args, patience_s)
    return _served(FORKER, Asked(function, args, fresh=True, before=before), patience_s, keep=sys.platform == "linux")


def run_kept(name: Hashable, function: Work, *args: object, patience_s: float) -> Iterator[Any]:
    """The same in the child process of that name, which this thread keeps until it ends or fails."""
    return _served(name, Asked(function, args, fresh=False), patience_s, keep=True)


def _forked(function: Work, args: tuple[object, ...], patience_s: float) -> Iterator[Any]:
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_in_fork, args=(theirs, os.getpid(), function, args), daemon=True)
    with _or_no_process():
        child.start()
    theirs.close()

    def how_it_ended() -> str:
        child.join()
        return ending(child.exitcode)

    try:
        yield from _answers(ours, patience_s, how_it_ended)
    finally:
        ours.close()
        child.join(0.2)
        if child.is_alive():
            child.kill()
        child.join()


@contextmanager
def _or_no_process() -> Iterator[None]:
    try:
        yield
    except OSError as fault:  # too many processes or open files, too little memory
        cure = "end other programs, or try fewer --jobs"
        raise ChildFailed(f"no process to speak in can be started: {fault.strerror}", cure) from fault


def _in_fork(connection: Connection, parent: int, function: Work, args: tuple[object, ...]) -> None:
    die_with_parent(parent)
    leave_signals_to_parent()
    _silence()
    keep_freed_memory()
    answer(connection, function, args)


def _answers(connection: Connection, patience_s: float, how_it_ended: Callable[[], str]) -> Iterator[Any]:
    while True:
        if not connection.poll(patience_s):
            raise ChildFailed(f"the speech library said nothing for {patience_s:.0f} s")
        try:
            kind, item = connection.recv()
        except (EOFError, ConnectionResetError):
            raise ChildFailed(how_it_ended()) from None
        if kind == "end":
            return
        if kind == "error":
            raise item
        yield item


def _served(name: Hashable, asked: Asked, patience_s: float, *, keep: bool) -> Iterator[Any]:
    kept: dict[Hashable, Server] = vars(_of_thread).setdefault("servers", {})
    server = kept.pop(name, None)
    if server is None or not server.alive():
        server = Server()
    done = False
    try:
        try:
            server.connection.send(asked)
        except OSError:
            raise ChildFailed(server.how_it_ended()) from None
        yield from _answers(server.connection, patience_s, server.how_it_ended)
        done = keep
    except ChildFailed:
        raise
    except Exception:
        done = keep  # it has said what went wrong, and can go on
        raise
    finally:
        if done:
            kept[name] = server
        else:
            server.end()


class Server:
    """A child process that serves, and our end of the connection."""

    def __init__(self) -> None:
        with _or_no_process():
            begun = _spawned() if os.name == "nt" else _started()
        self.connection: Connection = begun[0]
        self._process: Process = begun[1]

    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._code() is None

    def how_it_ended(self) -> str:
        """For the error."""
        self._wait()
        return ending(self._code())

    def end(self) -> None:
        """End it now."""
        self.connection.close()
        self._process.kill()
        self._wait()

    def __del__(self) -> None:
        if hasattr(self, "_process"):  # else it never began
            self.end()

    def _code(self) -> int | None:
        process = self._process
        return process.poll() if isinstance(process, subprocess.Popen) else process.exitcode

    def _wait(self) -> None:
        process = self._process
        if isinstance(process, subprocess.Popen):
            with suppress(subprocess.TimeoutExpired):
                process.wait(LEAVING_S)
        else:
            process.join(LEAVING_S)


def _started() -> tuple[Connection, Process]:
    ours, theirs = socket.socketpair()
    with theirs:
        command = [sys.executable, "-c", BEGIN, json.dumps(sys.path), str(theirs.fileno()), str(os.getpid())]
        process = subprocess.Popen(
            command,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # drivers and libraries print; results are ours alone to print
            stderr=subprocess.DEVNULL,
            process_group=0,  # the interrupt key is for the program, which decides
        )
    return Connection(ours.detach()), process


def _spawned() -> tuple[Any, Process]:
    """The same on Windows, where no file descriptor can be handed down."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    theirs.close()
    return ours, process


_of_thread = threading.local()


def _silence() -> None:
    """Drivers and libraries print; results are ours alone to print."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123  # open until the child ends
