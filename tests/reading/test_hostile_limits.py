"""Each of the hostile inputs is read, or refused in one line, within ten seconds of processor and 512 MB."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hostile_inputs import INPUTS

HERE = Path(__file__).parent
SECONDS, MEGABYTES = 10, 512
CHILD = """
import json, resource, sys, time
from hostile_inputs import INPUTS
from rhapsode.errors import RhapsodeError
from rhapsode.model import Source
from rhapsode.reading.reader_choice import read_source
name, seconds = sys.argv[1], int(sys.argv[2])
data = INPUTS[name]()
spent = int(time.process_time())
resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))
said = ""
try:
    read_source(Source(name, name, data))
except RhapsodeError as error:
    said = str(error)
if sys.platform == "linux":  # what rusage tells is at least what the process had that started this one
    kilobytes = int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0])
else:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps([said, kilobytes / 1024]))
"""


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform == "win32", reason="no resource limits there")
@pytest.mark.parametrize("name", list(INPUTS))
def test_it_is_read_or_refused_in_time_and_room(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, name, str(SECONDS)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])},
    )
    assert done.returncode == 0, f"killed by its limit of processor time, or failed: {done.stderr[-500:]}"
    said, megabytes = json.loads(done.stdout)
    assert "\n" not in said
    assert megabytes < MEGABYTES
