"""A scheduler and workers of Dask's own, each a process, on loopback."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

TESTS = Path(__file__).parent


class DaskCluster(NamedTuple):
    address: str
    scheduler: subprocess.Popen
    workers: list[subprocess.Popen]


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def answers(port, patience_s=30):
    """Wait until something listens there."""
    end_s = time.monotonic() + patience_s
    while time.monotonic() < end_s:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nothing listens at port {port}")


@contextmanager
def dask_cluster(folder, count=2, environments=()):
    """`count` workers of one thread each, which load the tests' own modules too; all are ended at the end.

    `environments`: what each worker has besides ours.
    """
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    path = os.pathsep.join([str(TESTS), os.environ.get("PYTHONPATH", "")])
    begun = []

    def start(module, *arguments, **environment):
        command = [sys.executable, "-m", f"distributed.cli.{module}", *arguments, "--no-dashboard"]
        env = {**os.environ, "PYTHONPATH": path, **environment}
        with (folder / f"{module}.log").open("a") as log:
            begun.append(subprocess.Popen(command, cwd=folder, env=env, stdout=log, stderr=log))
        return begun[-1]

    try:
        scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port))
        answers(port)
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
        each = environments or [{}] * count
        yield DaskCluster(address, scheduler, [start("dask_worker", address, *options, **own) for own in each])
    finally:
        for process in begun:
            process.kill()
        for process in begun:
            process.wait()
